//! The keeper: a cookie in, who it is out. Every page passes here, so a session is looked up in the database once in a
//! while only, and in between costs one hash.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::http::{HeaderMap, header};
use futures_util::FutureExt;
use hashbrown::HashMap;
use kontor_kernel::{Actor, Currency, Timestamp, Zone, limits};
use kontor_store::{Envelope, Fault, Value, journal};
use kontor_web::{App, Caller, Problem};

use super::cookie::Cookies;
use super::seen::{self, Seen};
use crate::house::HOUSE;
use crate::model::{Density, OrgName, PersonName, SessionId, Theme, UiLanguage, UserId, WorkplaceId};
use crate::permissions::{Rights, Role};
use crate::seal::Sealed;

/// Who looks at a page. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The caller, as commands and reads need them; the actor is `user:usr_…`.
    pub caller: Caller,
    /// What they may do.
    pub rights: Rights,
    /// Who they are.
    pub user: UserId,
    /// Their name.
    pub name: Arc<str>,
    /// The merchant's name.
    pub org_name: Arc<str>,
    /// What they do there.
    pub role: Role,
    /// The language they chose; none: as the browser asks.
    pub language: Option<UiLanguage>,
    /// Light or dark.
    pub theme: Theme,
    /// How close rows stand.
    pub density: Density,
    /// What a form of theirs must carry: shared with the browser alone.
    pub csrf: Arc<str>,
    /// The session.
    pub session: SessionId,
    /// The workplace, where the browser is one that several people share.
    pub workplace: Option<WorkplaceId>,
}

/// Finds out who looks. Cheap to clone.
#[derive(Clone)]
pub struct SessionKeeper {
    shared: Arc<Shared>,
}

struct Shared {
    app: App,
    cookies: Cookies,
    /// By the SHA-256 of the cookie, so that memory holds no secret and a look-up tells nothing by its time.
    known: RwLock<HashMap<[u8; 32], Known>>,
}

#[derive(Clone)]
struct Known {
    signed: Signed,
    until: Timestamp,
}

impl Known {
    /// Whether it was looked up a moment ago: if the clock went back meanwhile, an ended session must not hold for longer.
    fn holds(&self, now: Timestamp) -> bool {
        now < self.until && self.until <= remembered_until(now)
    }
}

fn remembered_until(now: Timestamp) -> Timestamp {
    now.plus(Duration::from_secs(limits::TOKEN_SECONDS))
}

/// The session with what is to be known of its user and merchant. A user's sessions of earlier rounds are over.
const LOOK_UP: &str = "SELECT s.hash, s.user_id, s.workplace_id, s.last_seen_at, s.expires_at, m.role, \
    u.name, u.language, u.theme, u.density, o.name, o.currency, o.zone \
    FROM identity_session s \
    JOIN identity_member m ON m.org_id = s.org_id AND m.user_id = s.user_id \
    JOIN identity_user u ON u.org_id = $3 AND u.id = s.user_id \
    JOIN identity_org o ON o.org_id = s.org_id \
    WHERE s.org_id = $1 AND s.id = $2 AND s.ended_at IS NULL AND m.state = 'active' \
    AND u.session_round = s.session_round AND u.closed_at IS NULL";

pub(crate) fn queries() -> Vec<String> {
    vec![LOOK_UP.to_owned()]
}

/// A session that was found, and when it was seen last.
struct Found {
    signed: Signed,
    last_seen_at: Timestamp,
}

impl SessionKeeper {
    /// A keeper that looks sessions up here.
    #[must_use]
    pub fn new(app: App, cookies: Cookies) -> Self {
        Self { shared: Arc::new(Shared { app, cookies, known: RwLock::default() }) }
    }

    /// How cookies are written here.
    #[must_use]
    pub fn cookies(&self) -> Cookies {
        self.shared.cookies
    }

