//! `kontor demo`: a living sample merchant, served.

use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use kontor_identity::model::{OrgId, TokenName};
use kontor_identity::permissions::{Role, Scopes};
use kontor_store::{DatabaseUrl, Fault, FaultKind};

use super::{org, out, serve, small_runtime, token};
use crate::app::{self, House};
use crate::config::Config;
use crate::sample::{self, SignIn};

/// Make a sample merchant in ./kontor-demo.db, unless the file exists, and serve it: prints its address and a token.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The address and port to listen at.  [env: KONTOR_LISTEN=] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<String>,
    /// Where the sample is.
    #[arg(long, value_name = "URL", default_value = "sqlite:kontor-demo.db")]
    pub(super) database: String,
}

pub(super) fn run(config: &Config) -> Result<ExitCode, Fault> {
    let listener = serve::bind(config.listen)?;
    let address = listener
        .local_addr()
        .map_err(|error| Fault::new(FaultKind::Setting, "the address can't be told", error))?;
    let url = config.database()?;
    let house = app::open(&url, &config.before_upgrade())?;
    let (token, sign_ins) = small_runtime()?.block_on(prepare(&house))?;
    out::line(&format!("address  http://{address}/"))?;
    out::line(&format!("api      http://{address}/api/docs"))?;
    out::line(&format!("token    {token}"))?;
    for SignIn { role, mail, password } in &sign_ins {
        out::line(&format!("sign-in  {:<10} {mail}  {password}", role.as_str()))?;
    }
    out::line(&format!("file     {}", place(&url)))?;
    eprintln!("try: curl -H 'Authorization: Bearer {token}' http://{address}/api/v1/orders");
    eprintln!("stop with ctrl-c; delete the file to start anew");
    serve::serve(&house, listener, None, config)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the sample where there is none, and a token for its owner.
async fn prepare(house: &House) -> Result<(String, Vec<SignIn>), Fault> {
    let found =
        house.app.reads.query("SELECT org_id FROM identity_org ORDER BY org_id LIMIT 1", Vec::new()).await?;
    let org = match found.into_iter().next() {
        Some(mut row) => OrgId::new(row.take()?),
        None => {
            let org = org::new_org(house.app.clock.as_ref())?;
            sample::make(&house.app, org, |step| eprintln!("{step}")).await?;
            org
        }
    };
    let name =
        TokenName::from_str("demo").map_err(|error| Fault::new(FaultKind::Bug, "a token's name", error))?;
    let (_, text) = token::create(&house.app, org, (name, Role::Owner, Scopes::default())).await?;
    Ok((text, sample::sign_ins(&house.app, org).await?))
}

fn place(url: &DatabaseUrl) -> String {
    match url {
        DatabaseUrl::Sqlite(path) => {
            std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string()
        }
        DatabaseUrl::Postgres(_) => url.to_string(),
    }
}
