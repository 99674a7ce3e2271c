//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CreateToken;
use crate::http::Granted;
use crate::model::{OrgId, TokenId, TokenName};
use crate::permissions::{Role, Scope, Scopes};
use crate::token::Secret;

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTokenBody {
    /// What it is for, at most 100 characters.
    #[schema(value_type = String, example = "web shop")]
    name: TokenName,
    /// `owner`, `service`, `warehouse`, `purchasing`, `accounting`, `analyst`, `partner` or `integration`.
    #[schema(value_type = String, example = "integration")]
    role: Role,
    /// What of the role it may do, such as `orders:write`; left out, all of it.
    #[serde(default)]
    #[schema(example = json!(["orders:write", "stock:read"]))]
    scopes: Vec<String>,
}

/// The new token.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedTokenView {
    /// Its id.
    #[schema(value_type = String, example = "tok_01jd0000000ab")]
    id: TokenId,
    /// The token itself. Shown this once: a dry run and a repeated request don't have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "kontor_01jd0000000aa01jd0000000ab…")]
    token: Option<String>,
    /// What it is for.
    #[schema(value_type = String, example = "web shop")]
    name: TokenName,
    /// Its role.
    #[schema(value_type = String, example = "integration")]
    role: Role,
    /// Its scopes; empty: all of the role.
    #[schema(example = json!(["stock:read", "orders:write"]))]
    scopes: Vec<String>,
}

/// Create a token.
///
/// The answer has the token's text this once; keep it where secrets are kept. A repeated request with the same
/// `Idempotency-Key` makes no second token and does not show the first again.
///
/// Refusals: `scope_beyond_role`, `beyond_own_rights`.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "tokens", request_body = CreateTokenBody,
    responses((status = 201, body = CreatedTokenView), (status = "4XX", body = ProblemBody)),
)]
pub async fn create_token(
    State(app): State<App>,
    caller: Caller,
    Granted(grantor): Granted,
    Posted { body, intent }: Posted<CreateTokenBody>,
) -> Result<Answer, Problem> {
    let scopes: Result<Vec<Scope>, _> = body.scopes.iter().map(|scope| scope.parse()).collect();
    let scopes = scopes.map_err(|error| Problem::bad_value("scopes", &error.to_string()))?;
    let secret = Secret::new()?;
    let command = CreateToken {
        name: body.name,
        role: body.role,
        scopes: Scopes::new(scopes),
        hash: secret.hash(),
        grantor,
    };
    let reply = app.submit(&caller, &intent, command).await?;
    let is_shown = !reply.replayed && !intent.dry_run;
    let org = OrgId::new(caller.org);
    Ok(Answer::created(reply, caller.currency, intent.dry_run, |new| CreatedTokenView {
        id: new.token,
        token: is_shown.then(|| secret.text(org, new.token)),
        name: new.name,
        role: new.role,
        scopes: new.scopes.iter().map(|scope| scope.to_string()).collect(),
    }))
}
