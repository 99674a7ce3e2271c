//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::RevokeToken;
use crate::model::TokenId;

/// Nothing to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

/// The revoked token.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevokedView {
    /// Its id.
    #[schema(value_type = String, example = "tok_01jd0000000ab")]
    id: TokenId,
    /// Always true.
    revoked: bool,
}

/// Revoke a token.
///
/// Servers remember a token for a moment: after five seconds all of them refuse it.
///
/// Refusals: `unknown_token`, `already_revoked`.
#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", tag = "tokens",
    params(("id" = String, Path, description = "The token's id.", example = "tok_01jd0000000ab")),
    responses((status = 200, body = RevokedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn revoke_token(
    State(app): State<App>,
    caller: Caller,
    Id(token): Id<TokenId>,
    Posted { body: NoBody {}, intent }: Posted<NoBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, RevokeToken { token }).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |id| RevokedView { id, revoked: true }))
}
