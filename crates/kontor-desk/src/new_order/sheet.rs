//! The order as it stands in the form: who, what, what it comes to; and the command that it becomes.

use kontor_customers::model::PaymentMethod;
use kontor_customers::register::Register;
use kontor_customers::register::http::RegisterBody;
use kontor_customers::show::Shown;
use kontor_identity::records::Org;
use kontor_inventory::model::LocationCode;
use kontor_kernel::Refuse;
use kontor_orders::model::{Channel, Reference};
use kontor_orders::place::{Place, Reject};
use kontor_web::console::{Form, Visit};
use kontor_web::{App, Problem};
use serde::Deserialize;

use super::draft::{Button, Line, Lines};
use super::quote::{Quote, quote};
use crate::lookup;

/// The field that the customer is typed into.
pub(crate) const WHO: &str = "who";
/// What the names of a new customer's fields begin with.
const NEW: &str = "new";

/// What stands above the lines.
#[derive(Debug, Deserialize)]
struct Head {
    #[serde(default = "phone")]
    channel: Channel,
    payment_method: Option<PaymentMethod>,
    reference: Option<Reference>,
}

fn phone() -> Channel {
    Channel::Phone
}

/// The order as it stands in the form.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// What was typed.
    pub(crate) form: Form,
    /// The lines.
    pub(crate) lines: Lines,
    /// The merchant.
    pub(crate) org: Org,
    /// Who orders.
    pub(crate) customer: Option<Shown>,
    /// Who it may be, where that is more than one.
    pub(crate) customers: Vec<Shown>,
    /// Whether nobody was found for what was typed.
    pub(crate) is_unknown: bool,
    /// What it comes to.
    pub(crate) quote: Quote,
    /// Why it was not placed.
    pub(crate) problem: Option<Problem>,
}

impl Sheet {
    /// A form with what its button did to it, and with customer and products found. With `search`, also by words.
    ///
    /// # Errors
    /// When the database can't be read.
    pub(crate) async fn of(app: &App, visit: &Visit, form: Form, search: bool) -> Result<Self, Problem> {
        let org = kontor_identity::show_org::one(&app.reads, visit.caller.org).await?;
        let org = org.ok_or_else(|| Problem::not_found("merchant"))?;
        let lines = Lines::of(&form);
        let (customer, customers, is_unknown) = (None, Vec::new(), false);
        let quote = Quote::default();
        let mut sheet = Self { form, lines, org, customer, customers, is_unknown, quote, problem: None };
        sheet.press();
        if visit.may("customers:read") {
            sheet.find_customer(app, visit, search).await?;
        }
        sheet.lines.resolve(&app.reads, visit.caller.org, search).await?;
        Ok(sheet)
    }

    /// What the button does to what was typed.
    fn press(&mut self) {
        match Button::of(&self.form) {
            Button::Remove(key) => self.lines.remove(key),
            Button::Customer(number) => self.form = std::mem::take(&mut self.form).with(WHO, number),
            Button::Product(key, sku) => {
                if let Some(line) = self.lines.row(key) {
                    line.sku = sku;
                }
            }
            Button::Add => self.lines.0.push(Line { key: self.lines.next_key(), ..Line::default() }),
            Button::Look | Button::Preview | Button::Step(..) | Button::Place(_) => {}
        }
    }

    async fn find_customer(&mut self, app: &App, visit: &Visit, search: bool) -> Result<(), Problem> {
        let (org, text) = (visit.caller.org, self.form.value(WHO).trim());
        if text.is_empty() {
            return Ok(());
        }
        self.customer = lookup::customer(&app.reads, org, text).await?;
        if self.customer.is_none() && search {
            self.customers = lookup::customers(&app.reads, org, text).await?;
            if self.customers.len() == 1 {
                self.customer = self.customers.pop();
            }
            self.is_unknown = self.customer.is_none() && self.customers.is_empty();
        }
        if let Some(found) = &self.customer {
            let number = found.customer.number.to_string();
            self.form = std::mem::take(&mut self.form).with(WHO, number);
        }
        Ok(())
    }

    /// Whether a new customer is to be registered.
    pub(crate) fn is_for_new(&self) -> bool {
        let is_named = |field: &str| !self.form.value(&format!("{NEW}[contact][{field}]")).trim().is_empty();
        self.customer.is_none() && (is_named("name") || is_named("company"))
    }

