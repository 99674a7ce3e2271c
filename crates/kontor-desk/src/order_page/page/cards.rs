//! The cards of the order's page: lines, customer, money, documents.

use kontor_billing::model::{InvoiceKind, PaymentKind, Settlement};
use kontor_billing::records::Invoice;
use kontor_catalog::model::PriceBasis;
use kontor_customers::show::Shown;
use kontor_kernel::{Amount, Quantity};
use kontor_orders::records::{Line, Order};
use kontor_web::Text;
use kontor_web::console::Visit;
use kontor_web::page::{
    Action, Column, Row, Small, Table, Target, Tone, Weight, action, badge, card, data_table, facts, format,
    totals,
};
use maud::{Markup, html};

use super::strip::Axes;
use crate::order_overview::{Money, Sent, StockNow};
use crate::order_page::texts;

/// The lines, with how much of each is where, and the stock there is now (none for an order as it was).
pub(super) fn lines(
    visit: &Visit,
    order: &Order,
    lines: &[(&Line, Option<StockNow>)],
    has_stock: bool,
) -> Markup {
    let mut columns = vec![
        Column::text(visit.say(texts::ARTICLE), Small::Title),
        Column::text(visit.say(texts::NAME), Small::Sub),
        Column::number(visit.say(texts::QUANTITY), Small::Side),
        Column::text(visit.say(texts::WHERE), Small::Foot),
    ];
    if has_stock {
        columns.push(Column::number(visit.say(texts::AVAILABLE), Small::Hidden));
    }
    columns.push(Column::number(visit.say(texts::PRICE), Small::Hidden));
    let amount = match order.basis {
        PriceBasis::Net => texts::NET,
        PriceBasis::Gross => texts::GROSS_AMOUNT,
    };
    columns.push(Column::number(visit.say(amount), Small::Hidden));
    let rows: Vec<Row> =
        lines.iter().map(|(line, stock)| row(visit, order, (line, *stock), has_stock)).collect();
    let table = Table {
        id: "lines",
        caption: visit.say(texts::LINES),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: html! {},
        foot: None,
    };
    data_table(visit, &table)
}

fn row(visit: &Visit, order: &Order, (line, stock): (&Line, Option<StockNow>), has_stock: bool) -> Row {
    let amount = match order.basis {
        PriceBasis::Net => line.net,
        PriceBasis::Gross => line.gross,
    };
    let base = (!line.price_base.is_one()).then(|| visit.quantity(line.price_base));
    let mut cells = vec![
        html! { (line.sku) },
        html! { (line.name) },
        html! { (visit.quantity(line.quantity)) @if !line.unit.is_piece() { " " (line.unit) } },
        where_it_is(visit, line),
    ];
    if has_stock {
        cells.push(available(visit, line, stock));
    }
    cells.push(html! { (visit.price(line.price)) @if let Some(base) = base { " / " (base) } });
    cells.push(html! { (format::bare_money(amount, visit.caller.currency, visit.language)) });
    let is_linked = visit.may("products:read");
    Row {
        id: format!("line-{}", line.line),
        href: is_linked.then(|| format!("/products/{}", line.product)),
        value: None,
        name: line.sku.to_string(),
        cells,
    }
}

/// How much of a line is where, each in a word.
fn where_it_is(visit: &Visit, line: &Line) -> Markup {
    let parts: [(Quantity, Tone, Text); 7] = [
        (line.open, Tone::Idle, texts::Q_OPEN),
        (line.reserved, Tone::Info, texts::Q_RESERVED),
        (line.backordered, Tone::Warn, texts::Q_WAITING),
        (line.shipped, Tone::Ok, texts::Q_SHIPPED),
        (line.invoiced, Tone::Ok, texts::Q_INVOICED),
        (line.credited, Tone::Warn, texts::Q_CREDITED),
        (line.cancelled, Tone::Bad, texts::Q_CANCELLED),
    ];
    html! {
        div.badges {
            @for (quantity, tone, text) in parts {
                @if quantity.is_positive() { (badge(tone, &visit.say_with(text, &[&visit.quantity(quantity)]))) }
            }
        }
    }
}

