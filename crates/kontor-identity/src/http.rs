//! Who calls: a token's text in, a [`Caller`] out. Every request passes here, so a token is looked up in the database
//! once in a while only, and in between costs one hash.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use hashbrown::HashMap;
use kontor_kernel::{Actor, Clock, Currency, Timestamp, Zone, limits};
use kontor_store::{Fault, ReadDb, Value, journal};
use kontor_web::{Caller, Problem};

use crate::permissions::{Rights, Role, Scopes};
use crate::token::Claim;

/// What the bearer of the request's token may do. The router checks the route's scope; a handler that must know
/// more takes this.
#[derive(Debug, Clone, Copy)]
pub struct Granted(pub Rights);

impl<S: Send + Sync> FromRequestParts<S> for Granted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().copied().ok_or_else(Problem::unauthenticated)
    }
}

/// Finds out who calls. Cheap to clone.
#[derive(Clone)]
pub struct Doorkeeper {
    shared: Arc<Shared>,
}

struct Shared {
    reads: ReadDb,
    clock: Arc<dyn Clock>,
    /// By the SHA-256 of the token's text, so that memory holds no secret and a look-up tells nothing by its time.
    known: RwLock<HashMap<[u8; 32], Known>>,
}

#[derive(Clone)]
struct Known {
    caller: Caller,
    rights: Rights,
    until: Timestamp,
}

impl Known {
    /// Whether it was looked up a moment ago: if the clock went back meanwhile, a revoked token must not hold for longer.
    fn holds(&self, now: Timestamp) -> bool {
        now < self.until && self.until <= remembered_until(now)
    }
}

fn remembered_until(now: Timestamp) -> Timestamp {
    now.plus(Duration::from_secs(limits::TOKEN_SECONDS))
}

/// The token with what is to be known of its merchant.
const LOOK_UP: &str = "SELECT t.hash, t.role, t.scopes, o.currency, o.zone \
    FROM identity_token t JOIN identity_org o ON o.org_id = t.org_id \
    WHERE t.org_id = $1 AND t.id = $2 AND t.revoked_at IS NULL";

pub(crate) fn queries() -> Vec<String> {
    vec![LOOK_UP.to_owned()]
}

impl Doorkeeper {
    /// A doorkeeper that looks tokens up here.
    #[must_use]
    pub fn new(reads: ReadDb, clock: Arc<dyn Clock>) -> Self {
        Self { shared: Arc::new(Shared { reads, clock, known: RwLock::default() }) }
    }

    /// Who calls, and what they may do.
    ///
    /// # Errors
    /// 401 when no valid token was sent; 500 when the database can't be read.
    pub async fn identify(&self, headers: &HeaderMap) -> Result<(Caller, Granted), Problem> {
        let text = bearer(headers).ok_or_else(Problem::unauthenticated)?;
        let key = journal::digest(text.as_bytes());
        let now = self.shared.clock.now();
        if let Some(known) = self.remembered(&key, now) {
            return Ok((known.caller, Granted(known.rights)));
        }
        let claim = Claim::read(text).ok_or_else(Problem::unauthenticated)?;
        let Some((caller, rights)) = self.look_up(claim).await? else {
            return Err(Problem::unauthenticated());
        };
        let until = remembered_until(now);
        self.remember(key, Known { caller: caller.clone(), rights, until });
        Ok((caller, Granted(rights)))
    }

    fn remembered(&self, key: &[u8; 32], now: Timestamp) -> Option<Known> {
        let known = self.shared.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(key).filter(|known| known.holds(now)).cloned()
    }

    fn remember(&self, key: [u8; 32], new: Known) {
        let mut known = self.shared.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= limits::TOKENS_REMEMBERED {
            let now = self.shared.clock.now();
            known.retain(|_, known| known.holds(now));
        }
        if known.len() >= limits::TOKENS_REMEMBERED {
            known.clear();
        }
        known.insert(key, new);
    }

    async fn look_up(&self, claim: Claim<'_>) -> Result<Option<(Caller, Rights)>, Fault> {
        let params = vec![Value::of(&claim.org), Value::of(&claim.token)];
        let rows = self.shared.reads.query(LOOK_UP, params).await?;
        let Some(mut row) = rows.into_iter().next() else { return Ok(None) };
        let hash: [u8; 32] = row.take()?;
        if !claim.fits(&hash) {
            return Ok(None);
        }
        let (role, scopes): (Role, Scopes) = (row.take()?, row.take()?);
        let (currency, zone): (Currency, Zone) = (row.take()?, row.take()?);
        let actor = Actor::new(&format!("token:{}", claim.token));
        let caller = Caller { org: claim.org.raw(), actor, currency, zone };
        Ok(Some((caller, Rights::of_token(role, &scopes))))
    }
}

/// The token of `Authorization: Bearer …`; the word in any case (RFC 9110, 11.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