    /// Prices what stands in the form, and counts what there is.
    ///
    /// # Errors
    /// When the database can't be read.
    pub(crate) async fn price(&mut self, app: &App, visit: &Visit) -> Result<(), Problem> {
        let place = self.head(visit).unwrap_or_else(|problem| {
            self.quote.problem = Some(problem);
            Place::new(Channel::Phone, Vec::new())
        });
        let place = if self.is_for_new() {
            Place { payment_method: Some(PaymentMethod::Prepayment), ..place }
        } else {
            place
        };
        let quoted = quote(app, &visit.caller, visit.language, place, &mut self.lines).await;
        self.quote.totals = quoted.totals;
        self.quote.problem = self.quote.problem.take().or(quoted.problem.map(of_form));
        if visit.may("stock:read") {
            self.lines.count(&app.reads, visit.caller.org, LocationCode::MAIN).await?;
        }
        Ok(())
    }

    /// The order without its lines.
    fn head(&self, visit: &Visit) -> Result<Place, Problem> {
        let head: Head = self.form.read(visit.language, &[])?;
        Ok(Place {
            customer: self.customer.as_ref().map(|shown| shown.customer.id),
            payment_method: head.payment_method,
            reference: head.reference,
            ..Place::new(head.channel, Vec::new())
        })
    }

    /// The order, ready to be placed. Rows in which nothing stands are left out; the numbers of the others are returned
    /// beside it.
    ///
    /// # Errors
    /// `unknown_customer` where nobody is found; `bad_value` at the field that can't be read.
    pub(crate) fn place(&self, visit: &Visit) -> Result<(Place, Vec<usize>), Problem> {
        if self.customer.is_none() && !self.form.value(WHO).trim().is_empty() {
            return Err(Problem::from(Reject::UnknownCustomer.refusal()).at(WHO));
        }
        let (mut place, mut rows) = (self.head(visit)?, Vec::new());
        for (row, line) in self.lines.0.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            place.lines.push(
                super::quote::place_line(line, visit.language)
                    .map_err(|problem| super::quote::in_row(problem, row))?,
            );
            rows.push(row);
        }
        Ok((place, rows))
    }

    /// The registration of a new customer, who then prefers to pay as this order is paid.
    ///
    /// # Errors
    /// `bad_value` at the field that can't be read; `forbidden` for somebody who may not register customers.
    pub(crate) fn register(&self, visit: &Visit) -> Result<Register, Problem> {
        if !visit.may("customers:write") {
            return Err(Problem::forbidden_page("customers:write"));
        }
        let start = format!("{NEW}[");
        let own = |name: &str| {
            let rest = name.strip_prefix(&start)?;
            let (first, rest) = rest.split_once(']')?;
            Some(format!("{first}{rest}"))
        };
        let fields: Vec<(String, &str)> = self
            .form
            .pairs()
            .iter()
            .filter_map(|(name, value)| Some((own(name)?, value.trim())))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let is_place =
            |name: &str| name.contains("[street]") || name.contains("[zip]") || name.contains("[city]");
        let has_address = fields.iter().any(|(name, _)| is_place(name));
        let mut form = Form::default();
        for (name, value) in fields.iter().filter(|(name, _)| has_address || !name.contains("[addresses]")) {
            form = form.with(name, *value);
        }
        let method = self.form.value("payment_method");
        let method = if method.is_empty() { PaymentMethod::Prepayment.as_str() } else { method };
        let form = form.with("payment_method", method).with("language", visit.language.tag());
        let body: RegisterBody = form.read(visit.language, &[]).map_err(of_new)?;
        body.command(visit.caller.currency).map_err(of_new)
    }
}

/// A problem of the command with its place in the form.
pub(crate) fn of_form(problem: Problem) -> Problem {
    match problem.body().field.as_deref() {
        Some("customer") => problem.at(WHO),
        Some(field) if field.starts_with("contact/") => of_new(problem),
        _ => problem,
    }
}

fn of_new(problem: Problem) -> Problem {
    let field = problem.body().field.clone().unwrap_or_default();
    problem.at(&format!("{NEW}/{field}"))
}
