//! How much of which line: a table with a field for each.

use kontor_kernel::Quantity;
use kontor_web::Problem;
use kontor_web::console::{Form, Visit};
use kontor_web::page::{Field, Kind, field, format};
use maud::{Markup, html};

use crate::order_page::texts;

/// The list's name in the form, and in the bodies of the JSON doors.
const LIST: &str = "lines";

/// A line to choose of.
pub(super) struct Choosable<'a> {
    /// Its number.
    pub(super) line: i32,
    /// Its SKU.
    pub(super) sku: &'a str,
    /// Its name.
    pub(super) name: &'a str,
    /// How much of it there is to choose.
    pub(super) available: Quantity,
    /// How much is chosen when the form is opened.
    pub(super) preset: Quantity,
}

/// What the form says of how much of which line: what was typed, the presets in a new form.
pub(super) struct Quantities<'a> {
    pub(super) visit: &'a Visit,
    pub(super) lines: &'a [Choosable<'a>],
    /// The form that came in; none in a new one.
    pub(super) typed: Option<&'a Form>,
    pub(super) problem: Option<&'a Problem>,
}

/// The form without the lines of which nothing is chosen. With none left it chooses nothing of the first line, which the
/// command refuses: an empty list would mean all.
pub(super) fn chosen(form: &Form) -> Form {
    let kept = form.clone().without_empty(LIST, "quantity");
    if form.rows(LIST) == 0 || kept.rows(LIST) > 0 {
        return kept;
    }
    let line = form.value(&name(0, "line"));
    kept.with(&name(0, "line"), line).with(&name(0, "quantity"), "0")
}

/// A problem with what [`chosen`] left of a form, at its place in the form as it was sent.
pub(super) fn in_form(form: &Form, problem: Problem) -> Problem {
    let row = problem.body().field.as_deref().and_then(|place| {
        let (row, field) = place.strip_prefix("lines/")?.split_once('/')?;
        let line = chosen(form).value(&name(row.parse().ok()?, "line")).to_owned();
        let sent = (0..form.rows(LIST)).find(|sent| form.value(&name(*sent, "line")) == line)?;
        Some(format!("{LIST}/{sent}/{field}"))
    });
    match row {
        Some(place) => problem.at(&place),
        None => problem,
    }
}

fn name(row: usize, field: &str) -> String {
    format!("{LIST}[{row}][{field}]")
}

impl Quantities<'_> {
    /// The table.
    pub(super) fn table(&self) -> Markup {
        let visit = self.visit;
        if self.lines.is_empty() {
            return html! {};
        }
        html! {
            div.table-box #f-lines tabindex="-1" {
                table.data.amounts {
                    caption.unseen { (visit.say(texts::LINES)) }
                    thead {
                        tr {
                            th scope="col" { (visit.say(texts::ARTICLE)) }
                            th scope="col" { (visit.say(texts::NAME)) }
                            th.num scope="col" { (visit.say(texts::POSSIBLE)) }
                            th.num scope="col" { (visit.say(texts::QUANTITY)) }
                        }
                    }
                    tbody { @for (row, line) in self.numbered() { (self.row(row, line)) } }
                }
            }
        }
    }

    /// The lines, each with the number of its fields' row, for those that have fields: a form counts no others.
    fn numbered(&self) -> Vec<(Option<usize>, &Choosable<'_>)> {
        let mut next = 0;
        let number = |line| {
            let row = self.has_field(line).then_some(next);
            next = row.map_or(next, |row| row + 1);
            (row, line)
        };
        self.lines.iter().map(number).collect()
    }

    fn has_field(&self, line: &Choosable<'_>) -> bool {
        line.available.is_positive() || self.typed.is_some_and(|form| typed(form, line.line).is_some())
    }

    fn row(&self, row: Option<usize>, line: &Choosable<'_>) -> Markup {
        let visit = self.visit;
        html! {
            tr {
                td.s-title { (line.sku) }
                td.s-sub.wrap { (line.name) }
                td.num.s-side { (visit.quantity(line.available)) }
                td.num.s-foot { @match row { Some(row) => (self.field(row, line)), None => "–" } }
            }
        }
    }

    fn field(&self, row: usize, line: &Choosable<'_>) -> Markup {
        let visit = self.visit;
        let preset = if line.preset.is_positive() {
            format::input_quantity(line.preset, visit.language)
        } else {
            String::new()
        };
        let typed = self.typed.and_then(|form| typed(form, line.line));
        let quantity = name(row, "quantity");
        let label = visit.say_with(texts::QUANTITY_OF, &[&line.sku]);
        let field_of = Field {
            kind: Kind::Decimal,
            value: typed.as_deref().unwrap_or(&preset),
            error: self.error_of(line.line).unwrap_or_default(),
            is_bare: true,
            ..Field::new(&quantity, &label)
        };
        html! {
            input type="hidden" name=(name(row, "line")) value=(line.line);
            (field(visit, &field_of))
        }
    }

    /// What a refusal says of a line: by its number among the facts, or by the place that could not be read.
    fn error_of(&self, line: i32) -> Option<&str> {
        let problem = self.problem?;
        let body = problem.body();
        let by_number = body.facts.get("line").and_then(|fact| fact.as_str()) == Some(&line.to_string());
        let by_place = || {
            let row = body.field.as_deref()?.strip_prefix("lines/")?.strip_suffix("/quantity")?;
            Some(self.typed?.value(&name(row.parse().ok()?, "line")) == line.to_string())
        };
        (by_number || by_place() == Some(true)).then(|| problem.sentence(self.visit.language))
    }
}

/// What was typed for a line, wherever it stood in the form: lines may have come or gone since.
fn typed(form: &Form, line: i32) -> Option<String> {
    let is_line = |row: &usize| form.value(&name(*row, "line")) == line.to_string();
    let row = (0..form.rows(LIST)).find(is_line)?;
    Some(form.value(&name(row, "quantity")).to_owned())
}
