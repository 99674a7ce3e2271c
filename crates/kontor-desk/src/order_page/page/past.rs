//! What happened to an order, and the order as of then.

use kontor_identity::permissions::Scope;
use kontor_kernel::{Timestamp, limits};
use kontor_orders::model::OrderId;
use kontor_orders::records::{Line, Order};
use kontor_store::Fault;
use kontor_web::App;
use kontor_web::console::Visit;
use kontor_web::page::{Entry, card, format};
use maud::{Markup, html};

use crate::order_overview::as_of;
use crate::order_page::texts;
use crate::timeline::{Names, Timeline, Told, words};

/// What of it somebody may read about.
pub(super) fn sees(visit: &Visit) -> impl Fn(Scope) -> bool + '_ {
    |scope| visit.may(&scope.to_string())
}

/// How it is told to them.
pub(super) fn told<'a>(visit: &Visit, names: &'a Names) -> Told<'a> {
    Told { language: visit.language, currency: visit.caller.currency, names }
}

/// The line of time, the newest first; each of the order's own events leads to the order as of then.
pub(super) fn line_of_time(
    visit: &Visit,
    order: OrderId,
    (line, names): (&Timeline, &Names),
    now: Timestamp,
) -> Markup {
    let told = told(visit, names);
    let own = format!("/orders/{order}");
    let texts: Vec<[String; 3]> = line
        .entries
        .iter()
        .map(|entry| {
            let at = format::moment(entry.at, now, &visit.caller.zone, visit.language);
            [format!("e-{}", entry.position), at, names.of(&entry.actor, visit.language)]
        })
        .collect();
    let entries: Vec<Entry<'_>> = line
        .entries
        .iter()
        .zip(&texts)
        .map(|(entry, [id, at, who])| {
            let said = words(entry, told);
            let href = entry.fact.href().filter(|href| *href != own);
            Entry {
                id,
                at,
                who,
                tone: entry.fact.tone(),
                text: html! {
                    @match href { Some(href) => { a href=(href) { (said) } }, None => (said) }
                    @if entry.kind.starts_with("orders.") || entry.kind == "fulfilment.shipped" {
                        " " a.muted.no-print href={ (own) "?at=" (entry.position) } { (visit.say(texts::AS_OF_THEN)) }
                    }
                },
                detail: None,
            }
        })
        .collect();
    let body = html! {
        (kontor_web::page::timeline(&entries))
        @if let Some(next) = line.next { a.button href={ (own) "?before=" (next) } { (visit.say(texts::EARLIER)) } }
    };
    card(visit.say(texts::HISTORY), &body)
}

/// When an event was recorded, and where the events end that were recorded with it in one step.
pub(in crate::order_page) const STEP: &str = "SELECT MAX(e.position), MIN(e.recorded_at) FROM journal j \
     JOIN journal e ON e.org_id = $1 AND e.position >= $2 AND e.position < $3 AND e.cause = j.cause \
     WHERE j.org_id = $1 AND j.position = $2";

/// An order as it was.
pub(super) struct Then {
    /// When.
    pub(super) at: Timestamp,
    /// The last event by then.
    pub(super) position: i64,
    /// The order.
    pub(super) order: Order,
    /// Its lines.
    pub(super) lines: Vec<Line>,
}

/// The order as of an event: behind the whole step that the event belongs to. `None` when it did not exist by then, or
/// there is no such event.
pub(super) async fn then(app: &App, org: i64, id: OrderId, position: i64) -> Result<Option<Then>, Fault> {
    let window = vec![org.into(), position.into(), position.saturating_add(limits::HISTORY_EVENTS).into()];
    let Some(mut row) = app.reads.query(STEP, window).await?.into_iter().next() else { return Ok(None) };
    let (Some(position), Some(at)) = (row.take::<Option<i64>>()?, row.take::<Option<Timestamp>>()?) else {
        return Ok(None);
    };
    let found = as_of((&app.reads, &app.schema), org, id, position).await?;
    Ok(found.map(|(order, lines)| Then { at, position, order, lines }))
}
