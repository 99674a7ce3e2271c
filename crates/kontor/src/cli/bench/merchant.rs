//! The merchant of a benchmark: products in stock, customers, and orders that are there already.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::{ContactCard, CustomerId, CustomerKind, Language, PaymentMethod};
use kontor_customers::register::Register;
use kontor_desk::found::FoundMerchant;
use kontor_identity::model::{CountryCode, OrgName, TokenName};
use kontor_identity::permissions::{Role, Scopes};
use kontor_inventory::model::LocationCode;
use kontor_inventory::receive::{Receive, ReceiveLine};
use kontor_kernel::{Currency, Quantity, UnitPrice};
use kontor_ledger::model::Chart;
use kontor_orders::model::Channel;
use kontor_orders::place::{Place, PlaceLine};
use kontor_store::backup::BeforeUpgrade;
use kontor_store::{Command, DatabaseUrl, Envelope, Failure, Fault, ReadDb, Writer, system_actor};
use tokio::task::JoinSet;

use super::clients::Dice;
use crate::app::{self, House};
use crate::cli::{org, token, undone};

/// Customers of the merchant.
const CUSTOMERS: usize = 5_000;
/// Commands that wait at once while the merchant is made.
const AT_ONCE: usize = 512;
/// Lines of a receipt.
const RECEIPT_LINES: u32 = 500;
/// Pieces of each product: more than any benchmark orders.
const PIECES: i64 = 1_000_000;

/// The merchant.
pub(super) struct Merchant {
    /// Its id.
    pub(super) org: i64,
    /// A token of its owner.
    pub(super) token: String,
    /// Its customers' ids.
    pub(super) customers: Vec<String>,
    /// How many products it has.
    pub(super) skus: u32,
}

impl Merchant {
    /// Founds and fills the merchant, in this process, before the server starts.
    pub(super) fn generate(url: &DatabaseUrl, skus: u32, orders: u32) -> Result<Self, Fault> {
        let house = app::open(url, &BeforeUpgrade { backup: true, folder: None })?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime =
            runtime.map_err(|error| Fault::setting(format!("can't start the generator: {error}")))?;
        runtime.block_on(async {
            let (org, token) = found(&house).await?;
            let fill = Fill { writer: house.app.writer.clone(), org };
            fill.products(skus).await?;
            let customers = fill.customers().await?;
            fill.orders(orders, skus, &customers).await?;
            house.app.writer.close().await;
            Ok(Self { org, token, customers: customers.iter().map(CustomerId::to_string).collect(), skus })
        })
    }

    /// Where its journal ends.
    pub(super) async fn position(&self, reads: &ReadDb) -> Result<i64, Fault> {
        let heads = kontor_store::journal::heads(reads).await?;
        let own = heads.into_iter().find(|(org, _)| *org == self.org);
        own.map(|(_, position)| position).ok_or_else(|| Fault::bug("the benchmark's merchant is gone"))
    }

    /// Products of which more is reserved than is there: always none.
    pub(super) async fn oversold(&self, reads: &ReadDb) -> Result<i64, Fault> {
        let sql = "SELECT COUNT(*) FROM inventory_stock WHERE org_id = $1 AND reserved > on_hand";
        let rows = reads.query(sql, vec![self.org.into()]).await?;
        rows.into_iter().next().map_or(Ok(0), |mut row| row.take())
    }
}

/// A merchant with nothing but its books, and a token of its owner.
async fn found(house: &House) -> Result<(i64, String), Fault> {
    let bad = |error: &dyn std::error::Error| Fault::bug(error.to_string());
    let org = org::new_org(house.app.clock.as_ref())?;
    let command = FoundMerchant {
        org,
        name: OrgName::parse("Benchmark").map_err(|error| bad(&error))?,
        country: "DE".parse::<CountryCode>().map_err(|error| bad(&error))?,
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().map_err(|error| bad(&error))?,
        chart: Chart::Skr03,
        warehouse: org::main_warehouse()?,
    };
    let envelope = Envelope::new(org.raw(), system_actor("bench")).founding();
    house.app.writer.submit(envelope, command).await.map_err(undone)?;
    let name = TokenName::parse("bench").map_err(|error| bad(&error))?;
    let (_, token) = token::create(&house.app, org, (name, Role::Owner, Scopes::default())).await?;
    Ok((org.raw(), token))
}