    /// Who looks; `None` when nobody is signed in, or not any more.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn identify(&self, headers: &HeaderMap) -> Result<Option<Signed>, Problem> {
        let sent = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let Some(text) = self.shared.cookies.find(sent, Cookies::SESSION) else { return Ok(None) };
        let key = journal::digest(text.as_bytes());
        let now = self.shared.app.clock.now();
        if let Some(known) = self.remembered(&key, now) {
            return Ok(Some(known.signed));
        }
        let Some(sealed) = Sealed::read(text) else { return Ok(None) };
        let Some(found) = self.look_up(sealed, now).await? else { return Ok(None) };
        self.saw(&found, now);
        self.remember(key, Known { signed: found.signed.clone(), until: remembered_until(now) });
        Ok(Some(found.signed))
    }

    #[cfg(test)]
    pub(super) fn shared_app(&self) -> App {
        self.shared.app.clone()
    }

    /// Forgets what is remembered: somebody just signed out here, and the next page is to know it at once.
    pub fn forget(&self, session: SessionId) {
        let mut known = self.shared.known.write().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, known| known.signed.session != session);
    }

    /// Forgets all of a user's sessions: their name, language or rights changed, and the next page is to show it.
    pub fn forget_user(&self, user: UserId) {
        let mut known = self.shared.known.write().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, known| known.signed.user != user);
    }

    fn remembered(&self, key: &[u8; 32], now: Timestamp) -> Option<Known> {
        let known = self.shared.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(key).filter(|known| known.holds(now)).cloned()
    }

    fn remember(&self, key: [u8; 32], new: Known) {
        let mut known = self.shared.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= limits::SESSIONS_REMEMBERED {
            let now = self.shared.app.clock.now();
            known.retain(|_, known| known.holds(now));
        }
        if known.len() >= limits::SESSIONS_REMEMBERED {
            known.clear();
        }
        known.insert(key, new);
    }

    async fn look_up(&self, sealed: Sealed<'_>, now: Timestamp) -> Result<Option<Found>, Fault> {
        let params = vec![Value::Int(sealed.org), Value::Int(sealed.id), Value::Int(HOUSE)];
        let rows = self.shared.app.reads.query(LOOK_UP, params).await?;
        let Some(mut row) = rows.into_iter().next() else { return Ok(None) };
        let hash: [u8; 32] = row.take()?;
        if !sealed.fits(&hash) {
            return Ok(None);
        }
        let (user, workplace): (UserId, Option<WorkplaceId>) = (row.take()?, row.take()?);
        let (last_seen_at, expires_at): (Timestamp, Timestamp) = (row.take()?, row.take()?);
        let idle = Duration::from_secs(limits::SESSION_IDLE_HOURS * 60 * 60);
        if now >= expires_at || now >= last_seen_at.plus(idle) {
            return Ok(None);
        }
        let role: Role = row.take()?;
        let name: PersonName = row.take()?;
        let (language, theme, density) = (row.take()?, row.take()?, row.take()?);
        let org_name: OrgName = row.take()?;
        let (currency, zone): (Currency, Zone) = (row.take()?, row.take()?);
        let signed = Signed {
            caller: Caller { org: sealed.org, actor: user_actor(user), currency, zone },
            rights: Rights::of_role(role),
            user,
            name: name.as_str().into(),
            org_name: org_name.as_str().into(),
            role,
            language,
            theme,
            density,
            csrf: sealed.derive("csrf").into(),
            session: SessionId::new(sealed.id),
            workplace,
        };
        Ok(Some(Found { signed, last_seen_at }))
    }

    /// Has it written down that the session was seen, if that was not done lately. Nobody waits for it: a page is shown
    /// while the database takes no writes as well.
    fn saw(&self, found: &Found, now: Timestamp) {
        if now < found.last_seen_at.plus(Duration::from_secs(limits::SESSION_SEEN_SECONDS)) {
            return;
        }
        let envelope = Envelope::new(found.signed.caller.org, seen::actor());
        let command = Seen { session: found.signed.session };
        // Asked for once, it is in the queue; what becomes of it is of no concern here.
        let _ = self.shared.app.writer.submit(envelope, command).now_or_never();
    }
}

/// How the journal names a user who acts.
#[must_use]
pub fn user_actor(user: UserId) -> Actor {
    Actor::new(&format!("user:{user}"))
}
