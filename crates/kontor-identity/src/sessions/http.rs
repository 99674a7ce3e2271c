//! The JSON doors.

use axum::extract::State;
use kontor_kernel::{PageCursor, Timestamp};
use kontor_web::{Answer, App, Caller, Id, Listed, Paging, Posted, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SessionRow;
use crate::end_session::EndSession;
use crate::model::{DeviceName, PersonName, SessionId, SignInBy, UserId};

/// A session that is open, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    #[schema(value_type = String, example = "ses_01jd0000000ab")]
    id: SessionId,
    /// Whose it is.
    #[schema(value_type = String, example = "usr_01jd0000000ab")]
    user: UserId,
    /// Their name.
    #[schema(value_type = String, example = "Anna Hansen")]
    name: PersonName,
    /// How they signed in: `password`, `code`, `recovery`, `passkey`, `pin`, `set_up` or `invitation`.
    #[schema(value_type = String, example = "password")]
    by: SignInBy,
    /// The browser, as it called itself.
    #[schema(value_type = String, example = "Mozilla/5.0 (X11; Linux x86_64) Firefox/144.0")]
    device: DeviceName,
    /// When it was opened.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    opened_at: Timestamp,
    /// When it was seen last, to the quarter of an hour.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    last_seen_at: Timestamp,
}

impl From<SessionRow> for SessionView {
    fn from(row: SessionRow) -> Self {
        let SessionRow { session, user, name, by, device, opened_at, last_seen_at } = row;
        Self { id: session, user, name, by, device, opened_at, last_seen_at }
    }
}

/// List the open sessions of the merchant's people.
///
/// The oldest first. Those that ended, or are past their time, are left out.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "members",
    params(
        ("limit" = Option<u16>, Query, description = "How many, 1 to 200; 50 when left out.", example = 50),
        ("after" = Option<String>, Query, description = "The `next` of the page before."),
    ),
    responses((status = 200, body = Listed<SessionView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list_sessions(
    State(app): State<App>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Listed<SessionView>, Problem> {
    let size = paging.size()?;
    let page = (paging.after(i64::MIN)?, kontor_store::db::one_more(size));
    let rows = super::page(&app.reads, caller.org, None, page, app.clock.now()).await?;
    Ok(Listed::of(rows, size, |row| PageCursor::new(row.session.raw()).to_string(), SessionView::from))
}

/// Nothing to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

/// The session that was ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct EndedSessionView {
    /// Its id.
    #[schema(value_type = String, example = "ses_01jd0000000ab")]
    id: SessionId,
    /// Always true.
    ended: bool,
}

/// End a session.
///
/// Servers remember a session for a moment: after five seconds all of them refuse it.
///
/// Refusals: `unknown_session`.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "members",
    params(("id" = String, Path, description = "The session's id.", example = "ses_01jd0000000ab")),
    responses((status = 200, body = EndedSessionView), (status = "4XX", body = ProblemBody)),
)]
pub async fn end_session(
    State(app): State<App>,
    caller: Caller,
    Id(session): Id<SessionId>,
    Posted { body: NoBody {}, intent }: Posted<NoBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, EndSession { session, of: None }).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |id| EndedSessionView { id, ended: true }))
}