/// The name of a product.
fn sku(number: u64) -> Result<Sku, Fault> {
    Sku::parse(&format!("SKU-{number:06}")).map_err(|error| Fault::bug(error.to_string()))
}

struct Fill {
    writer: Writer,
    org: i64,
}

impl Fill {
    /// Has commands carried out, many at a time, and hands back their answers.
    async fn all<C: Command>(
        &self,
        commands: impl Iterator<Item = Result<C, Fault>>,
    ) -> Result<Vec<C::Answer>, Fault> {
        let mut under_way = JoinSet::new();
        let mut answers = Vec::new();
        for command in commands {
            let (writer, command) = (self.writer.clone(), command?);
            let envelope = Envelope::new(self.org, system_actor("bench"));
            under_way.spawn(async move { writer.submit(envelope, command).await });
            if under_way.len() >= AT_ONCE
                && let Some(joined) = under_way.join_next().await
            {
                answers.push(answer_of(joined)?);
            }
        }
        while let Some(joined) = under_way.join_next().await {
            answers.push(answer_of(joined)?);
        }
        Ok(answers)
    }

    async fn products(&self, skus: u32) -> Result<(), Fault> {
        let bad = |error: kontor_kernel::BadText| Fault::bug(error.to_string());
        let add = |number: u32| {
            Ok(AddProduct {
                sku: sku(number.into())?,
                name: ProductName::parse(&format!("Product number {number}")).map_err(bad)?,
                kind: ProductKind::Goods,
                unit: Unit::PIECE,
                price: UnitPrice::new(11_900_000),
                price_base: Quantity::ONE,
                basis: PriceBasis::Gross,
                tax_class: TaxClass::Standard,
                out_of_stock: OutOfStock::Deny,
            })
        };
        self.all((0..skus).map(add)).await?;
        let pieces = Quantity::whole(PIECES).ok_or_else(|| Fault::bug("too many pieces"))?;
        let line = |number: u32| {
            Ok(ReceiveLine {
                sku: sku(number.into())?,
                quantity: pieces,
                unit_cost: UnitPrice::new(2_500_000),
            })
        };
        let receipts = (0..skus).step_by(usize::try_from(RECEIPT_LINES).unwrap_or(1)).map(|first| {
            let lines: Result<Vec<_>, Fault> = (first..skus.min(first + RECEIPT_LINES)).map(line).collect();
            Ok(Receive { location: LocationCode::MAIN, reference: None, date: None, lines: lines? })
        });
        self.all(receipts).await.map(drop)
    }

    async fn customers(&self) -> Result<Vec<CustomerId>, Fault> {
        let register = |number: usize| {
            Ok(Register {
                number: None,
                kind: CustomerKind::Person,
                card: ContactCard { name: format!("Customer number {number}"), ..ContactCard::default() },
                salt: [1; 16],
                language: Language::German,
                payment_method: PaymentMethod::Invoice,
                terms_days: 14,
                credit_limit: None,
            })
        };
        let registered = self.all((0..CUSTOMERS).map(register)).await?;
        Ok(registered.into_iter().map(|new| new.customer).collect())
    }

    async fn orders(&self, orders: u32, skus: u32, customers: &[CustomerId]) -> Result<(), Fault> {
        let mut dice = Dice::new(1);
        let place = |number: u32| {
            if number > 0 && number.is_multiple_of(50_000) {
                eprintln!("            {number} orders placed");
            }
            let mut line = || {
                let sku = sku(dice.below(skus.into()))?;
                Ok::<_, Fault>(PlaceLine { sku, quantity: Quantity::ONE, price: None })
            };
            let lines = vec![line()?, line()?, line()?];
            let customer = usize::try_from(dice.below(CUSTOMERS.try_into().unwrap_or(1))).unwrap_or(0);
            Ok(Place { customer: customers.get(customer).copied(), ..Place::new(Channel::Web, lines) })
        };
        self.all((0..orders).map(place)).await.map(drop)
    }
}

fn answer_of<A>(
    joined: Result<Result<kontor_store::Reply<A>, Failure>, tokio::task::JoinError>,
) -> Result<A, Fault> {
    let reply = joined.map_err(|error| Fault::bug(format!("the generator panicked: {error}")))?;
    reply
        .map(|reply| reply.answer)
        .map_err(|failure| Fault::bug(format!("the generator was refused: {failure:?}")))
}
