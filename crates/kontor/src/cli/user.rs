//! `kontor user`: people who sign in, for whoever sits at the command line and may do everything there.

use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Subcommand};
use kontor_identity::house::{self, HOUSE};
use kontor_identity::invite::{Invite, invitation_link};
use kontor_identity::members;
use kontor_identity::model::{Mail, OrgId, PersonName, UserId};
use kontor_identity::permissions::{Rights, Role};
use kontor_identity::remove_member::RemoveMember;
use kontor_identity::sign_in::reset_link;
use kontor_kernel::limits;
use kontor_store::{Envelope, Fault, Value, system_actor};
use kontor_web::{App, Problem};
use serde_json::json;

use super::{Database, out, small_runtime, undone};
use crate::app;
use crate::config::Config;

/// Users: the people who sign in.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    Invite(InviteUser),
    List(List),
    Reset(Reset),
    Remove(Remove),
}

/// Invite somebody to work for a merchant; prints the link this once.
#[derive(Debug, Args)]
pub(super) struct InviteUser {
    /// The merchant, as `kontor org create` printed it.
    #[arg(long, value_parser = OrgId::from_str)]
    org: OrgId,
    /// Their mail address, with which they will sign in.
    #[arg(long, value_parser = Mail::from_str)]
    mail: Mail,
    /// What they are called.
    #[arg(long, value_parser = PersonName::from_str)]
    name: PersonName,
    /// What they do: owner, service, warehouse, purchasing, accounting, analyst or partner.
    #[arg(long, value_parser = Role::from_str)]
    role: Role,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// List the people who work for a merchant.
#[derive(Debug, Args)]
pub(super) struct List {
    /// The merchant.
    #[arg(long, value_parser = OrgId::from_str)]
    org: OrgId,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// Make a link with which somebody chooses a new password; prints it this once.
#[derive(Debug, Args)]
pub(super) struct Reset {
    /// Their mail address.
    #[arg(long, value_parser = Mail::from_str)]
    mail: Mail,
    /// Take their authenticator away as well: it and the recovery codes are lost.
    #[arg(long)]
    without_second_step: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// Take somebody out of a merchant's people.
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The merchant.
    #[arg(long, value_parser = OrgId::from_str)]
    org: OrgId,
    /// Their mail address.
    #[arg(long, value_parser = Mail::from_str)]
    mail: Mail,
    #[command(flatten)]
    database: Database,
}

impl User {
    pub(super) fn database(&self) -> Option<String> {
        let database = match self {
            Self::Invite(invite) => &invite.database,
            Self::List(list) => &list.database,
            Self::Reset(reset) => &reset.database,
            Self::Remove(remove) => &remove.database,
        };
        database.database.clone()
    }

    pub(super) fn run(self, config: &Config) -> Result<ExitCode, Fault> {
        if let Self::List(list) = self {
            return list.run(config);
        }
        let address = config.public_address(config.is_public_by_tls(), config.listen);
        let house = app::open(&config.database()?, &config.before_upgrade())?;
        small_runtime()?.block_on(async {
            let done = match self {
                Self::Invite(invite) => invite.run(&house.app, &address).await,
                Self::Reset(reset) => reset.run(&house.app, &address).await,
                Self::Remove(remove) => remove.run(&house.app).await,
                Self::List(_) => Ok(()),
            };
            house.app.writer.close().await;
            done
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

impl InviteUser {
    async fn run(self, app: &App, address: &str) -> Result<(), Fault> {
        let user = user_of(app, &self.mail).await?;
        let (hash, link) = invitation_link()?;
        let (mail, name, role) = (self.mail, self.name, self.role);
        let command = Invite { mail, name, role, user, hash, grantor: Rights::ALL };
        let envelope = Envelope::new(self.org.raw(), system_actor("user_invite"));
        let new = app.writer.submit(envelope, command).await.map_err(undone)?.answer;
        let link = format!("{address}/invite/{}", link.text(self.org, new.invitation));
        if self.json {
            out::json(&json!({ "invitation": new.invitation, "link": link, "role": role }))?;
        } else {
            out::line(&link)?;
        }
        eprintln!("good once, for {} days: hand it over as you would a key", limits::INVITATION_DAYS);
        Ok(())
    }
}

impl List {
    fn run(self, config: &Config) -> Result<ExitCode, Fault> {
        small_runtime()?.block_on(async {
            let reads = app::open_to_read(&config.database()?).await?;
            let mut after = i64::MIN;
            loop {
                let page = members::page(&reads, self.org.raw(), after, i64::from(limits::PAGE_MAX)).await?;
                let Some(last) = page.last() else { return Ok(ExitCode::SUCCESS) };
                after = last.user.raw();
                for row in page {
                    if self.json {
                        let (user, name, mail, role) = (row.user, row.name, row.mail, row.role);
                        out::json(&json!({ "id": user, "name": name, "mail": mail, "role": role }))?;
                    } else {
                        out::line(&format!("{}  {:<10}  {}  {}", row.user, row.role, row.mail, row.name))?;
                    }
                }
            }
        })
    }
}

impl Reset {
    async fn run(self, app: &App, address: &str) -> Result<(), Fault> {
        let user = known(app, &self.mail).await?;
        let (command, link) =
            reset_link(user, None, self.without_second_step).map_err(|problem| said(&problem))?;
        let envelope = house::envelope(system_actor("user_reset"));
        app.writer.submit(envelope, command).await.map_err(undone)?;
        let link = format!("{address}/reset/{}", link.text.0);
        if self.json { out::json(&json!({ "user": user, "link": link })) } else { out::line(&link) }?;
        eprintln!("good once, for {} hours: hand it over as you would a key", limits::RESET_HOURS);
        Ok(())
    }
}

impl Remove {
    async fn run(self, app: &App) -> Result<(), Fault> {
        let user = known(app, &self.mail).await?;
        let envelope = Envelope::new(self.org.raw(), system_actor("user_remove"));
        let command = RemoveMember { user, grantor: Rights::ALL };
        app.writer.submit(envelope, command).await.map_err(undone)?;
        out::line(&user.to_string())
    }
}

async fn user_of(app: &App, mail: &Mail) -> Result<Option<UserId>, Fault> {
    let found = "SELECT id FROM identity_user WHERE org_id = $1 AND mail = $2";
    let rows = app.reads.query(found, vec![Value::Int(HOUSE), Value::of(mail)]).await?;
    rows.into_iter().next().map(|mut row| row.take()).transpose()
}

async fn known(app: &App, mail: &Mail) -> Result<UserId, Fault> {
    let user = user_of(app, mail).await?;
    user.ok_or_else(|| Fault::setting(format!("there is no user {mail}: see `kontor user list`")))
}

fn said(problem: &Problem) -> Fault {
    Fault::setting(problem.body().detail.clone())
}
