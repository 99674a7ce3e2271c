//! Sheets to print: what is picked for orders, what goes with a shipment, what an order says back to its buyer.

use std::collections::BTreeMap;

use axum::extract::{RawQuery, State};
use kontor_catalog::model::PriceBasis;
use kontor_customers::model::{Address, AddressKind, ContactCard};
use kontor_customers::show::Shown;
use kontor_fulfilment::model::ShipmentId;
use kontor_identity::records::Org;
use kontor_kernel::{Quantity, limits};
use kontor_orders::model::OrderId;
use kontor_orders::records::{Line, Order};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::paper::{Letter, letter};
use kontor_web::page::{Tone, badge, format, totals};
use kontor_web::{App, Id, Language, Problem, Text};
use maud::{Markup, html};

use super::deed::{Seen, seen};
use crate::order_page::texts;

/// What is picked for the orders of the query, `order=…` each.
pub async fn pick_list(
    State(app): State<App>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Page, PageProblem> {
    let query = query.unwrap_or_default();
    let named = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "order");
    let ids: Vec<OrderId> = named.filter_map(|(_, id)| id.parse().ok()).collect();
    if ids.is_empty() || ids.len() > limits::PICK_LIST_SHEETS {
        let detail =
            format!("A pick list is for 1 to {} orders: choose them on the board.", limits::PICK_LIST_SHEETS);
        let german = format!(
            "Eine Pickliste ist für 1 bis {} Aufträge: wählen Sie sie in der Übersicht.",
            limits::PICK_LIST_SHEETS
        );
        return Err(PageProblem::new(
            &visit,
            Problem::new(422, "bad_batch", &detail).german(&german).at("order"),
        ));
    }
    let mut orders = Vec::with_capacity(ids.len());
    for id in ids {
        orders.push(seen(&app, &visit, id).await?);
    }
    let body = html! {
        p.no-print { (visit.say(texts::PRINT_HINT)) }
        @if orders.len() > 1 { (all_picks(&visit, &orders)) }
        @for seen in &orders { (picks(&visit, seen)) }
    };
    Ok(Page::new(&visit, visit.say(texts::PICK_LIST)).bare().body(body))
}

/// What of a line lies ready to be taken: services are not picked.
fn to_pick(line: &Line) -> Quantity {
    line.reserved
}

/// All that is taken for several orders at once, by where it lies and what it is.
fn all_picks(visit: &Visit, orders: &[Seen]) -> Markup {
    let mut sums: BTreeMap<(String, String), (String, i64)> = BTreeMap::new();
    for seen in orders {
        for line in seen.lines.iter().filter(|line| to_pick(line).is_positive()) {
            let key = (seen.order.location.to_string(), line.sku.to_string());
            let sum = sums.entry(key).or_insert_with(|| (line.name.to_string(), 0));
            sum.1 = sum.1.saturating_add(to_pick(line).thousandths());
        }
    }
    html! {
        section.card {
            h2 { (visit.say(texts::PICK_ALL)) }
            div.table-box {
                table.data {
                    thead { (pick_head(visit)) }
                    tbody {
                        @for ((location, sku), (name, sum)) in &sums {
                            (pick_row(visit, &[location, sku, name], Quantity::new(*sum)))
                        }
                    }
                }
            }
        }
    }
}