/// What is promised to nobody, and a warning when the line waits for more than that.
fn available(visit: &Visit, line: &Line, stock: Option<StockNow>) -> Markup {
    let Some(stock) = stock else { return html! { "–" } };
    let number = visit.quantity(stock.available());
    if line.backordered > stock.available() {
        badge(Tone::Bad, &number)
    } else {
        html! { (number) }
    }
}

/// Who ordered, for those who may know.
pub(super) fn customer(visit: &Visit, order: &Order, shown: Option<&Shown>) -> Markup {
    let body = match shown {
        Some(shown) if visit.may("customers:read") => known(visit, shown),
        _ if order.customer.is_some() => html! { p.muted { (visit.say(texts::CUSTOMER_HIDDEN)) } },
        _ => html! { p.muted { (visit.say(texts::NO_CUSTOMER)) } },
    };
    card(visit.say(texts::CUSTOMER), &body)
}

fn known(visit: &Visit, shown: &Shown) -> Markup {
    let Shown { customer, card, is_erased } = shown;
    let called = if card.company.is_empty() { &card.name } else { &card.company };
    let href = format!("/customers/{}", customer.id);
    let name = html! {
        a href=(href) { @if *is_erased || called.is_empty() { (customer.number) } @else { (called) } }
    };
    let place = card.addresses.first().map(|address| format!("{} {}", address.zip, address.city));
    let orders = html! {
        (visit.number(customer.order_count)) " · "
        (visit.say_with(texts::VOLUME, &[&visit.money(customer.volume)]))
    };
    let used = customer.open_orders.checked_add(customer.open_balance).unwrap_or_default();
    let credit = match customer.credit_limit {
        None => html! { (visit.say(texts::NO_LIMIT)) },
        Some(limit) if used > limit => {
            badge(Tone::Bad, &visit.say_with(texts::LIMIT_EXCEEDED, &[&visit.money(limit)]))
        }
        Some(limit) => {
            let left = limit.checked_sub(used).unwrap_or_default();
            badge(Tone::Ok, &visit.say_with(texts::LIMIT_LEFT, &[&visit.money(left), &visit.money(limit)]))
        }
    };
    facts(&[
        (visit.say(texts::NAME_OF), name),
        (visit.say(texts::PLACE), html! { (place.unwrap_or_default()) }),
        (visit.say(texts::ORDERS), orders),
        (visit.say(texts::OWES), html! { (visit.money(customer.open_balance)) }),
        (visit.say(texts::LIMIT), credit),
    ])
}

/// What it comes to, and what is open.
pub(super) fn money(visit: &Visit, axes: &Axes<'_>) -> Markup {
    let order = axes.order;
    let line = |text: Text, amount: Amount| (visit.say(text), visit.money(amount));
    let sums = [line(texts::NET, order.net), line(texts::TAX, order.tax), line(texts::GROSS, order.gross)];
    let mut left = vec![line(texts::M_INVOICED, order.invoiced)];
    for (text, amount) in [
        (texts::M_CANCELLED, order.cancelled_gross),
        (texts::M_CREDITED, order.credited),
        (texts::M_PAID, order.paid),
        (texts::M_AHEAD, axes.ahead),
    ] {
        if amount != Amount::ZERO {
            left.push(line(text, amount));
        }
    }
    left.push(line(texts::M_OPEN, axes.open()));
    card(visit.say(texts::MONEY), &html! { (totals(&sums)) (totals(&left)) })
}

