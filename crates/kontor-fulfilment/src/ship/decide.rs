//! The decision: pure, from the rows it names to the events it records.

use kontor_catalog::model::ProductKind;
use kontor_identity::records::IdentityTables;
use kontor_inventory::records::InventoryTables;
use kontor_inventory::rules::{self as inventory, GoodsIssue, IssueLine};
use kontor_kernel::{Context, Date, rejects};
use kontor_ledger::model::Role;
use kontor_ledger::rules as ledger;
use kontor_orders::model::LineQuantity;
use kontor_orders::records::{Line, OrderTables};
use kontor_orders::rules as orders;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::Ship;
use crate::events::{Shipped, ShippedLine};
use crate::model::ShipmentId;

rejects! {
    /// Why nothing is shipped; before it come those of an order's lines.
    pub enum Reject {
        /// Rule 3.
        DateInFuture { today: Date } at "date", facts(today) => 422, "shipment_in_future", "Goods can't have left after today ({today}): correct the date, or leave it out."
                | "Ware kann nicht nach heute ({today}) gegangen sein: berichtigen Sie das Datum, oder lassen Sie es weg.";
    }
}

impl Command for Ship {
    type Answer = Shipped;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.name(desk, context);
        let chosen = orders::choose_shippable(desk, self.order, &self.lines)?;
        let today = kontor_identity::rules::today(desk, context)?;
        let date = self.date.unwrap_or(today);
        if date > today {
            return Err(Reject::DateInFuture { today }.into());
        }
        let (order_number, location) = {
            let order = desk.orders().get(&(self.order,))?;
            (order.number.clone(), order.location)
        };
        let lines = orders::lines(desk, self.order)?;
        let (shipped, goods) = parts(&lines, &chosen)?;
        let is_last = is_last(&lines, &chosen);
        for part in &goods {
            desk.stock().want(&(part.product, location));
            desk.stock_values().want(&(part.product,));
        }
        desk.ready()?;

        let number = ledger::next_number(desk, &series(date))?;
        let text = format!("Shipment {number} of order {order_number}");
        let shipment = ShipmentId::new(context.id());
        desk.record(Shipped {
            shipment,
            number,
            order: self.order,
            location,
            date,
            carrier: self.carrier.clone(),
            tracking: self.tracking.clone(),
            is_last,
            lines: shipped,
        })?;
        let (holder, document) = (self.order.raw(), shipment.raw());
        inventory::issue(desk, GoodsIssue { holder, document, date, text: &text, lines: &goods })?;
        orders::ship_lines(desk, self.order, document, date, chosen)
    }

    fn answer(recorded: &Recorded) -> Result<Shipped, Fault> {
        recorded.the::<Shipped>().cloned()
    }
}

impl Ship {
    /// Names every row that can be named before any is seen. Also for a command above, of which this is a step.
    pub fn name(&self, desk: &Desk, context: &Context) {
        desk.org().want(&());
        orders::want_order(desk, self.order);
        inventory::want_held(desk, self.order.raw());
        if let Some(date) = self.date.or_else(|| kontor_identity::rules::today(desk, context).ok()) {
            ledger::want(desk, date, &[Role::Stock, Role::CostOfGoods]);
            ledger::want_number(desk, &series(date));
        }
    }
}

/// The series of the year.
fn series(date: Date) -> String {
    format!("shipment-{:04}", date.year())
}

/// What the shipment holds, and what of it leaves stock.
fn parts(lines: &[&Line], chosen: &[LineQuantity]) -> Result<(Vec<ShippedLine>, Vec<IssueLine>), Stop> {
    let (mut shipped, mut goods) = (Vec::with_capacity(chosen.len()), Vec::with_capacity(chosen.len()));
    for part in chosen {
        let line = orders::line(lines, part.line)?;
        shipped.push(ShippedLine { line: part.line, sku: line.sku.clone(), quantity: part.quantity });
        if line.kind == ProductKind::Goods {
            goods.push(IssueLine { line: part.line, product: line.product, quantity: part.quantity });
        }
    }
    Ok((shipped, goods))
}

/// Whether nothing is left to ship behind it.
fn is_last(lines: &[&Line], chosen: &[LineQuantity]) -> bool {
    lines.iter().all(|line| {
        let now = chosen.iter().find(|part| part.line == line.line).map(|part| part.quantity);
        line.to_ship() == now.unwrap_or_default()
    })
}
