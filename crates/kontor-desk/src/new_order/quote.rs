//! What placing an order would come to: dry runs of the command itself. Rules 3 and 4.

use kontor_catalog::model::Sku;
use kontor_customers::model::PaymentMethod;
use kontor_kernel::limits;
use kontor_orders::model::Totals;
use kontor_orders::place::{Place, PlaceLine, PlacedOrderLine};
use kontor_web::{App, Caller, Intent, Language, Problem};

use super::draft::{Line, Lines};

/// What an order would come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Quote {
    /// The total of the lines that would be taken; none when no line would.
    pub(crate) totals: Option<Totals>,
    /// What is refused of the order as a whole, such as the credit limit.
    pub(crate) problem: Option<Problem>,
}

/// Prices the lines of a form, of the order that `place` is without them; each line gets its result or its problem.
/// The lines' own places in problems are those of the form.
pub(crate) async fn quote(
    app: &App,
    caller: &Caller,
    language: Language,
    place: Place,
    lines: &mut Lines,
) -> Quote {
    let mut rows = readable(lines, language);
    let (mut place, mut quote) = (place, Quote::default());
    for _ in 0..limits::QUOTE_TRIES {
        if rows.is_empty() {
            break;
        }
        let attempt = Place { lines: rows.iter().map(|(_, line)| line.clone()).collect(), ..place.clone() };
        let dry = Intent { key: None, dry_run: true };
        match app.submit(caller, &dry, attempt).await {
            Ok(reply) => {
                quote.totals = Some(reply.answer.totals);
                tell(lines, &rows, &reply.answer.lines);
                break;
            }
            Err(problem) => match refused_line(&problem).filter(|at| *at < rows.len()) {
                Some(at) => {
                    let (row, _) = rows.remove(at);
                    refuse(lines, row, problem);
                }
                // What is wrong with customer or payment does not hide the prices, once it is said.
                None if quote.problem.is_none() && problem.status() < 500 => {
                    quote.problem = Some(problem);
                    place =
                        Place { customer: None, payment_method: Some(PaymentMethod::Prepayment), ..place };
                }
                None => {
                    quote.problem.get_or_insert(problem);
                    break;
                }
            },
        }
    }
    quote
}

/// The lines that can be read, each with its row; the others get their problem.
fn readable(lines: &mut Lines, language: Language) -> Vec<(usize, PlaceLine)> {
    let mut rows = Vec::new();
    for (row, line) in lines.0.iter_mut().enumerate() {
        if line.is_empty() || line.sku.is_empty() {
            continue;
        }
        match place_line(line, language) {
            Ok(read) => rows.push((row, read)),
            Err(problem) => line.problem = Some(in_row(problem, row)),
        }
    }
    rows
}

pub(crate) fn place_line(line: &Line, language: Language) -> Result<PlaceLine, Problem> {
    let (sku, quantity, price) = line.read(language)?;
    let sku = Sku::parse(&sku).map_err(|error| Problem::bad_value("sku", &format!("{error}.")))?;
    Ok(PlaceLine { sku, quantity, price })
}

fn tell(lines: &mut Lines, rows: &[(usize, PlaceLine)], results: &[PlacedOrderLine]) {
    for ((row, _), result) in rows.iter().zip(results) {
        if let Some(line) = lines.0.get_mut(*row) {
            line.result = Some(*result);
        }
    }
}

fn refuse(lines: &mut Lines, row: usize, problem: Problem) {
    if let Some(line) = lines.0.get_mut(row) {
        let field = problem.body().field.clone().unwrap_or_default();
        let field = field.splitn(3, '/').nth(2).unwrap_or("sku").to_owned();
        line.problem = Some(in_row(problem.at(&field), row));
    }
}

pub(crate) fn in_row(problem: Problem, row: usize) -> Problem {
    let field = problem.body().field.clone().unwrap_or_default();
    problem.at(&format!("lines/{row}/{field}"))
}

/// Which of the lines that were sent a refusal is about.
fn refused_line(problem: &Problem) -> Option<usize> {
    let field = problem.body().field.as_deref()?;
    field.strip_prefix("lines/")?.split('/').next()?.parse().ok()
}
