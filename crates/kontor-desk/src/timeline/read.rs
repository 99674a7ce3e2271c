//! Events of each room as facts.

use std::any::Any;

use kontor_billing::events as billing;
use kontor_catalog::events as catalog;
use kontor_customers::events as customers;
use kontor_fulfilment::events as fulfilment;
use kontor_identity::events as identity;
use kontor_inventory::events as inventory;
use kontor_kernel::{Amount, Quantity};
use kontor_ledger::events as ledger;
use kontor_ledger::model::Side;
use kontor_orders::events as orders;
use kontor_orders::model::{LineQuantity, order_number};

use super::facts::*;

pub(super) fn of_order(event: &dyn Any) -> Option<Fact> {
    if let Some(placed) = event.downcast_ref::<orders::Placed>() {
        let gross = Amount::sum(placed.lines.iter().map(orders::PlacedLine::gross)).unwrap_or_default();
        return Some(Fact::OrderPlaced {
            order: placed.order,
            number: order_number(placed.sequence),
            channel: placed.channel,
            lines: placed.lines.len(),
            waiting: placed.lines.iter().filter(|line| line.waiting.is_positive()).count(),
            gross,
        });
    }
    if let Some(orders::Allocated { order, lines }) = event.downcast_ref() {
        let is_short = lines.iter().any(|line| line.quantity.thousandths() < 0);
        let turned = |line: &LineQuantity| LineQuantity {
            line: line.line,
            quantity: Quantity::new(line.quantity.thousandths().saturating_abs()),
        };
        let lines = lines.iter().map(turned).collect();
        return Some(if is_short {
            Fact::LinesShorted { order: *order, lines }
        } else {
            Fact::LinesAllocated { order: *order, lines }
        });
    }
    if let Some(shipped) = event.downcast_ref::<orders::Shipped>() {
        return Some(Fact::HandedOver { order: shipped.order, lines: shipped.lines.clone() });
    }
    if let Some(cancelled) = event.downcast_ref::<orders::Cancelled>() {
        return Some(Fact::OrderCancelled {
            order: cancelled.order,
            whole: cancelled.whole,
            gross: cancelled.gross,
            reason: cancelled.reason.clone(),
        });
    }
    let completed = event.downcast_ref::<orders::Completed>()?;
    Some(Fact::OrderCompleted { order: completed.order })
}

pub(super) fn of_shipment(event: &dyn Any) -> Option<Fact> {
    let shipped = event.downcast_ref::<fulfilment::Shipped>()?;
    Some(Fact::ShipmentSent {
        shipment: shipped.shipment,
        number: shipped.number.clone(),
        order: shipped.order,
        carrier: shipped.carrier.clone(),
        tracking: shipped.tracking.clone(),
        lines: shipped.lines.iter().map(|line| (line.sku.clone(), line.quantity)).collect(),
        is_last: shipped.is_last,
    })
}

pub(super) fn of_bill(event: &dyn Any) -> Option<Fact> {
    if let Some(invoiced) = event.downcast_ref::<billing::Invoiced>() {
        return Some(Fact::InvoiceIssued {
            invoice: invoiced.id,
            number: invoiced.number.clone(),
            order: invoiced.order,
            gross: invoiced.totals().unwrap_or_default().gross,
            due: invoiced.due_date(),
        });
    }
    if let Some(credited) = event.downcast_ref::<billing::Credited>() {
        return Some(Fact::InvoiceCredited {
            credit_note: credited.id,
            number: credited.number.clone(),
            corrects: credited.corrects,
            gross: credited.totals().unwrap_or_default().gross,
            reason: credited.reason.to_string(),
        });
    }
    if let Some(paid) = event.downcast_ref::<billing::Paid>() {
        return Some(Fact::PaymentRecorded {
            payment: paid.id,
            number: paid.number.clone(),
            method: paid.method,
            amount: paid.amount,
            unassigned: paid.unassigned(),
        });
    }
    let refunded = event.downcast_ref::<billing::Refunded>()?;
    Some(Fact::PaymentRefunded {
        refund: refunded.id,
        number: refunded.number.clone(),
        payment: refunded.payment,
        amount: refunded.amount,
        reason: refunded.reason.to_string(),
    })
}

