//! `kontor token`: what programs act with.

use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Subcommand};
use kontor_identity::create_token::{CreateToken, NewToken};
use kontor_identity::model::{OrgId, TokenName};
use kontor_identity::permissions::{Rights, Role, Scopes};
use kontor_identity::token::Secret;
use kontor_store::{Envelope, Fault, system_actor};
use kontor_web::App;
use serde_json::json;

use super::{Database, out, small_runtime, undone};
use crate::app;
use crate::config::Config;

/// Tokens: what programs act with.
#[derive(Debug, Subcommand)]
pub(super) enum Token {
    Create(Create),
}

/// Make a token; prints it this once.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The merchant, as `kontor org create` printed it.
    #[arg(long, value_parser = OrgId::from_str)]
    org: OrgId,
    /// What its bearer does: owner, service, warehouse, purchasing, accounting, analyst, partner or integration.
    #[arg(long, value_parser = Role::from_str)]
    role: Role,
    /// What of the role it may do, separated by commas, such as orders:write,stock:read; left out, all of it.
    #[arg(long, value_parser = Scopes::from_str, default_value = "")]
    scopes: Scopes,
    /// What it is for.
    #[arg(long, value_parser = TokenName::from_str, default_value = "made at the command line")]
    name: TokenName,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

impl Token {
    pub(super) fn database(&self) -> Option<String> {
        let Self::Create(create) = self;
        create.database.database.clone()
    }

    pub(super) fn run(self, config: &Config) -> Result<ExitCode, Fault> {
        let Self::Create(create) = self;
        create.run(config)
    }
}

impl Create {
    fn run(self, config: &Config) -> Result<ExitCode, Fault> {
        let house = app::open(&config.database()?, &config.before_upgrade())?;
        let made = small_runtime()?.block_on(async {
            let made = create(&house.app, self.org, (self.name, self.role, self.scopes)).await;
            house.app.writer.close().await;
            made
        });
        let (new, text) = made?;
        if self.json {
            let scopes: Vec<String> = new.scopes.iter().map(|scope| scope.to_string()).collect();
            out::json(&json!({
                "id": new.token, "token": text, "name": new.name, "role": new.role, "scopes": scopes,
            }))?;
        } else {
            out::line(&text)?;
        }
        eprintln!("{} ({}): keep it now, it is not shown again", new.token, new.role);
        Ok(ExitCode::SUCCESS)
    }
}

/// Makes a token for whoever sits at the command line, who may hand out anything.
pub(super) async fn create(
    app: &App,
    org: OrgId,
    (name, role, scopes): (TokenName, Role, Scopes),
) -> Result<(NewToken, String), Fault> {
    let secret = Secret::new()?;
    let command = CreateToken { name, role, scopes, hash: secret.hash(), grantor: Rights::ALL };
    let envelope = Envelope::new(org.raw(), system_actor("token_create"));
    let new = app.writer.submit(envelope, command).await.map_err(undone)?.answer;
    let text = secret.text(org, new.token);
    Ok((new, text))
}
