//! A living sample merchant: a shop for coffee and tea in Hamburg, with products, customers, stock, and orders in every
//! state. Made by the same commands that the doors send, so that whoever tries Kontor sees nothing that is not real.

mod customers;
mod keeping;
mod people;
mod products;
mod staff;
mod trade;

use std::net::{IpAddr, Ipv4Addr};

use kontor_desk::found::FoundMerchant;
use kontor_identity::change_org::ChangeOrg;
use kontor_identity::hasher::Hasher;
use kontor_identity::model::{CountryCode, DeviceName, OrgId, OrgName, Password, TaxStatus};
use kontor_identity::permissions::Role;
use kontor_identity::session::Cookies;
use kontor_identity::sign_in::{Gate, Step, Visitor};
use kontor_kernel::{Currency, Date, Zone};
use kontor_ledger::model::Chart;
use kontor_store::{Command, Envelope, Failure, Fault, FaultKind, system_actor};
use kontor_web::App;

/// What the sample sends its commands with.
struct Shop<'a> {
    app: &'a App,
    org: OrgId,
    today: Date,
}

impl Shop<'_> {
    /// Has a command carried out that can't be refused, or the sample is wrong.
    async fn does<C: Command>(&self, command: C) -> Result<C::Answer, Fault> {
        let envelope = Envelope::new(self.org.raw(), system_actor("demo"));
        let reply = self.app.writer.submit(envelope, command).await;
        reply.map(|reply| reply.answer).map_err(undone)
    }

    /// The day so many days ago.
    fn days_ago(&self, days: i64) -> Option<Date> {
        self.today.add_days(days.saturating_neg())
    }
}

fn undone(failure: Failure) -> Fault {
    match failure {
        Failure::Refused(refusal) => {
            Fault::bug(format!("the sample was refused: {} [{}]", refusal.message, refusal.code))
        }
        Failure::Fault(chain) => Fault::setting(chain),
        Failure::Trouble(trouble) => Fault::setting(trouble.sentence()),
        Failure::Busy | Failure::Expired | Failure::Closing | Failure::Unknown => {
            Fault::setting("the writer is too busy for a sample")
        }
    }
}

/// Reads a text that the program itself has made.
pub(crate) fn read<T>(text: &str) -> Result<T, Fault>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|error: T::Err| {
        Fault::new(FaultKind::Bug, format!("the program has a bad text: {text}"), error)
    })
}

pub use staff::SignIn;

/// Lets the people of the sample merchant sign in, each with a new password.
///
/// # Errors
/// When the database can't be written.
pub async fn sign_ins(app: &App, org: OrgId) -> Result<Vec<SignIn>, Fault> {
    let zone: Zone = read("Europe/Berlin")?;
    staff::sign_ins(&Shop { app, org, today: zone.date_at(app.clock.now()) }).await
}

/// The cookie of a session of a merchant's owner, who is entered as its first user when there is none; for benchmarks,
/// which look at pages as a browser does.
///
/// # Errors
/// When the database can't be written, or somebody else is the merchant's owner.
pub(crate) async fn owner_cookie(app: &App, org: OrgId) -> Result<String, Fault> {
    let shop = Shop { app, org, today: read("2026-01-01")? };
    let hasher = Hasher::new()?;
    let mail = read(&format!("owner@{}.example", org.raw()))?;
    let staff::SignIn { mail, password, .. } =
        staff::sign_in(&shop, &hasher, (Role::Owner, "Benchmark"), mail).await?;
    let visitor = Visitor {
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        device: DeviceName::of_browser("kontor bench"),
        workplace: None,
    };
    let gate = Gate::new(app.clone(), hasher);
    let step = gate.password((mail.as_str(), Password::typed(&password)), None, &visitor).await;
    match step.map_err(|problem| Fault::setting(problem.body().detail.clone()))? {
        Step::In(opened) => Ok(format!("{}={}", Cookies::SESSION, opened.cookie.0)),
        Step::Code(_) | Step::Choose(..) => Err(Fault::bug("the benchmark's owner is asked for more")),
    }
}

/// Makes the sample merchant; says before each step what comes.
///
/// # Errors
/// When the database can't be written.
pub async fn make(app: &App, org: OrgId, mut begins: impl FnMut(&str)) -> Result<(), Fault> {
    let zone: Zone = read("Europe/Berlin")?;
    let today = zone.date_at(app.clock.now());
    begins("founding Hansen Kaffee & Tee GmbH");
    let founding = FoundMerchant {
        org,
        name: read::<OrgName>("Hansen Kaffee & Tee GmbH")?,
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone,
        chart: Chart::Skr03,
        warehouse: read("Lager Hamburg")?,
        tax_status: TaxStatus::Regular,
    };
    let envelope = Envelope::new(org.raw(), system_actor("demo")).founding();
    app.writer.submit(envelope, founding).await.map_err(undone)?;
    let shop = Shop { app, org, today };
    shop.does(settings(org)).await?;
    begins("adding products and receiving goods");
    products::add(&shop).await?;
    begins("registering customers");
    let customers = customers::register(&shop).await?;
    begins("taking orders");
    let sold = trade::run(&shop, &customers).await?;
    begins("keeping the shop");
    keeping::run(&shop, sold).await?;
    people::keep(&shop, &customers).await?;
    begins("hiring people");
    staff::come_and_go(&shop).await
}

/// What stands on the sample's documents. The bank account is the one that banks show as an example.
fn settings(org: OrgId) -> ChangeOrg {
    let texts = [
        ("display_name", "Hansen Kaffee & Tee"),
        ("street", "Brooktorkai 5"),
        ("zip", "20457"),
        ("city", "Hamburg"),
        ("vat_id", "DE999999999"),
        ("tax_number", "22/999/99999"),
        ("phone", "+49 40 5555 0199"),
        ("mail", "kontor@hansen-kaffee.example"),
        ("iban", "DE89370400440532013000"),
        ("bank", "Musterbank"),
        ("language", "de"),
    ];
    ChangeOrg {
        texts: texts.map(|(name, text)| (name, text.to_owned())).to_vec(),
        terms_days: Some(14),
        ..ChangeOrg::of(org)
    }
}
