//! What lies on the counter, as it stands in the form; and the sale that it becomes.

use kontor_billing::counter_sale::CounterSale;
use kontor_catalog::model::Sku;
use kontor_catalog::records::Product;
use kontor_customers::model::PaymentMethod;
use kontor_customers::show::Shown;
use kontor_identity::records::Org;
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Amount, Quantity, Refuse};
use kontor_orders::model::Channel;
use kontor_orders::place::{Place, Reject};
use kontor_web::console::{Form, Visit};
use kontor_web::page::format;
use kontor_web::{App, Problem};
use serde::Deserialize;

use super::Sell;
use crate::lookup;
use crate::new_order::draft::{Button, Line, Lines};
use crate::new_order::quote::{Quote, in_row, place_line, quote};

/// The field that is scanned into.
pub(super) const SCAN: &str = "scan";
/// The field that a customer is typed into.
pub(super) const WHO: &str = "who";
/// The field with the cash that is given.
pub(super) const GIVEN: &str = "given";
/// The field with the total that the page shows.
pub(super) const SHOWN: &str = "shown";

/// What lies on the counter.
#[derive(Debug)]
pub(super) struct Till {
    pub(super) form: Form,
    pub(super) lines: Lines,
    pub(super) org: Org,
    pub(super) customer: Option<Shown>,
    /// What may be meant by what was scanned, where that is more than one.
    pub(super) found: Vec<Product>,
    pub(super) quote: Quote,
    pub(super) problem: Option<Problem>,
}

#[derive(Debug, Deserialize)]
struct Given {
    given: Option<String>,
}

impl Till {
    /// The form with what its button did to it.
    ///
    /// # Errors
    /// When the database can't be read.
    pub(super) async fn of(app: &App, visit: &Visit, form: Form) -> Result<Self, Problem> {
        let org = kontor_identity::show_org::one(&app.reads, visit.caller.org).await?;
        let org = org.ok_or_else(|| Problem::not_found("merchant"))?;
        let lines = Lines::of(&form);
        let (customer, found, quote) = (None, Vec::new(), Quote::default());
        let mut till = Self { form, lines, org, customer, found, quote, problem: None };
        till.lines.0.retain(|line| !line.sku.is_empty());
        till.press(app, visit).await?;
        till.find_customer(app, visit).await?;
        till.lines.resolve(&app.reads, visit.caller.org, false).await?;
        Ok(till)
    }

    async fn press(&mut self, app: &App, visit: &Visit) -> Result<(), Problem> {
        match Button::of(&self.form) {
            Button::Preview => {}
            Button::Remove(key) => self.lines.remove(key),
            Button::Step(key, up) => self.step(visit, key, up),
            Button::Customer(number) => self.form = std::mem::take(&mut self.form).with(WHO, number),
            Button::Product(_, sku) => {
                if let Some(product) = lookup::product(&app.reads, visit.caller.org, &sku).await? {
                    self.add(visit, &product, Quantity::ONE);
                }
                self.clear_scan();
            }
            Button::Look | Button::Add | Button::Place(_) => self.scan(app, visit).await?,
        }
        Ok(())
    }

    /// What was scanned comes to the lines.
    async fn scan(&mut self, app: &App, visit: &Visit) -> Result<(), Problem> {
        let typed = self.form.value(SCAN).trim().to_owned();
        if typed.is_empty() {
            return Ok(());
        }
        let (quantity, text) = match typed.split_once('*') {
            Some((count, text)) => {
                match (Line { quantity: count.trim().into(), ..Line::default() }).read(visit.language) {
                    Ok((_, quantity, _)) => (quantity, text.trim()),
                    Err(problem) => {
                        self.problem = Some(problem.at(SCAN));
                        return Ok(());
                    }
                }
            }
            None => (Quantity::ONE, &*typed),
        };
        let found = match lookup::product(&app.reads, visit.caller.org, text).await? {
            Some(product) => vec![product],
            None => lookup::products(&app.reads, visit.caller.org, text).await?,
        };
        match found.as_slice() {
            [product] => {
                self.add(visit, product, quantity);
                self.clear_scan();
            }
            [] => self.problem = Some(unknown(text)),
            _ => self.found = found,
        }
        Ok(())
    }

    fn clear_scan(&mut self) {
        self.form = std::mem::take(&mut self.form).with(SCAN, "");
    }

