//! The JSON doors.

use axum::extract::State;
use kontor_kernel::{PageCursor, Timestamp};
use kontor_web::{Answer, App, Caller, Id, Listed, Paging, Posted, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MemberRow;
use crate::model::{InvitationId, Mail, PersonName, UserId};
use crate::permissions::Role;
use crate::records::Invitation;
use crate::withdraw_invitation::WithdrawInvitation;

/// Somebody who works for the merchant.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    /// The user's id.
    #[schema(value_type = String, example = "usr_01jd0000000ab")]
    id: UserId,
    /// Their name.
    #[schema(value_type = String, example = "Anna Hansen")]
    name: PersonName,
    /// What they sign in with.
    #[schema(value_type = String, example = "anna@example.com")]
    mail: Mail,
    /// What they do.
    #[schema(value_type = String, example = "service")]
    role: Role,
    /// Since when.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    joined_at: Timestamp,
    /// Whether they sign in with a code of an authenticator as well.
    second_step: bool,
}

impl From<MemberRow> for MemberView {
    fn from(row: MemberRow) -> Self {
        let MemberRow { user, name, mail, role, joined_at, second_step } = row;
        Self { id: user, name, mail, role, joined_at, second_step }
    }
}

/// List the people who work for the merchant.
///
/// Those entered first at the top; former ones are left out.
#[utoipa::path(
    get, path = "/api/v1/members", tag = "members",
    params(
        ("limit" = Option<u16>, Query, description = "How many, 1 to 200; 50 when left out.", example = 50),
        ("after" = Option<String>, Query, description = "The `next` of the page before."),
    ),
    responses((status = 200, body = Listed<MemberView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list_members(
    State(app): State<App>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Listed<MemberView>, Problem> {
    let size = paging.size()?;
    let limit = kontor_store::db::one_more(size);
    let rows = super::page(&app.reads, caller.org, paging.after(i64::MIN)?, limit).await?;
    Ok(Listed::of(rows, size, |member| PageCursor::new(member.user.raw()).to_string(), MemberView::from))
}

/// An open invitation, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    /// Its id.
    #[schema(value_type = String, example = "ivt_01jd0000000ab")]
    id: InvitationId,
    /// What the invited is called.
    #[schema(value_type = String, example = "Anna Hansen")]
    name: PersonName,
    /// Their mail address.
    #[schema(value_type = String, example = "anna@example.com")]
    mail: Mail,
    /// What they will do.
    #[schema(value_type = String, example = "service")]
    role: Role,
    /// When they were invited.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    created_at: Timestamp,
    /// Until when they may accept.
    #[schema(value_type = String, example = "2026-12-01T18:36:00.000000Z")]
    expires_at: Timestamp,
}

impl From<Invitation> for InvitationView {
    fn from(row: Invitation) -> Self {
        let Invitation { id, name, mail, role, created_at, expires_at, .. } = row;
        Self { id, name, mail, role, created_at, expires_at }
    }
}

/// List the open invitations.
///
/// The oldest first. Their links are not shown again.
#[utoipa::path(
    get, path = "/api/v1/invitations", tag = "members",
    params(
        ("limit" = Option<u16>, Query, description = "How many, 1 to 200; 50 when left out.", example = 50),
        ("after" = Option<String>, Query, description = "The `next` of the page before."),
    ),
    responses((status = 200, body = Listed<InvitationView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list_invitations(
    State(app): State<App>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Listed<InvitationView>, Problem> {
    let size = paging.size()?;
    let page = (paging.after(i64::MIN)?, kontor_store::db::one_more(size));
    let rows = super::open_invitations(&app.reads, caller.org, page, app.clock.now()).await?;
    Ok(Listed::of(rows, size, |row| PageCursor::new(row.id.raw()).to_string(), InvitationView::from))
}

/// Nothing to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

/// An invitation that was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnView {
    /// Its id.
    #[schema(value_type = String, example = "ivt_01jd0000000ab")]
    id: InvitationId,
    /// Always true.
    withdrawn: bool,
}

/// Take an invitation back.
///
/// Its link is good no more.
///
/// Refusals: `unknown_invitation`.
#[utoipa::path(
    delete, path = "/api/v1/invitations/{id}", tag = "members",
    params(("id" = String, Path, description = "The invitation's id.", example = "ivt_01jd0000000ab")),
    responses((status = 200, body = WithdrawnView), (status = "4XX", body = ProblemBody)),
)]
pub async fn withdraw_invitation(
    State(app): State<App>,
    caller: Caller,
    Id(invitation): Id<InvitationId>,
    Posted { body: NoBody {}, intent }: Posted<NoBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, WithdrawInvitation { invitation }).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |id| WithdrawnView { id, withdrawn: true }))
}
