//! What a step changes, in words: goods, money, the order, the books. Made of the events that the command would record.

use std::collections::BTreeMap;

use kontor_billing::events::{Credited, Invoiced, Paid, Refunded};
use kontor_customers::events::AccountMoved;
use kontor_fulfilment::events::Shipped;
use kontor_inventory::events::{Issued, Released};
use kontor_kernel::{Amount, Quantity};
use kontor_ledger::events::{Booked, NumberTaken};
use kontor_ledger::model::{AccountNumber, Side};
use kontor_ledger::records::Account;
use kontor_orders::events::{Allocated, Cancelled, Completed};
use kontor_orders::records::Line;
use kontor_store::event::ErasedEvent;
use kontor_store::{Fault, Recorded, Value};
use kontor_web::App;
use kontor_web::console::Visit;
use kontor_web::page::{Tone, format};
use maud::{Markup, html};

use crate::order_page::texts;

/// What a command would record, with the names of the accounts that it books on.
pub(crate) struct Tried {
    recorded: Recorded,
    accounts: BTreeMap<AccountNumber, Account>,
}

impl Tried {
    /// With the names of the accounts.
    pub(crate) async fn of(app: &App, org: i64, recorded: Recorded) -> Result<Self, Fault> {
        let mut accounts = BTreeMap::new();
        let postings = recorded.all::<Booked>().flat_map(|booked| &booked.postings);
        let numbers: std::collections::BTreeSet<AccountNumber> =
            postings.map(|posting| posting.account).collect();
        for number in numbers {
            let found =
                app.reads.records::<Account>(ONE_ACCOUNT, vec![org.into(), Value::of(&number)]).await?;
            accounts.extend(found.into_iter().map(|account| (number, account)));
        }
        Ok(Self { recorded, accounts })
    }
}

pub(in crate::order_page) const ONE_ACCOUNT: &str = "org_id = $1 AND number = $2";

/// A sentence on what changes.
struct Effect {
    tone: Tone,
    sentence: String,
}

/// All that changes.
pub(super) fn list(visit: &Visit, lines: &[Line], tried: &Tried) -> Markup {
    let words = Words { visit, lines };
    let effects: Vec<Effect> = tried.recorded.iter().flat_map(|event| words.of(event)).collect();
    let booked: Vec<&Booked> = tried.recorded.all::<Booked>().collect();
    html! {
        ul.effects {
            @for effect in &effects { li class=(effect.tone.class()) { (effect.sentence) } }
            @if booked.is_empty() { li class=(Tone::Idle.class()) { (visit.say(texts::NO_BOOKING)) } }
        }
        @if !booked.is_empty() { (books(visit, tried, &booked)) }
    }
}

/// What is booked, as a table; a sentence where nothing is.
pub(crate) fn in_the_books(visit: &Visit, tried: &Tried) -> Markup {
    let booked: Vec<&Booked> = tried.recorded.all::<Booked>().collect();
    if booked.is_empty() {
        return html! { p.muted { (visit.say(texts::NO_BOOKING)) } };
    }
    books(visit, tried, &booked)
}

fn books(visit: &Visit, tried: &Tried, booked: &[&Booked]) -> Markup {
    let amount = |side, posting: &kontor_ledger::model::Posting| {
        if posting.side == side {
            format::bare_money(posting.amount, visit.caller.currency, visit.language)
        } else {
            String::new()
        }
    };
    let name = |number: AccountNumber| {
        let account = tried.accounts.get(&number);
        account.map(|account| match visit.language {
            kontor_web::Language::German => account.name_de.clone(),
            kontor_web::Language::English => account.name_en.clone(),
        })
    };
    html! {
        h3 { (visit.say(texts::BOOKS)) }
        div.table-box {
            table.data {
                caption.unseen { (visit.say(texts::BOOKS)) }
                thead {
                    tr {
                        th scope="col" { (visit.say(texts::ACCOUNT)) }
                        th.num scope="col" { (visit.say(texts::DEBIT)) }
                        th.num scope="col" { (visit.say(texts::CREDIT_SIDE)) }
                    }
                }
                tbody {
                    @for posting in booked.iter().flat_map(|booked| &booked.postings) {
                        tr {
                            td.s-title.wrap { (posting.account) " " (name(posting.account).unwrap_or_default()) }
                            td.num.s-side { (amount(Side::Debit, posting)) }
                            td.num.s-foot { (amount(Side::Credit, posting)) }
                        }
                    }
                }
            }
        }
    }
}