    /// One more line, or more of the line that has it already.
    fn add(&mut self, visit: &Visit, product: &Product, quantity: Quantity) {
        let key = self.lines.next_key();
        let same = |line: &&mut Line| line.sku == product.sku.as_str() && line.price.is_empty();
        let Some(line) = self.lines.0.iter_mut().find(same) else {
            let quantity = format::input_quantity(quantity, visit.language);
            self.lines.0.push(Line::of_product(key, product.sku.as_str(), quantity));
            return;
        };
        if let Ok((_, there, _)) = line.read(visit.language) {
            let sum = there.checked_add(quantity).unwrap_or(there);
            line.quantity = format::input_quantity(sum, visit.language);
        }
    }

    /// One more or one less of a line; without any it goes.
    fn step(&mut self, visit: &Visit, key: u32, up: bool) {
        let Some(line) = self.lines.row(key) else { return };
        let Ok((_, there, _)) = line.read(visit.language) else { return };
        let sum = if up { there.checked_add(Quantity::ONE) } else { there.checked_sub(Quantity::ONE) };
        let sum = sum.unwrap_or(there);
        line.quantity = format::input_quantity(sum, visit.language);
        if !sum.is_positive() {
            self.lines.remove(key);
        }
    }

    async fn find_customer(&mut self, app: &App, visit: &Visit) -> Result<(), Problem> {
        let text = self.form.value(WHO).trim();
        if !text.is_empty() && visit.may("customers:read") {
            self.customer = lookup::customer(&app.reads, visit.caller.org, text).await?;
        }
        Ok(())
    }

    /// Prices what lies there.
    ///
    /// # Errors
    /// When the database can't be read.
    pub(super) async fn price(&mut self, app: &App, visit: &Visit) -> Result<(), Problem> {
        let place = Place {
            customer: self.customer.as_ref().map(|shown| shown.customer.id),
            payment_method: Some(PaymentMethod::Card),
            ..Place::new(Channel::Counter, Vec::new())
        };
        self.quote = quote(app, &visit.caller, visit.language, place, &mut self.lines).await;
        self.lines.count(&app.reads, visit.caller.org, LocationCode::MAIN).await.map_err(Problem::from)
    }

    /// The cash that was given; none where nothing was typed.
    ///
    /// # Errors
    /// `bad_value` where it is no amount.
    pub(super) fn given(&self, visit: &Visit) -> Result<Option<Amount>, Problem> {
        let form = Form::default().with(GIVEN, self.form.value(GIVEN));
        let Given { given } = form.read(visit.language, &[GIVEN])?;
        let amount = given.map(|given| Amount::parse(&given, visit.caller.currency)).transpose();
        amount.map_err(|error| Problem::bad_value(GIVEN, &format!("{error}.")))
    }

    /// The sale.
    ///
    /// # Errors
    /// `unknown_customer` where nobody has the number; `bad_value` at the field that can't be read.
    pub(super) fn sell(&self, visit: &Visit, method: PaymentMethod) -> Result<Sell, Problem> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        if !self.found.is_empty() {
            return Err(unknown(self.form.value(SCAN).trim()));
        }
        if self.customer.is_none() && !self.form.value(WHO).trim().is_empty() {
            return Err(Problem::from(Reject::UnknownCustomer.refusal()).at(WHO));
        }
        let mut lines = Vec::with_capacity(self.lines.0.len());
        for (row, line) in self.lines.0.iter().enumerate() {
            lines.push(place_line(line, visit.language).map_err(|problem| in_row(problem, row))?);
        }
        let given = if method == PaymentMethod::Cash { self.given(visit)? } else { None };
        let shown = Amount::parse(self.form.value(SHOWN), visit.caller.currency).ok();
        let customer = self.customer.as_ref().map(|shown| shown.customer.id);
        let sale =
            CounterSale { customer, location: None, payment_method: method, given, reference: None, lines };
        Ok(Sell { sale, shown })
    }
}

fn unknown(text: &str) -> Problem {
    match Sku::parse(text) {
        Ok(sku) => Problem::from(Reject::UnknownSku { sku, line: 0 }.refusal()).at(SCAN),
        Err(error) => Problem::bad_value(SCAN, &format!("{error}.")),
    }
}
