//! What becomes of the sample shop's customers: one moves house, one is noted, one had been registered twice, one leaves.

use kontor_customers::change::ChangeCustomer;
use kontor_customers::erase::EraseCustomer;
use kontor_customers::merge::MergeCustomer;
use kontor_customers::model::{ContactCard, CustomerId, CustomerKind, Language, PaymentMethod, Person};
use kontor_customers::note::WriteNote;
use kontor_customers::register::Register;
use kontor_customers::remove_note::RemoveNote;
use kontor_store::Fault;

use super::Shop;

pub(super) async fn keep(shop: &Shop<'_>, customers: &[CustomerId]) -> Result<(), Fault> {
    let ([anna, ..], [.., behrens]) = (customers, customers) else { return Ok(()) };
    let (anna, behrens) = (*anna, *behrens);
    note(shop, behrens, "Anlieferung nur über den Hof, werktags bis 15 Uhr.").await?;
    let wrong = note(shop, anna, "Rückruf am Montag.").await?;
    shop.does(RemoveNote { note: wrong }).await?;
    let found = kontor_customers::show::one(&shop.app.reads, shop.org.raw(), behrens).await?;
    if let Some(found) = found {
        let mut card = found.card;
        card.persons = vec![Person {
            name: "Wiebke Behrens".to_owned(),
            role: "Einkauf".to_owned(),
            mail: "wiebke@feinkost-behrens.example".to_owned(),
            phone: String::new(),
        }];
        let change = ChangeCustomer {
            card: Some(card),
            salt: salt()?,
            terms_days: Some(21),
            ..ChangeCustomer::of(behrens)
        };
        shop.does(change).await?;
    }
    let twin = shop.does(person("Anna Petersen", "anna.petersen@example.com")?).await?.customer;
    shop.does(MergeCustomer { customer: anna, from: twin }).await?;
    let leaves = shop.does(person("Gesa Thomsen", "gesa@example.org")?).await?.customer;
    shop.does(EraseCustomer { customer: leaves }).await.map(drop)
}

async fn note(
    shop: &Shop<'_>,
    customer: CustomerId,
    text: &str,
) -> Result<kontor_customers::model::NoteId, Fault> {
    shop.does(WriteNote { customer, text: text.to_owned(), salt: salt()? }).await
}

fn person(name: &str, mail: &str) -> Result<Register, Fault> {
    let card = ContactCard { name: name.to_owned(), mail: mail.to_owned(), ..ContactCard::default() };
    Ok(Register {
        number: None,
        kind: CustomerKind::Person,
        card,
        salt: salt()?,
        language: Language::German,
        payment_method: PaymentMethod::Invoice,
        terms_days: 14,
        credit_limit: None,
    })
}

fn salt() -> Result<[u8; 16], Fault> {
    let mut salt = [0; 16];
    kontor_store::random(&mut salt)?;
    Ok(salt)
}
