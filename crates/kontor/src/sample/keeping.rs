//! What else is done in a shop: a price is raised, something breaks, rent is booked, a sale is taken back, late goods come.

use kontor_billing::counter_sale::Sold;
use kontor_billing::credit::CreditInvoice;
use kontor_billing::refund::Refund;
use kontor_catalog::change_product::ChangeProduct;
use kontor_catalog::model::Sku;
use kontor_identity::create_token::CreateToken;
use kontor_identity::model::TokenName;
use kontor_identity::permissions::{Rights, Role, Scopes};
use kontor_identity::revoke_token::RevokeToken;
use kontor_identity::token::Secret;
use kontor_inventory::adjust::{Adjust, Finding};
use kontor_inventory::change_location::ChangeLocation;
use kontor_inventory::model::LocationCode;
use kontor_inventory::receive::{Receive, ReceiveLine};
use kontor_inventory::set_threshold::SetThreshold;
use kontor_kernel::{Amount, Currency};
use kontor_ledger::model::{AccountKind, AccountNumber};
use kontor_ledger::open_account::OpenAccount;
use kontor_ledger::post::{Line, Post};
use kontor_store::Fault;

use super::{Shop, read};

pub(super) async fn run(shop: &Shop<'_>, sold: Option<Sold>) -> Result<(), Fault> {
    let price = ChangeProduct { price: Some(read("29.50")?), ..ChangeProduct::of(read("KAF-HAFEN-1000")?) };
    shop.does(price).await?;
    let broken = Adjust {
        sku: read::<Sku>("GES-TASSE-WS")?,
        location: LocationCode::MAIN,
        finding: Finding::Difference(read("-2")?),
        reason: read("Bruch")?,
        unit_cost: None,
        candidates: Vec::new(),
    };
    shop.does(broken).await?;
    let low_at = Some(read("5")?);
    let low = SetThreshold { sku: read("MAS-SIEBTR")?, location: LocationCode::MAIN, low_at };
    shop.does(low).await?;
    let name = Some(read("Lager Speicherstadt")?);
    shop.does(ChangeLocation { code: LocationCode::MAIN, name, closed: None }).await?;
    rent(shop).await?;
    if let Some(sold) = sold {
        take_back(shop, sold).await?;
    }
    try_a_token(shop).await?;
    // Two baskets come for those who wait; the rest goes on waiting.
    let line = ReceiveLine { sku: read("GES-KORB")?, quantity: read("2")?, unit_cost: read("24.00")? };
    let late = Receive { location: LocationCode::MAIN, reference: None, date: None, lines: vec![line] };
    shop.does(late).await.map(drop)
}

/// A stall at the weekly market has an account of its own.
async fn rent(shop: &Shop<'_>) -> Result<(), Fault> {
    let stall: AccountNumber = read("4215")?;
    let account = OpenAccount {
        number: stall,
        name_de: "Standmiete Wochenmarkt".to_owned(),
        name_en: Some("Market stall rent".to_owned()),
        kind: AccountKind::Expense,
    };
    shop.does(account).await?;
    let amount = Some(Amount::new(15_000));
    let post = Post {
        text: "Standmiete Isemarkt".to_owned(),
        date: shop.today,
        currency: Currency::EUR,
        lines: vec![
            Line { account: stall, debit: amount, credit: None },
            Line { account: read("1200")?, debit: None, credit: amount },
        ],
    };
    shop.does(post).await.map(drop)
}

async fn take_back(shop: &Shop<'_>, sold: Sold) -> Result<(), Fault> {
    let credit = CreditInvoice {
        invoice: sold.invoice,
        lines: Vec::new(),
        document_date: None,
        reason: read("Umtausch gegen Geld")?,
    };
    shop.does(credit).await?;
    if let Some((payment, _, _)) = sold.payment {
        let refund = Refund { payment, amount: None, date: None, reason: read("Umtausch gegen Geld")? };
        shop.does(refund).await?;
    }
    Ok(())
}

/// A token for a trial of the web shop, revoked after it.
async fn try_a_token(shop: &Shop<'_>) -> Result<(), Fault> {
    let command = CreateToken {
        name: read::<TokenName>("web shop, trial")?,
        role: Role::Integration,
        scopes: read::<Scopes>("orders:write stock:read")?,
        hash: Secret::new()?.hash(),
        grantor: Rights::ALL,
    };
    let token = shop.does(command).await?.token;
    shop.does(RevokeToken { token }).await.map(drop)
}
