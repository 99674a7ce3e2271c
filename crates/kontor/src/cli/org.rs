//! `kontor org`: merchants.

use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Subcommand};
use kontor_desk::found::FoundMerchant;
use kontor_desk::set_up::{main_warehouse, usual_zone};
use kontor_identity::model::{CountryCode, OrgId, OrgName, TaxStatus};
use kontor_kernel::{Clock, Currency, IdGenerator, Zone};
use kontor_ledger::model::Chart;
use kontor_store::{Envelope, Fault, FaultKind, system_actor};
use serde_json::json;

use super::{Database, out, small_runtime, undone};
use crate::app;
use crate::config::Config;

/// Merchants: the businesses whose orders, stock and books are kept.
#[derive(Debug, Subcommand)]
pub(super) enum Org {
    Create(Create),
}

/// Make a merchant with its books and a warehouse; prints its id.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The registered name.
    #[arg(long, value_parser = OrgName::from_str)]
    name: OrgName,
    /// The country of its seat, such as DE.
    #[arg(long, value_parser = CountryCode::from_str)]
    country: CountryCode,
    /// The currency of its books, such as EUR.
    #[arg(long, value_parser = Currency::from_str)]
    currency: Currency,
    /// The chart of its accounts: skr03 or skr04.
    #[arg(long, value_parser = Chart::from_str)]
    chart: Chart,
    /// The time zone in which its days begin, such as Europe/Berlin; left out, that of the country, if it has one.
    #[arg(long, value_parser = Zone::from_str)]
    zone: Option<Zone>,
    /// How it is taxed: regular, or small_business, which charges no tax (§ 19 UStG).
    #[arg(long, value_name = "STATUS", value_parser = TaxStatus::from_str, default_value = "regular")]
    tax_status: TaxStatus,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

impl Org {
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
        let url = config.database()?;
        let zone = match self.zone {
            Some(zone) => zone,
            None => zone_of(self.country)?,
        };
        let house = app::open(&url, &config.before_upgrade())?;
        let org = new_org(house.app.clock.as_ref())?;
        let command = FoundMerchant {
            org,
            name: self.name,
            country: self.country,
            currency: self.currency,
            zone,
            chart: self.chart,
            warehouse: main_warehouse()?,
            tax_status: self.tax_status,
        };
        small_runtime()?.block_on(async {
            let envelope = Envelope::new(org.raw(), system_actor("org_create")).founding();
            let founded = house.app.writer.submit(envelope, command).await;
            house.app.writer.close().await;
            founded.map_err(undone)
        })?;
        if self.json { out::json(&json!({ "org": org })) } else { out::line(&org.to_string()) }?;
        eprintln!("next: kontor token create --org {org} --role owner, with the same --database");
        Ok(ExitCode::SUCCESS)
    }
}

/// An id that no merchant has. It is made before there is a journal that could number it, so its node is drawn by lot.
pub(super) fn new_org(clock: &dyn Clock) -> Result<OrgId, Fault> {
    let mut node = [0_u8];
    kontor_store::random(&mut node)?;
    let [node] = node;
    Ok(OrgId::new(IdGenerator::new(node).block(clock.now(), 1)))
}

/// The zone of a country that has but one.
fn zone_of(country: CountryCode) -> Result<Zone, Fault> {
    let name = usual_zone(country).ok_or_else(|| {
        Fault::setting(format!("name the time zone of {country} with --zone, such as Europe/Berlin"))
    })?;
    name.parse().map_err(|error| Fault::new(FaultKind::Bug, format!("the zone {name} is unknown"), error))
}
