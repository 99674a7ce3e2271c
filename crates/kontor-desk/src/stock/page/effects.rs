//! What a receipt or an adjustment does, in words: goods, those who wait, the books.

use kontor_inventory::events::{Adjusted, Received};
use kontor_inventory::model::HolderQuantity;
use kontor_kernel::{Amount, Quantity};
use kontor_orders::model::OrderId;
use kontor_store::{Fault, Recorded};
use kontor_web::console::Visit;
use kontor_web::page::Tone;
use kontor_web::{App, Text};
use maud::{Markup, html};

use super::texts;
use crate::order_page::page::effects::{Tried, in_the_books};

/// Orders that are named; of further ones their number is said.
const NAMED: usize = 20;

/// An order that gets goods or loses them.
pub(super) struct Holder {
    pub(super) order: OrderId,
    pub(super) number: String,
    /// SKUs and quantities.
    pub(super) parts: Vec<(String, Quantity)>,
}

/// The first orders behind some quantities, and how many order lines of others there are.
pub(super) async fn holders(
    app: &App,
    org: i64,
    quantities: &[HolderQuantity],
) -> Result<(Vec<Holder>, usize), Fault> {
    let mut holders: Vec<Holder> = Vec::new();
    let mut rest = 0_usize;
    for (index, one) in quantities.iter().enumerate() {
        let order = OrderId::new(one.holder);
        if holders.iter().any(|known| known.order == order) {
            continue;
        }
        if holders.len() >= NAMED {
            rest = rest.saturating_add(1);
            continue;
        }
        let Some((found, lines)) = kontor_orders::show::one(&app.reads, org, order).await? else { continue };
        let own = quantities.iter().skip(index).filter(|part| part.holder == one.holder);
        let part = |part: &HolderQuantity| {
            let line = lines.iter().find(|line| line.line == part.line);
            (line.map_or_else(String::new, |line| line.sku.to_string()), part.quantity)
        };
        holders.push(Holder { order, number: found.number, parts: own.map(part).collect() });
    }
    Ok((holders, rest))
}

impl Holder {
    /// `3 × TEA, 1 × POT`.
    pub(super) fn goods(&self, visit: &Visit) -> String {
        let part = |(sku, quantity): &(String, Quantity)| format!("{} × {sku}", visit.quantity(*quantity));
        self.parts.iter().map(part).collect::<Vec<_>>().join(", ")
    }
}

/// Sentences, each with its tone.
type Sentences = Vec<(Tone, String)>;

async fn about_holders(
    app: &App,
    visit: &Visit,
    quantities: &[HolderQuantity],
    (one, more, tone): (Text, Text, Tone),
) -> Result<Sentences, Fault> {
    let (holders, rest) = holders(app, visit.caller.org, quantities).await?;
    let said = |holder: &Holder| (tone, visit.say_with(one, &[&holder.number, &holder.goods(visit)]));
    let mut sentences: Sentences = holders.iter().map(said).collect();
    if rest > 0 {
        sentences.push((tone, visit.say_with(more, &[&rest])));
    }
    Ok(sentences)
}

/// What a receipt does.
pub(super) async fn received(
    app: &App,
    visit: &Visit,
    event: &Received,
    recorded: Recorded,
) -> Result<Markup, Fault> {
    let line = |line: &kontor_inventory::events::ReceivedLine| {
        let (quantity, value) = (visit.quantity(line.quantity), visit.money(line.value));
        (Tone::Info, visit.say_with(texts::E_COMES, &[&line.sku, &quantity, &event.location, &value]))
    };
    let mut sentences: Sentences = event.lines.iter().map(line).collect();
    let gets = (texts::E_GETS, texts::E_MORE, Tone::Ok);
    sentences.extend(about_holders(app, visit, &event.filled, gets).await?);
    if event.filled.is_empty() {
        sentences.push((Tone::Idle, visit.say(texts::E_NOBODY).to_owned()));
    }
    with_books(app, visit, &sentences, recorded).await
}

/// What an adjustment does.
pub(super) async fn adjusted(
    app: &App,
    visit: &Visit,
    event: &Adjusted,
    recorded: Recorded,
) -> Result<Markup, Fault> {
    let size = |thousandths: i64| visit.quantity(Quantity::new(thousandths.saturating_abs()));
    let quantity = size(event.quantity.thousandths());
    let value = visit.money(Amount::new(event.value.minor().saturating_abs()));
    let said = if event.quantity.is_zero() {
        (Tone::Idle, visit.say_with(texts::E_AGREES, &[&event.sku]))
    } else if event.quantity.is_positive() {
        (Tone::Info, visit.say_with(texts::E_GAIN, &[&event.sku, &quantity, &event.location, &value]))
    } else {
        (Tone::Warn, visit.say_with(texts::E_LOSS, &[&event.sku, &quantity, &event.location, &value]))
    };
    let mut sentences = vec![said];
    let (gets, loses) =
        ((texts::E_GETS, texts::E_MORE, Tone::Ok), (texts::E_LOSES, texts::E_MORE_LOSE, Tone::Bad));
    sentences.extend(about_holders(app, visit, &event.filled, gets).await?);
    sentences.extend(about_holders(app, visit, &event.shorted, loses).await?);
    with_books(app, visit, &sentences, recorded).await
}

async fn with_books(
    app: &App,
    visit: &Visit,
    sentences: &Sentences,
    recorded: Recorded,
) -> Result<Markup, Fault> {
    let tried = Tried::of(app, visit.caller.org, recorded).await?;
    Ok(html! {
        ul.effects { @for (tone, sentence) in sentences { li class=(tone.class()) { (sentence) } } }
        (in_the_books(visit, &tried))
    })
}
