//! The follower that keeps the terms.
//!
//! What can change (customers, products) has its terms made anew of what is stored now, so they are right however many
//! events there were, and nothing of an erased customer stays. What never changes (an order's number elsewhere, a
//! shipment's tracking number, a payment's reference) has them put down once.

use std::collections::BTreeSet;

use kontor_billing::events::Paid;
use kontor_customers::model::{ContactCard, CustomerId};
use kontor_fulfilment::events::Shipped;
use kontor_kernel::{Context, Currency};
use kontor_orders::events::Placed;
use kontor_store::follower::{Followed, Follower, Seen, Step};
use kontor_store::{Desk, Fault, ReadDb, Value};
use serde_json::Value as Json;

use super::fold::Terms;
use super::{SEARCH, id_places, padded};
use crate::records::{Term, TermKind};

/// Things whose terms are made anew in one query.
const AT_ONCE: usize = 50;

/// Keeps the terms by which things are found.
#[derive(Debug, Clone, Copy)]
pub struct SearchFollower;

impl Follower for SearchFollower {
    fn name(&self) -> &'static str {
        SEARCH
    }

    fn wants(&self, kind: &str) -> bool {
        const KINDS: &[&str] = &["orders.placed", "fulfilment.shipped", "billing.paid"];
        let is_account = kind == "customers.account_moved";
        KINDS.contains(&kind)
            || kind.starts_with("catalog.")
            || (kind.starts_with("customers.") && !is_account)
    }

    fn follow<'a>(&'a self, step: Step<'a>) -> Followed<'a> {
        Box::pin(async move {
            let mut changes = Changes::default();
            for seen in step.events {
                changes.note(seen);
            }
            changes.make_anew(step.reads, step.org).await?;
            step.save(move |desk: &mut Desk, _: &Context| {
                for key in &changes.gone {
                    desk.remove_side::<Term>(key.clone());
                }
                for (kind, term, id) in &changes.put {
                    desk.put_side(Term { kind: *kind, term: term.clone(), id: *id });
                }
                Ok(())
            });
            Ok(())
        })
    }
}

type Key = (TermKind, String, i64);

/// What some events mean for the terms.
#[derive(Default)]
struct Changes {
    put: Vec<Key>,
    gone: Vec<Key>,
    customers: BTreeSet<i64>,
    products: BTreeSet<i64>,
}

impl Changes {
    fn note(&mut self, seen: &Seen) {
        let mut terms = Terms::default();
        if let Some(placed) = seen.get::<Placed>() {
            if let Some(external) = &placed.external {
                terms.code(external.as_str());
            }
            if let Some(reference) = &placed.reference {
                terms.code(reference.as_str()).words(reference.as_str());
            }
            self.add(TermKind::Order, placed.order.raw(), terms);
        } else if let Some(shipped) = seen.get::<Shipped>() {
            if let Some(tracking) = &shipped.tracking {
                terms.code(tracking.as_str());
            }
            self.add(TermKind::Shipment, shipped.shipment.raw(), terms);
        } else if let Some(paid) = seen.get::<Paid>() {
            if let Some(reference) = &paid.reference {
                terms.code(reference.as_str()).words(reference.as_str());
            }
            self.add(TermKind::Payment, paid.id.raw(), terms);
        } else if seen.event.kind().starts_with("catalog.") {
            self.products.insert(seen.event.subject());
        } else {
            self.customers.insert(seen.event.subject());
            // Whoever else is named in it changed as well: a duplicate that was merged, or erased with its survivor.
            named(&seen.event.publish(Currency::EUR), &mut self.customers);
        }
    }

    fn add(&mut self, kind: TermKind, id: i64, terms: Terms) {
        self.put.extend(terms.into_iter().map(|term| (kind, term, id)));
    }

    async fn make_anew(&mut self, reads: &ReadDb, org: i64) -> Result<(), Fault> {
        let customers: Vec<i64> = std::mem::take(&mut self.customers).into_iter().collect();
        for ids in customers.chunks(AT_ONCE) {
            let wanted = customers_terms(reads, org, ids).await?;
            self.replace(reads, org, ids, wanted).await?;
        }
        let products: Vec<i64> = std::mem::take(&mut self.products).into_iter().collect();
        for ids in products.chunks(AT_ONCE) {
            let wanted = products_terms(reads, org, ids).await?;
            self.replace(reads, org, ids, wanted).await?;
        }
        Ok(())
    }

