//! The JSON door.

use axum::extract::State;
use kontor_kernel::{PageCursor, Timestamp};
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{TokenId, TokenName};
use crate::permissions::Role;
use crate::records::Token;

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenView {
    /// Its id.
    #[schema(value_type = String, example = "tok_01jd0000000ab")]
    id: TokenId,
    /// What it is for.
    #[schema(value_type = String, example = "web shop")]
    name: TokenName,
    /// Its role.
    #[schema(value_type = String, example = "integration")]
    role: Role,
    /// Its scopes; empty: all of the role.
    #[schema(example = json!(["orders:write", "stock:read"]))]
    scopes: Vec<String>,
    /// When it was made.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    created_at: Timestamp,
    /// When it was revoked; absent while it works.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "2026-11-24T18:36:00.000000Z")]
    revoked_at: Option<Timestamp>,
}

impl From<Token> for TokenView {
    fn from(token: Token) -> Self {
        Self {
            id: token.id,
            name: token.name,
            role: token.role,
            scopes: token.scopes.iter().map(|scope| scope.to_string()).collect(),
            created_at: token.created_at,
            revoked_at: token.revoked_at,
        }
    }
}

/// List the tokens.
///
/// The oldest first, revoked ones among them. No secret is shown.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "tokens",
    params(
        ("limit" = Option<u16>, Query, description = "How many, 1 to 200; 50 when left out.", example = 50),
        ("after" = Option<String>, Query, description = "The `next` of the page before."),
    ),
    responses((status = 200, body = Listed<TokenView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list_tokens(
    State(app): State<App>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Listed<TokenView>, Problem> {
    let size = paging.size()?;
    let limit = kontor_store::db::one_more(size);
    let rows = super::page(&app.reads, caller.org, paging.after(i64::MIN)?, limit).await?;
    Ok(Listed::of(rows, size, |token| PageCursor::new(token.id.raw()).to_string(), TokenView::from))
}
