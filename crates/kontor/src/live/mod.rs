//! Live pages: what changed at a merchant, told to every page that is open.
//!
//! *As somebody with a page open I see what others do, without loading it anew.*
//!
//! 1. What is sent is what changed, by topics such as `orders` and `order:ord_…`, never the content: each page asks for
//!    its own again. So one message serves every language, role and filter.
//! 2. A topic is told to those who may read what it is about.
//! 3. Below five changes a second each is told at once; above, all of them together, once a second.
//! 4. A journal is watched by one task of this process while somebody listens, however many they are.

pub mod http;
mod hub;
mod pace;
#[cfg(test)]
mod tests;

pub use hub::Hub;
use kontor_identity::permissions::Rights;
use kontor_kernel::encode_digits;
use kontor_store::journal::Brief;

use crate::feed::scope_of;

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The journal's position behind it.
    pub position: i64,
    /// What it was about, each with a kind of event by which it is seen who may know.
    topics: Vec<(String, &'static str)>,
}

/// Every topic: so much changed that it is not worth telling what.
const ALL: &str = "*";

/// A kind's beginning, its room's topic, and the sort and the prefix of its object.
type About = (&'static str, &'static str, Option<(&'static str, &'static str)>);

/// What the kinds of events are about: the beginning of the kind, the topic of its room, and the sort of the object that
/// is the event's subject, if a page shows one alone.
const TOPICS: &[About] = &[
    ("orders.", "orders", Some(("order", "ord"))),
    ("customers.account", "customers", None),
    ("customers.", "customers", Some(("customer", "cus"))),
    ("catalog.", "products", Some(("product", "prd"))),
    ("inventory.location", "locations", None),
    ("inventory.", "stock", None),
    ("fulfilment.", "shipments", Some(("shipment", "shp"))),
    ("billing.paid", "payments", Some(("payment", "pay"))),
    ("billing.refunded", "payments", Some(("payment", "pay"))),
    ("billing.", "invoices", Some(("invoice", "inv"))),
    ("ledger.", "ledger", None),
    ("identity.org", "org", None),
    ("identity.", "team", None),
];

impl Changed {
    /// What these events changed.
    fn of(events: &[Brief]) -> Option<Self> {
        let position = events.last()?.position;
        let mut topics: Vec<(String, &'static str)> = Vec::new();
        let mut add = |topic: String, kind: &'static str| {
            if !topics.iter().any(|(known, _)| *known == topic) {
                topics.push((topic, kind));
            }
        };
        for event in events {
            let known = TOPICS.iter().find(|(start, ..)| event.kind.starts_with(start));
            let Some((start, room, object)) = known else { continue };
            add((*room).to_owned(), start);
            if let Some((sort, prefix)) = object {
                let digits = String::from_utf8_lossy(&encode_digits(event.subject)).into_owned();
                add(format!("{sort}:{prefix}_{digits}"), start);
            }
        }
        if topics.len() > kontor_kernel::limits::LIVE_TOPICS {
            // The rooms alone; and for pages of one object that it may be theirs.
            topics.retain(|(topic, _)| !topic.contains(':'));
            topics.push((ALL.to_owned(), "identity.org"));
        }
        Some(Self { position, topics })
    }

    /// Everything may have changed: a listener was too slow to hear each thing.
    fn all(position: i64) -> Self {
        Self { position, topics: vec![(ALL.to_owned(), "identity.org")] }
    }

    /// The topics that somebody may know of.
    fn topics_for(&self, rights: Rights) -> Vec<&str> {
        let may = |(_, kind): &&(String, &'static str)| rights.allow(scope_of(kind));
        self.topics.iter().filter(may).map(|(topic, _)| topic.as_str()).collect()
    }
}
