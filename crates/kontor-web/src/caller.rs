//! Who calls.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kontor_kernel::{Actor, Currency, Zone};

use crate::Problem;

/// Who calls, as the door found out; the router has checked that they may.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The merchant they act for.
    pub org: i64,
    /// Who they are, as the journal names them.
    pub actor: Actor,
    /// The merchant's currency: amounts are shown and read in it.
    pub currency: Currency,
    /// The merchant's time zone: dates are meant in it.
    pub zone: Zone,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::unauthenticated)
    }
}