pub(super) fn of_books(event: &dyn Any) -> Option<Fact> {
    if let Some(booked) = event.downcast_ref::<ledger::Booked>() {
        let debit = booked.postings.iter().filter(|posting| posting.side == Side::Debit);
        let total = Amount::sum(debit.map(|posting| posting.amount)).unwrap_or_default();
        return Some(Fact::Booked { entry: booked.entry, text: booked.text.clone(), total });
    }
    let ledger::AccountAdded { account } = event.downcast_ref()?;
    let names = (account.name_de.clone(), account.name_en.clone());
    Some(Fact::AccountAdded { account: account.number, names })
}

pub(super) fn of_stock(event: &dyn Any) -> Option<Fact> {
    if let Some(received) = event.downcast_ref::<inventory::Received>() {
        return Some(Fact::GoodsReceived {
            receipt: received.receipt,
            location: received.location,
            lines: received.lines.iter().map(|line| (line.sku.clone(), line.quantity)).collect(),
        });
    }
    if let Some(adjusted) = event.downcast_ref::<inventory::Adjusted>() {
        return Some(Fact::StockAdjusted {
            sku: adjusted.sku.clone(),
            location: adjusted.location,
            quantity: adjusted.quantity,
            reason: adjusted.reason.to_string(),
        });
    }
    let added = event.downcast_ref::<inventory::LocationAdded>()?;
    Some(Fact::LocationAdded { code: added.code })
}

pub(super) fn of_team(event: &dyn Any) -> Option<Fact> {
    if let Some(founded) = event.downcast_ref::<identity::OrgFounded>() {
        return Some(Fact::Founded { name: founded.name.to_string() });
    }
    if let Some(created) = event.downcast_ref::<identity::TokenCreated>() {
        return Some(Fact::TokenCreated { name: created.name.clone(), role: created.role });
    }
    if event.is::<identity::TokenRevoked>() {
        return Some(Fact::TokenRevoked);
    }
    if let Some(invited) = event.downcast_ref::<identity::MemberInvited>() {
        return Some(Fact::MemberInvited { role: invited.role });
    }
    if let Some(joined) = event.downcast_ref::<identity::MemberJoined>() {
        return Some(Fact::MemberJoined { user: joined.user, role: joined.role });
    }
    if let Some(changed) = event.downcast_ref::<identity::MemberChanged>() {
        return Some(Fact::MemberChanged { user: changed.user, role: changed.role });
    }
    if let Some(removed) = event.downcast_ref::<identity::MemberRemoved>() {
        return Some(Fact::MemberRemoved { user: removed.user });
    }
    let signed = event.downcast_ref::<identity::SignedIn>()?;
    Some(Fact::SignedIn { user: signed.user, by: signed.by })
}

pub(super) fn of_customer(event: &dyn Any) -> Option<Fact> {
    if let Some(registered) = event.downcast_ref::<customers::Registered>() {
        let (customer, number) = (registered.customer, registered.number.clone());
        return Some(Fact::CustomerRegistered { customer, number });
    }
    if let Some(customers::Changed { customer, .. }) = event.downcast_ref() {
        return Some(Fact::CustomerChanged { customer: *customer });
    }
    if let Some(customers::Merged { customer, from, .. }) = event.downcast_ref() {
        return Some(Fact::CustomerMerged { customer: *customer, from: *from });
    }
    if let Some(customers::Erased { customer, .. }) = event.downcast_ref() {
        return Some(Fact::CustomerErased { customer: *customer });
    }
    if let Some(customers::Noted { customer, .. }) = event.downcast_ref() {
        return Some(Fact::CustomerNoted { customer: *customer });
    }
    let customers::NoteRemoved { customer, .. } = event.downcast_ref()?;
    Some(Fact::NoteRemoved { customer: *customer })
}

pub(super) fn of_product(event: &dyn Any) -> Option<Fact> {
    if let Some(added) = event.downcast_ref::<catalog::ProductAdded>() {
        let (product, sku, price) = (added.product, added.sku.clone(), added.price);
        return Some(Fact::ProductAdded { product, sku, price });
    }
    let changed = event.downcast_ref::<catalog::ProductChanged>()?;
    Some(Fact::ProductChanged {
        product: changed.product,
        sku: changed.sku.clone(),
        price: changed.price,
        archived: changed.archived,
    })
}