    /// Puts down what is missing and takes away what is there for nothing.
    async fn replace(
        &mut self,
        reads: &ReadDb,
        org: i64,
        ids: &[i64],
        wanted: BTreeSet<Key>,
    ) -> Result<(), Fault> {
        let mut stored = BTreeSet::new();
        for mut row in reads.query(&stored_terms(), with_ids(org, ids)).await? {
            stored.insert((row.take()?, row.take()?, row.take()?));
        }
        self.gone.extend(stored.difference(&wanted).cloned());
        self.put.extend(wanted.difference(&stored).cloned());
        Ok(())
    }
}

fn named(value: &Json, customers: &mut BTreeSet<i64>) {
    match value {
        Json::String(text) => customers.extend(text.parse::<CustomerId>().ok().map(CustomerId::raw)),
        Json::Array(items) => items.iter().for_each(|item| named(item, customers)),
        Json::Object(fields) => fields.values().for_each(|field| named(field, customers)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn with_ids(org: i64, ids: &[i64]) -> Vec<Value> {
    std::iter::once(org.into()).chain(padded(ids, AT_ONCE)).collect()
}

fn stored_terms() -> String {
    format!("SELECT kind, term, id FROM desk_term WHERE org_id = $1 AND id IN ({})", id_places(2, AT_ONCE))
}

/// Customers with their cards, and the numbers of duplicates that were merged into them: these find the survivor.
fn stored_customers() -> String {
    format!(
        "SELECT c.id, c.number, CASE WHEN c.erased_at IS NULL THEN v.data END FROM customers_customer c LEFT JOIN contact_version v \
         ON v.org_id = $1 AND v.id = c.contact WHERE c.org_id = $1 AND c.id IN ({places}) AND c.merged_into IS NULL \
         UNION ALL SELECT merged_into, number, NULL FROM customers_customer \
         WHERE org_id = $1 AND merged_into IN ({places})",
        places = id_places(2, AT_ONCE)
    )
}

fn stored_products() -> String {
    format!(
        "SELECT id, sku, name, barcode FROM catalog_product WHERE org_id = $1 AND id IN ({})",
        id_places(2, AT_ONCE)
    )
}

async fn customers_terms(reads: &ReadDb, org: i64, ids: &[i64]) -> Result<BTreeSet<Key>, Fault> {
    let mut wanted = BTreeSet::new();
    for mut row in reads.query(&stored_customers(), with_ids(org, ids)).await? {
        let (id, number, data): (i64, String, Option<String>) = (row.take()?, row.take()?, row.take()?);
        // Of who was erased only the number is left, whatever documents must keep.
        let card: ContactCard = data.and_then(|data| serde_json::from_str(&data).ok()).unwrap_or_default();
        let mut terms = Terms::default();
        terms.code(&number).words(&card.name).words(&card.company).code(&card.mail).phone(&card.phone);
        terms.code(&card.vat_id);
        for person in &card.persons {
            terms.words(&person.name).code(&person.mail).phone(&person.phone);
        }
        for address in &card.addresses {
            terms.words(&address.city).code(&address.zip).words(&address.name);
        }
        wanted.extend(terms.into_iter().map(|term| (TermKind::Customer, term, id)));
    }
    Ok(wanted)
}

async fn products_terms(reads: &ReadDb, org: i64, ids: &[i64]) -> Result<BTreeSet<Key>, Fault> {
    let mut wanted = BTreeSet::new();
    for mut row in reads.query(&stored_products(), with_ids(org, ids)).await? {
        let (id, sku, name): (i64, String, String) = (row.take()?, row.take()?, row.take()?);
        let barcode: Option<String> = row.take()?;
        let mut terms = Terms::default();
        terms.code(&sku).words(&sku).words(&name).code(barcode.as_deref().unwrap_or_default());
        wanted.extend(terms.into_iter().map(|term| (TermKind::Product, term, id)));
    }
    Ok(wanted)
}

pub(super) fn queries() -> Vec<String> {
    vec![stored_terms(), stored_customers(), stored_products()]
}
