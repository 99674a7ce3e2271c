//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::RemoveMember;
use crate::http::Granted;
use crate::model::UserId;

/// Nothing to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

/// The former member.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemovedMemberView {
    /// The user's id.
    #[schema(value_type = String, example = "usr_01jd0000000ab")]
    id: UserId,
    /// Always true.
    removed: bool,
}

/// Take somebody out of the merchant's people.
///
/// Their sessions at this merchant end; after five seconds all servers know. Their name stays at what they did.
///
/// Refusals: `unknown_member`, `member_beyond_own`, `last_owner`.
#[utoipa::path(
    delete, path = "/api/v1/members/{id}", tag = "members",
    params(("id" = String, Path, description = "The user's id.", example = "usr_01jd0000000ab")),
    responses((status = 200, body = RemovedMemberView), (status = "4XX", body = ProblemBody)),
)]
pub async fn remove_member(
    State(app): State<App>,
    caller: Caller,
    Granted(grantor): Granted,
    Id(user): Id<UserId>,
    Posted { body: NoBody {}, intent }: Posted<NoBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, RemoveMember { user, grantor }).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |id| RemovedMemberView { id, removed: true }))
}