fn picks(visit: &Visit, seen: &Seen) -> Markup {
    let location = seen.order.location.to_string();
    let mut lines: Vec<&Line> = seen.lines.iter().filter(|line| to_pick(line).is_positive()).collect();
    lines.sort_by(|a, b| a.sku.as_str().cmp(b.sku.as_str()));
    let waits = seen.lines.iter().any(|line| line.backordered.is_positive());
    html! {
        section.card {
            h2 {
                (seen.order.number)
                @if waits { " " (badge(Tone::Warn, visit.say(texts::REST_WAITS))) }
            }
            @if lines.is_empty() {
                p { (visit.say(texts::NOTHING_TO_PICK)) }
            } @else {
                div.table-box {
                    table.data {
                        thead { (pick_head(visit)) }
                        tbody {
                            @for line in lines {
                                (pick_row(visit, &[&location, line.sku.as_str(), line.name.as_str()], to_pick(line)))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pick_head(visit: &Visit) -> Markup {
    html! {
        tr {
            th scope="col" { (visit.say(texts::LOCATION)) }
            th scope="col" { (visit.say(texts::ARTICLE)) }
            th scope="col" { (visit.say(texts::NAME)) }
            th.num scope="col" { (visit.say(texts::QUANTITY)) }
            th scope="col" { (visit.say(texts::PICKED)) }
        }
    }
}

fn pick_row(visit: &Visit, [location, sku, name]: &[&str; 3], quantity: Quantity) -> Markup {
    html! {
        tr {
            td.s-sub { (location) }
            td.s-title { (sku) }
            td.s-none { (name) }
            td.num.s-side { (visit.quantity(quantity)) }
            td.s-foot { "☐" }
        }
    }
}

/// Whose paper it is: in the language of who gets it.
struct Paper<'a> {
    visit: &'a Visit,
    org: Org,
    customer: Option<Shown>,
    language: Language,
}

impl Paper<'_> {
    async fn of<'a>(app: &App, visit: &'a Visit, order: &Order) -> Result<Paper<'a>, PageProblem> {
        let fault = |fault| PageProblem::new(visit, fault);
        let org = kontor_identity::show_org::one(&app.reads, visit.caller.org).await.map_err(fault)?;
        let org = org.ok_or_else(|| PageProblem::new(visit, Problem::not_found("merchant")))?;
        let customer = match order.customer.filter(|_| visit.may("customers:read")) {
            Some(id) => kontor_customers::show::one(&app.reads, visit.caller.org, id).await.map_err(fault)?,
            None => None,
        };
        let language = match customer.as_ref().map(|shown| shown.customer.language) {
            Some(kontor_customers::model::Language::German) => Language::German,
            Some(kontor_customers::model::Language::English) => Language::English,
            None => visit.language,
        };
        Ok(Paper { visit, org, customer, language })
    }

    fn say(&self, text: Text) -> &'static str {
        self.language.say(text)
    }

    /// The lines of the address that the paper goes to: that for the goods or that for the invoice, else the first.
    fn address(&self, kind: AddressKind) -> Vec<String> {
        let Some(shown) = &self.customer else { return Vec::new() };
        let ContactCard { name, company, addresses, .. } = &shown.card;
        let address = addresses.iter().find(|address| address.kind == kind).or_else(|| addresses.first());
        let mut lines = vec![company.clone()];
        match address {
            Some(address) => {
                lines.push(if address.name.is_empty() { name.clone() } else { address.name.clone() });
                lines.extend(self.place(address));
            }
            None => lines.push(name.clone()),
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn place(&self, address: &Address) -> [String; 4] {
        let is_abroad = address.country != self.org.country.as_str();
        [
            address.street.clone(),
            address.addition.clone(),
            format!("{} {}", address.zip, address.city).trim().to_owned(),
            if is_abroad { address.country.clone() } else { String::new() },
        ]
    }

    /// The letter on a page of its own.
    fn page(&self, title: &str, kind: AddressKind, facts: &[(&str, String)], body: Markup) -> Page {
        let address = self.address(kind);
        let lines: Vec<&str> = address.iter().map(String::as_str).collect();
        let sender = self.org.name.as_str();
        let paper = letter(&Letter {
            sender,
            return_line: sender,
            address: &lines,
            facts,
            title,
            body,
            foot: &[html! { (sender) }],
        });
        // The letter has the page's heading.
        let heading = html! { p.no-print { (self.visit.say(texts::PRINT_HINT)) } };
        Page::new(self.visit, title)
            .bare()
            .heading(heading)
            .body(html! { div lang=(self.language.tag()) { (paper) } })
    }

    fn date(&self, date: kontor_kernel::Date) -> String {
        format::date(date, self.language)
    }

    fn quantity(&self, line: &Line, quantity: Quantity) -> String {
        let number = format::quantity(quantity, self.language);
        if line.unit.is_piece() { number } else { format!("{number} {}", line.unit) }
    }

    fn order_facts(&self, order: &Order) -> Vec<(&'static str, String)> {
        let mut facts = vec![
            (self.say(texts::ORDER), order.number.clone()),
            (self.say(texts::ORDER_DATE), self.date(order.order_date)),
        ];
        if let Some(reference) = &order.reference {
            facts.push((self.say(texts::YOUR_REFERENCE), reference.to_string()));
        }
        if let Some(shown) = &self.customer {
            facts.push((self.say(texts::CUSTOMER_NUMBER), shown.customer.number.to_string()));
        }
        facts
    }
}

/// The delivery note of a shipment.
pub async fn delivery_note(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<ShipmentId>,
) -> Result<Page, PageProblem> {
    let found = kontor_fulfilment::show::one(&app.reads, visit.caller.org, id).await;
    let found = found.map_err(|fault| PageProblem::new(&visit, fault))?;
    let (shipment, parts) = found.ok_or_else(|| PageProblem::new(&visit, Problem::not_found("shipment")))?;
    let Seen { order, lines } = seen(&app, &visit, shipment.order_id).await?;
    let paper = Paper::of(&app, &visit, &order).await?;
    let title = format!("{} {}", paper.say(texts::DELIVERY_NOTE), shipment.number);
    let mut facts = vec![(paper.say(texts::DATE), paper.date(shipment.date))];
    facts.extend(paper.order_facts(&order));
    if let Some(carrier) = &shipment.carrier {
        facts.push((paper.say(texts::CARRIER), carrier.to_string()));
    }
    if let Some(tracking) = &shipment.tracking {
        facts.push((paper.say(texts::TRACKING), tracking.to_string()));
    }
    let of_order = |number: i32| lines.iter().find(|line| line.line == number);
    let body = html! {
        div.table-box {
            table.data {
                thead {
                    tr {
                        th scope="col" { (paper.say(texts::POSITION)) }
                        th scope="col" { (paper.say(texts::ARTICLE)) }
                        th scope="col" { (paper.say(texts::NAME)) }
                        th.num scope="col" { (paper.say(texts::ORDERED)) }
                        th.num scope="col" { (paper.say(texts::DELIVERED)) }
                    }
                }
                tbody {
                    @for part in &parts {
                        @if let Some(line) = of_order(part.line) {
                            tr {
                                td { (part.line) }
                                td { (part.sku) }
                                td { (line.name) }
                                td.num { (paper.quantity(line, line.quantity)) }
                                td.num { (paper.quantity(line, part.quantity)) }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(paper.page(&title, AddressKind::Shipping, &facts, body))
}

/// The confirmation of an order.
pub async fn confirmation(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<OrderId>,
) -> Result<Page, PageProblem> {
    let Seen { order, lines } = seen(&app, &visit, id).await?;
    let paper = Paper::of(&app, &visit, &order).await?;
    let title = format!("{} {}", paper.say(texts::CONFIRMATION), order.number);
    let facts = paper.order_facts(&order);
    let body = html! { (priced_lines(&paper, &order, &lines)) (sums(&paper, &order)) };
    Ok(paper.page(&title, AddressKind::Billing, &facts, body))
}

fn priced_lines(paper: &Paper<'_>, order: &Order, lines: &[Line]) -> Markup {
    let currency = paper.visit.caller.currency;
    let amount = |line: &Line| match order.basis {
        PriceBasis::Net => line.net,
        PriceBasis::Gross => line.gross,
    };
    let price = |line: &Line| {
        let price = format::price(line.price, currency, paper.language);
        if line.price_base.is_one() {
            price
        } else {
            format!("{price} / {}", paper.quantity(line, line.price_base))
        }
    };
    html! {
        div.table-box {
            table.data {
                thead {
                    tr {
                        th scope="col" { (paper.say(texts::POSITION)) }
                        th scope="col" { (paper.say(texts::ARTICLE)) }
                        th scope="col" { (paper.say(texts::NAME)) }
                        th.num scope="col" { (paper.say(texts::QUANTITY)) }
                        th.num scope="col" { (paper.say(texts::PRICE)) }
                        th.num scope="col" { (paper.say(texts::TAX_RATE)) }
                        th.num scope="col" { (paper.say(texts::AMOUNT)) }
                    }
                }
                tbody {
                    @for line in lines {
                        tr {
                            td { (line.line) }
                            td { (line.sku) }
                            td { (line.name) }
                            td.num { (paper.quantity(line, line.quantity)) }
                            td.num { (price(line)) }
                            td.num { (format::rate(line.tax_rate, paper.language)) }
                            td.num { (format::bare_money(amount(line), currency, paper.language)) }
                        }
                    }
                }
            }
        }
    }
}

fn sums(paper: &Paper<'_>, order: &Order) -> Markup {
    let money = |amount| format::money(amount, paper.visit.caller.currency, paper.language);
    totals(&[
        (paper.say(texts::NET), money(order.net)),
        (paper.say(texts::TAX), money(order.tax)),
        (paper.say(texts::GROSS), money(order.gross)),
    ])
}