struct Words<'a> {
    visit: &'a Visit,
    lines: &'a [Line],
}

/// An event of this type, if it is one.
fn is<E: 'static>(event: &dyn ErasedEvent) -> Option<&E> {
    event.as_any().downcast_ref()
}

impl Words<'_> {
    /// What an event means, in sentences. Each fact is said once, by the event of the room whose business it is.
    fn of(&self, event: &dyn ErasedEvent) -> Vec<Effect> {
        if let Some(event) = is::<Shipped>(event) {
            self.shipped(event)
        } else if let Some(event) = is::<Issued>(event) {
            self.issued(event)
        } else if let Some(event) = is::<Released>(event) {
            self.released(event)
        } else if let Some(event) = is::<Invoiced>(event) {
            self.invoiced(event)
        } else if let Some(event) = is::<Credited>(event) {
            self.credited(event)
        } else if let Some(event) = is::<Paid>(event) {
            self.paid(event)
        } else if let Some(event) = is::<Refunded>(event) {
            let said = self.visit.say_with(
                texts::E_REFUNDED,
                &[&event.number, &self.visit.money(event.amount), &self.visit.date(event.date)],
            );
            vec![warn(said)]
        } else if let Some(event) = is::<Cancelled>(event) {
            self.cancelled(event)
        } else if is::<Completed>(event).is_some() {
            vec![Effect { tone: Tone::Ok, sentence: self.visit.say(texts::E_COMPLETED).to_owned() }]
        } else if let Some(event) = is::<AccountMoved>(event) {
            self.account(event)
        } else if is_said_elsewhere(event) {
            Vec::new()
        } else {
            vec![info(self.visit.say_with(texts::E_OTHER, &[&event.kind()]))]
        }
    }

    fn sku(&self, line: i32) -> String {
        let found = self.lines.iter().find(|row| row.line == line);
        found.map_or_else(|| line.to_string(), |row| row.sku.to_string())
    }

    fn shipped(&self, event: &Shipped) -> Vec<Effect> {
        let text = if event.is_last { texts::E_SHIPPED_LAST } else { texts::E_SHIPPED };
        let said = self.visit.say_with(text, &[&event.number, &event.location, &self.visit.date(event.date)]);
        let is_service = |line: &&kontor_fulfilment::events::ShippedLine| {
            let row = self.lines.iter().find(|row| row.line == line.line);
            row.is_some_and(|row| row.kind == kontor_catalog::model::ProductKind::Service)
        };
        let rendered = event.lines.iter().filter(is_service).map(|line| {
            info(self.visit.say_with(texts::E_RENDERED, &[&line.sku, &self.visit.quantity(line.quantity)]))
        });
        std::iter::once(info(said)).chain(rendered).collect()
    }

    fn issued(&self, event: &Issued) -> Vec<Effect> {
        let line = |line: &kontor_inventory::events::IssuedLine| {
            let (quantity, value) = (self.visit.quantity(line.quantity), self.visit.money(line.value));
            let sku = self.sku(line.line);
            warn(self.visit.say_with(texts::E_ISSUED, &[&sku, &quantity, &line.location, &value]))
        };
        event.lines.iter().map(line).collect()
    }

    fn released(&self, event: &Released) -> Vec<Effect> {
        let mut effects = Vec::new();
        for line in &event.lines {
            let sku = self.sku(line.line);
            for (quantity, text) in [(line.reserved, texts::E_RELEASED), (line.waiting, texts::E_NOT_WAITING)]
            {
                if quantity.is_positive() {
                    effects.push(info(self.visit.say_with(text, &[&sku, &self.visit.quantity(quantity)])));
                }
            }
        }
        let filled =
            event.filled.iter().fold(0_i64, |sum, part| sum.saturating_add(part.quantity.thousandths()));
        if filled > 0 {
            let filled = self.visit.quantity(Quantity::new(filled));
            effects.push(info(self.visit.say_with(texts::E_FILLED, &[&filled])));
        }
        effects
    }

    fn invoiced(&self, event: &Invoiced) -> Vec<Effect> {
        let (visit, totals) = (self.visit, event.totals().unwrap_or_default());
        let [net, tax, gross] = [totals.net, totals.tax, totals.gross].map(|amount| visit.money(amount));
        let due = visit.date(event.due_date());
        let said = warn(visit.say_with(texts::E_INVOICED, &[&event.number, &net, &tax, &gross, &due]));
        let ahead = Amount::sum(event.paid_by.iter().map(|part| part.amount)).unwrap_or_default();
        let ahead =
            (ahead > Amount::ZERO).then(|| info(visit.say_with(texts::E_PAID_AHEAD, &[&visit.money(ahead)])));
        std::iter::once(said).chain(ahead).collect()
    }

    fn credited(&self, event: &Credited) -> Vec<Effect> {
        let (visit, totals) = (self.visit, event.totals().unwrap_or_default());
        let [net, tax, gross] = [totals.net, totals.tax, totals.gross].map(|amount| visit.money(amount));
        let said = warn(visit.say_with(texts::E_CREDITED, &[&event.number, &net, &tax, &gross]));
        let freed = Amount::sum(event.freed.iter().map(|part| part.amount)).unwrap_or_default();
        let freed =
            (freed > Amount::ZERO).then(|| info(visit.say_with(texts::E_FREED, &[&visit.money(freed)])));
        std::iter::once(said).chain(freed).collect()
    }

    fn paid(&self, event: &Paid) -> Vec<Effect> {
        let visit = self.visit;
        let (amount, day) = (visit.money(event.amount), visit.date(event.date));
        let by = visit.say(texts::paid_by(event.method));
        let said = warn(visit.say_with(texts::E_PAID, &[&event.number, &amount, &by, &day]));
        let unassigned = event.unassigned();
        let settled = event.amount.checked_sub(unassigned).unwrap_or_default();
        let parts = [(settled, texts::E_SETTLES), (unassigned, texts::E_UNASSIGNED)];
        let parts = parts.into_iter().filter(|(amount, _)| *amount > Amount::ZERO);
        let parts = parts.map(|(amount, text)| info(visit.say_with(text, &[&visit.money(amount)])));
        std::iter::once(said).chain(parts).collect()
    }

    fn cancelled(&self, event: &Cancelled) -> Vec<Effect> {
        let line = |part: &kontor_orders::model::LineQuantity| {
            let quantity = self.visit.quantity(part.quantity);
            warn(self.visit.say_with(texts::E_CANCELLED, &[&self.sku(part.line), &quantity]))
        };
        let whole = event.whole.then(|| warn(self.visit.say(texts::E_WHOLE).to_owned()));
        event.lines.iter().map(line).chain(whole).collect()
    }

    fn account(&self, event: &AccountMoved) -> Vec<Effect> {
        let text = match event.open_balance.minor() {
            0 => return Vec::new(),
            less if less < 0 => texts::E_OWES_LESS,
            _ => texts::E_OWES,
        };
        let amount = Amount::new(event.open_balance.minor().saturating_abs());
        vec![info(self.visit.say_with(text, &[&self.visit.money(amount)]))]
    }
}

/// Whether another event of the same step says it already: the order's side of a shipment, the number of a document,
/// who gets what was released, and what the table of the books shows.
fn is_said_elsewhere(event: &dyn ErasedEvent) -> bool {
    use kontor_orders::events::{Credited, Invoiced, Paid, Shipped};
    is::<NumberTaken>(event).is_some()
        || is::<Booked>(event).is_some()
        || is::<Allocated>(event).is_some()
        || is::<Shipped>(event).is_some()
        || is::<Invoiced>(event).is_some()
        || is::<Credited>(event).is_some()
        || is::<Paid>(event).is_some()
}

fn info(sentence: String) -> Effect {
    Effect { tone: Tone::Info, sentence }
}

fn warn(sentence: String) -> Effect {
    Effect { tone: Tone::Warn, sentence }
}
