//! What lists and documents show of a customer's contact card.

use kontor_customers::model::{Address, AddressKind, ContactCard, CustomerId, Language as DocumentLanguage};
use kontor_customers::records::Customer;
use kontor_customers::show;
use kontor_kernel::Timestamp;
use kontor_store::{Fault, ReadDb};
use kontor_web::Language;

/// The name of a card, read without the rest of it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Who {
    name: String,
    company: String,
}

impl Who {
    /// Of a card's text. An erased card is empty.
    pub(crate) fn of(data: Option<&str>) -> Self {
        data.and_then(|data| serde_json::from_str(data).ok()).unwrap_or_default()
    }

    /// The company, or else the name.
    pub(crate) fn name(self) -> String {
        if self.company.is_empty() { self.name } else { self.company }
    }
}

/// A customer as a document of a moment shows them.
#[derive(Debug, Clone)]
pub(crate) struct Recipient {
    /// The customer as of now.
    pub(crate) customer: Customer,
    /// The card as it was when the document was made; empty once erased.
    pub(crate) card: ContactCard,
}

impl Recipient {
    /// The language of their documents.
    pub(crate) fn language(&self) -> Language {
        match self.customer.language {
            DocumentLanguage::German => Language::German,
            DocumentLanguage::English => Language::English,
        }
    }

    /// The lines of the address, the country's own name in capitals where it is not `home` (DIN 5008).
    pub(crate) fn address(&self, home: &str) -> Vec<String> {
        let card = &self.card;
        let address = card.addresses.iter().find(|address| address.kind == AddressKind::Billing);
        let address = address.or_else(|| card.addresses.first());
        let mut lines = vec![card.company.clone(), card.name.clone()];
        if let Some(Address { street, addition, zip, city, country, .. }) = address {
            lines.extend([addition.clone(), street.clone(), format!("{zip} {city}").trim().to_owned()]);
            if country != home {
                lines.push(country.to_uppercase());
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }
}

/// A customer with the card that held at a moment: the last one written by then.
///
/// # Errors
/// When the database can't be read.
pub(crate) async fn recipient(
    reads: &ReadDb,
    org: i64,
    id: CustomerId,
    at: Timestamp,
) -> Result<Option<Recipient>, Fault> {
    let Some(shown) = show::one(reads, org, id).await? else { return Ok(None) };
    let versions = show::versions(reads, org, id).await?;
    let held = versions.iter().rev().find(|version| version.written_at <= at).or(versions.first());
    let card = held.and_then(|version| serde_json::from_str(&version.data).ok()).unwrap_or(shown.card);
    Ok(Some(Recipient { customer: shown.customer, card }))
}
