//! The words of this room as types.

use kontor_kernel::{id_type, text_enum, text_type};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

id_type! {
    /// A customer.
    pub struct CustomerId("cus");
}

id_type! {
    /// One version of somebody's contact card.
    pub struct ContactId("con");
}

id_type! {
    /// A note about a customer.
    pub struct NoteId("not");
}

text_type! {
    /// The number by which people know a customer (*Kundennummer*). Case-sensitive, unique within a merchant.
    pub struct CustomerNumber { max: 32 }
}

text_enum! {
    /// Whether a customer is a consumer or a business: decides on withdrawal rights and on tax.
    pub enum CustomerKind {
        /// A natural person.
        Person = "person",
        /// A business.
        Company = "company",
    }
}

text_enum! {
    /// The language of a customer's documents and messages.
    pub enum Language {
        /// German.
        German = "de",
        /// English.
        English = "en",
    }
}

text_enum! {
    /// How somebody pays, or prefers to.
    pub enum PaymentMethod {
        /// On account: the invoice is paid within its terms (*Kauf auf Rechnung*).
        Invoice = "invoice",
        /// Before delivery (*Vorkasse*).
        Prepayment = "prepayment",
        /// By card or wallet through a provider.
        Card = "card",
        /// By SEPA direct debit (*Lastschrift*).
        DirectDebit = "direct_debit",
        /// To the carrier at the door (*Nachnahme*).
        OnDelivery = "on_delivery",
        /// In cash at the counter.
        Cash = "cash",
    }
}

text_enum! {
    /// What an address is for.
    pub enum AddressKind {
        /// Where the invoice goes.
        Billing = "billing",
        /// Where the goods go.
        Shipping = "shipping",
    }
}

/// Names and addresses of a customer: personal data, kept as a contact version and erased with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactCard {
    /// The person's full name; for a company, who to ask for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(example = "Anna Hansen")]
    pub name: String,
    /// The company's registered name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub company: String,
    /// Where mail goes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(example = "anna@example.com")]
    pub mail: String,
    /// Where to call.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The VAT id with its country prefix (*USt-IdNr.*).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vat_id: String,
    /// Addresses, the first of a kind being the usual one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Further people to ask for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Person>,
}

/// Somebody at a customer's whom one may ask for (*Ansprechpartner*).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The full name.
    #[schema(example = "Jonas Behrens")]
    pub name: String,
    /// What they do there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(example = "Purchasing")]
    pub role: String,
    /// Their mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mail: String,
    /// Their telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// What it is for.
    #[schema(value_type = String, example = "shipping")]
    pub kind: AddressKind,
    /// The name on the door, where it is not the customer's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Street and house number.
    pub street: String,
    /// A second line: floor, care of.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub addition: String,
    /// The postal code.
    pub zip: String,
    /// The town.
    pub city: String,
    /// The country as ISO 3166-1 alpha-2.
    #[schema(example = "DE")]
    pub country: String,
}

impl ContactCard {
    /// Every text of the card with its place, for checking.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let own = [
            ("contact/name", &self.name),
            ("contact/company", &self.company),
            ("contact/mail", &self.mail),
            ("contact/phone", &self.phone),
            ("contact/vat_id", &self.vat_id),
        ];
        let addresses = self.addresses.iter().flat_map(|address| {
            [
                ("contact/addresses", &address.name),
                ("contact/addresses", &address.street),
                ("contact/addresses", &address.addition),
                ("contact/addresses", &address.zip),
                ("contact/addresses", &address.city),
                ("contact/addresses", &address.country),
            ]
        });
        let persons = self.persons.iter().flat_map(|person| {
            [&person.name, &person.role, &person.mail, &person.phone].map(|text| ("contact/persons", text))
        });
        own.into_iter().chain(addresses).chain(persons).map(|(place, text)| (place, text.as_str()))
    }

    /// Its mail addresses with their places: its own and those of its people.
    pub(crate) fn mails(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let persons = self.persons.iter().map(|person| ("contact/persons", person.mail.as_str()));
        [("contact/mail", self.mail.as_str())].into_iter().chain(persons)
    }

    /// What of it an invoice must show, and is kept with it (§ 14(4) no. 1 UStG): the name, the VAT id and the address
    /// that invoices go to.
    pub(crate) fn of_invoices(&self) -> Self {
        let billing = self.addresses.iter().find(|address| address.kind == AddressKind::Billing);
        Self {
            name: self.name.clone(),
            company: self.company.clone(),
            vat_id: self.vat_id.clone(),
            addresses: billing.or(self.addresses.first()).into_iter().cloned().collect(),
            ..Self::default()
        }
    }
}
