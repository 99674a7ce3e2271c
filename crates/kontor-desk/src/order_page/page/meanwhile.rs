//! What others did to an order since somebody saw it: said where a form comes too late.

use kontor_kernel::limits;
use kontor_orders::events::{Allocated, Cancelled, Completed, Credited, Invoiced, Paid, Shipped};
use kontor_orders::model::{LineQuantity, OrderId};
use kontor_store::event::ErasedEvent;
use kontor_store::journal::JournalRow;
use kontor_store::{Fault, Value};
use kontor_web::App;
use kontor_web::console::Visit;
use maud::{Markup, html};

use crate::order_page::texts;

/// The order's own events behind a version, the oldest first.
pub(in crate::order_page) const SINCE: &str =
    "org_id = $1 AND subject = $2 AND position > $3 ORDER BY position LIMIT $4";

/// Who changed what since a version.
pub(super) async fn since(app: &App, visit: &Visit, order: OrderId, version: i64) -> Result<Markup, Fault> {
    let limit = i64::from(limits::PAGE_DEFAULT);
    let params = vec![visit.caller.org.into(), Value::of(&order), version.into(), limit.into()];
    let rows = app.reads.records::<JournalRow>(SINCE, params).await?;
    let mut said = Vec::new();
    for row in rows {
        let event = app.schema.decode(&row.kind, row.version, row.payload.as_bytes())?;
        if let Some(sentence) = sentence(visit, &*event) {
            said.push((visit.time(row.recorded_at), row.actor.to_string(), sentence));
        }
    }
    Ok(html! {
        ul.changes {
            @for (at, who, sentence) in &said { li { (at) " · " (who) ": " (sentence) } }
        }
        p { (visit.say(texts::LOOK_AGAIN)) }
    })
}

fn sentence(visit: &Visit, event: &dyn ErasedEvent) -> Option<String> {
    let event = event.as_any();
    let of = |lines: &[LineQuantity]| {
        let part = |part: &LineQuantity| format!("{} × {}", visit.quantity(part.quantity), part.line);
        lines.iter().map(part).collect::<Vec<_>>().join(", ")
    };
    if let Some(event) = event.downcast_ref::<Shipped>() {
        return Some(visit.say_with(texts::H_SHIPPED, &[&of(&event.lines)]));
    }
    if let Some(event) = event.downcast_ref::<Allocated>() {
        return Some(visit.say_with(texts::H_ALLOCATED, &[&of(&event.lines)]));
    }
    if let Some(event) = event.downcast_ref::<Cancelled>() {
        return Some(visit.say_with(texts::H_CANCELLED, &[&of(&event.lines), &event.reason]));
    }
    if let Some(event) = event.downcast_ref::<Invoiced>() {
        return Some(visit.say_with(texts::H_INVOICED, &[&visit.money(event.gross)]));
    }
    if let Some(event) = event.downcast_ref::<Credited>() {
        return Some(visit.say_with(texts::H_CREDITED, &[&visit.money(event.gross)]));
    }
    if let Some(event) = event.downcast_ref::<Paid>() {
        return Some(visit.say_with(texts::H_PAID, &[&visit.money(event.amount)]));
    }
    event.downcast_ref::<Completed>().map(|_| visit.say(texts::H_COMPLETED).to_owned())
}
