//! Who acted: actors with the names that people know them by.

use hashbrown::HashMap;
use kontor_identity::model::{TokenId, UserId};
use kontor_kernel::{Actor, limits};
use kontor_store::{Fault, ReadDb};
use kontor_web::Language;

use super::texts;

/// The merchant's people and tokens. Few: all of them are read at once.
const NAMES: &str = "SELECT u.id, u.name, 1 FROM identity_member m \
     JOIN identity_user u ON u.org_id = 0 AND u.id = m.user_id WHERE m.org_id = $1 \
     UNION ALL SELECT id, name, 2 FROM identity_token WHERE org_id = $1 LIMIT $2";

/// Who is who at a merchant.
#[derive(Debug, Clone, Default)]
pub struct Names {
    users: HashMap<UserId, String>,
    tokens: HashMap<TokenId, String>,
}

impl Names {
    /// Reads them.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn read(reads: &ReadDb, org: i64) -> Result<Self, Fault> {
        let mut names = Self::default();
        for mut row in reads.query(NAMES, vec![org.into(), limits::NAMED_ACTORS.into()]).await? {
            let (id, name, kind): (i64, String, i64) = (row.take()?, row.take()?, row.take()?);
            if kind == 1 {
                names.users.insert(UserId::new(id), name);
            } else {
                names.tokens.insert(TokenId::new(id), name);
            }
        }
        Ok(names)
    }

    /// A user's name.
    #[must_use]
    pub fn user(&self, user: UserId) -> Option<&str> {
        self.users.get(&user).map(String::as_str)
    }

    /// What people call an actor: a person's or a token's name; Kontor itself for what it does by itself.
    #[must_use]
    pub fn of(&self, actor: &Actor, language: Language) -> String {
        let (kind, id) = actor.as_str().split_once(':').unwrap_or(("", actor.as_str()));
        let known = match kind {
            "user" => id.parse().ok().and_then(|id: UserId| self.users.get(&id)),
            "token" => id.parse().ok().and_then(|id: TokenId| self.tokens.get(&id)),
            "system" | "follower" => return format!("{} ({id})", language.say(texts::SYSTEM)),
            _ => None,
        };
        known.map_or_else(|| actor.to_string(), String::clone)
    }
}

pub(super) fn queries() -> Vec<String> {
    vec![NAMES.to_owned()]
}