/// Shipments, invoices and payments, each with its page, and what can be done with it.
pub(super) fn documents(
    visit: &Visit,
    order: &Order,
    sent: &[Sent],
    invoices: &[Invoice],
    money: &[Money],
) -> Markup {
    let may = |noun: &str| visit.may(&format!("{noun}:read"));
    let mut list: Vec<(&str, Markup)> = Vec::new();
    if may("shipments") {
        list.extend(sent.iter().map(|sent| (visit.say(texts::SHIPMENT), shipment(visit, sent))));
    }
    if may("invoices") {
        list.extend(invoices.iter().map(|bill| invoice(visit, bill)));
    }
    if may("payments") {
        list.extend(money.iter().map(|money| payment(visit, money)));
    }
    let sheets = html! {
        div.actions {
            a href={ "/orders/" (order.id) "/print" } { (visit.say(texts::CONFIRMATION)) }
            a href={ "/orders/picklist?order=" (order.id) } { (visit.say(texts::PICK_LIST)) }
        }
    };
    let body = html! {
        @if list.is_empty() { p.muted { (visit.say(texts::NO_DOCUMENTS)) } } @else { (facts(&list)) }
        (sheets)
    };
    card(visit.say(texts::DOCUMENTS), &body)
}

fn shipment(visit: &Visit, sent: &Sent) -> Markup {
    let shipment = &sent.shipment;
    let href = format!("/shipments/{}", shipment.id);
    html! {
        a href=(href) { (shipment.number) } " · " (visit.date(shipment.date))
        @if let Some(carrier) = &shipment.carrier { " · " (carrier) }
        " · " a href={ (href) "/print" } { (visit.say(texts::DELIVERY_NOTE)) }
    }
}

fn invoice<'a>(visit: &'a Visit, bill: &Invoice) -> (&'a str, Markup) {
    let label = match bill.kind {
        InvoiceKind::Invoice => texts::BILL,
        InvoiceKind::CreditNote => texts::CREDIT_NOTE,
    };
    let state = bill.settlement().map(|settlement| match settlement {
        Settlement::Open => badge(Tone::Warn, visit.say(texts::B_OPEN)),
        Settlement::PartlyPaid => badge(Tone::Warn, visit.say(texts::B_PARTLY)),
        Settlement::Paid => badge(Tone::Ok, visit.say(texts::B_PAID)),
        Settlement::Credited => badge(Tone::Idle, visit.say(texts::B_CREDITED)),
    });
    let can_credit =
        bill.kind == InvoiceKind::Invoice && bill.credited < bill.gross && visit.may("invoices:write");
    let credit = format!("/invoices/{}/credit", bill.id);
    let said = html! {
        a href={ "/invoices/" (bill.id) } { (bill.number) } " · " (visit.money(bill.gross)) " "
        @if let Some(state) = state { (state) }
        @if can_credit { " " (quiet(visit, texts::CREDIT, &credit)) }
    };
    (visit.say(label), said)
}

fn payment<'a>(visit: &'a Visit, money: &Money) -> (&'a str, Markup) {
    let payment = &money.payment;
    let label = match payment.kind {
        PaymentKind::Payment => texts::PAYMENT,
        PaymentKind::Refund => texts::REFUND_NOUN,
    };
    let refund = format!("/payments/{}/refund", payment.id);
    let is_free = payment.unassigned > Amount::ZERO;
    let said = html! {
        a href={ "/payments/" (payment.id) } { (payment.number) } " · " (visit.money(payment.amount))
        " · " (visit.say(texts::paid_by(payment.method)))
        @if is_free { " " (badge(Tone::Warn, &visit.say_with(texts::FREE, &[&visit.money(payment.unassigned)]))) }
        @if is_free && visit.may("payments:write") { " " (quiet(visit, texts::REFUND, &refund)) }
    };
    (visit.say(label), said)
}

fn quiet(visit: &Visit, label: Text, href: &str) -> Markup {
    action(visit, &Action { weight: Weight::Quiet, ..Action::new(visit.say(label), Target::Sheet(href)) })
}
