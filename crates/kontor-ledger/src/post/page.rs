//! The form of an entry by hand.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_kernel::{Amount, Currency};
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Field, Kind, Lookup, Target, Tone, actions, badge, card, field, field_id, fields,
    form as form_of, heading, problem_notice, stack, totals,
};
use kontor_web::{App, Language, Problem};
use maud::{Markup, html};

use super::http::PostBody;
use crate::accounts::page::LOOKUP;
use crate::page::{bare, name_of, would_book};
use crate::records::Account;
use crate::texts as say;

/// Lines that an empty form has.
const LINES: usize = 4;
/// The button that asks for more lines.
const MORE: &str = "more";
/// The button that adds up what is typed; the script presses it while somebody types.
const SUMS: &str = "sums";
/// Names of numbers as people write them.
const DECIMALS: &[&str] = &["debit", "credit"];
const PATH: &str = "/ledger/entries/new";

/// An empty form, dated today.
pub async fn blank(State(app): State<App>, visit: Visit) -> Result<Page, PageProblem> {
    let today = visit.caller.zone.date_at(app.clock.now());
    let form = Form::default().with("date", today.to_string());
    let sheet = Sheet::of(&app, &visit).await?;
    Ok(sheet.page(&form, LINES, None, html! {}))
}

/// Posts it, shows what would be posted, or adds lines.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let sheet = Sheet::of(&app, &visit).await?;
    if matches!(form.button(), MORE | SUMS) {
        let more = if form.button() == MORE { LINES } else { 0 };
        let lines = form.rows("lines").max(LINES).saturating_add(more);
        return Ok(sheet.page(&form, lines, None, html! {}).into_response());
    }
    let form = form.without_blank("lines");
    let lines = form.rows("lines").max(LINES);
    let posted = async {
        let body: PostBody = named(&form)?.read(visit.language, DECIMALS)?;
        let command = body.command(visit.caller.currency)?;
        app.submit(&visit.caller, &form.intent(), command).await
    };
    match posted.await {
        Err(problem) => Ok(sheet.page(&form, lines, Some(&problem), html! {}).into_response()),
        Ok(reply) if form.is_preview() => {
            let shown = would_book(&app.reads, &visit, &reply.recorded).await;
            let shown = shown.map_err(|fault| PageProblem::new(&visit, fault))?;
            Ok(sheet.page(&form, lines, None, shown).into_response())
        }
        Ok(reply) => {
            let number = reply.answer.number;
            let flash = Flash::new(visit.say_with(say::POSTED, &[&number]));
            Ok(Onward::to(format!("/ledger/entries/{number}")).saying(flash).into_response())
        }
    }
}

/// A line that has an amount has an account: it must not be left out silently.
fn named(form: &Form) -> Result<&Form, Problem> {
    let is_nameless = |row: &usize| form.value(&format!("lines[{row}][account]")).trim().is_empty();
    match (0..form.rows("lines")).find(is_nameless) {
        None => Ok(form),
        Some(row) => {
            let say = |language: Language| language.say(say::NO_ACCOUNT);
            let problem = Problem::bad_value(&format!("lines/{row}/account"), say(Language::English));
            Err(problem.german(say(Language::German)))
        }
    }
}

/// What the form is shown with.
struct Sheet<'a> {
    visit: &'a Visit,
    accounts: Vec<Account>,
}

impl<'a> Sheet<'a> {
    async fn of(app: &App, visit: &'a Visit) -> Result<Self, PageProblem> {
        let accounts = crate::export::accounts(&app.reads, visit.caller.org).await;
        Ok(Self { visit, accounts: accounts.map_err(|fault| PageProblem::new(visit, fault))? })
    }

    fn page(&self, form: &Form, lines: usize, problem: Option<&Problem>, preview: Markup) -> Page {
        let visit = self.visit;
        let title = visit.say(say::NEW_ENTRY);
        let body = html! {
            @if let Some(problem) = problem { (problem_notice(visit, problem)) }
            p.muted { (visit.say(say::POST_HINT)) }
            (stack(&[preview, form_of(visit, PATH, None, &self.inner(form, lines, problem))]))
        };
        Page::new(visit, title)
            .heading(heading(Some((visit.say(say::JOURNAL), "/ledger/entries")), title, &[]))
            .status(problem.map_or(200, Problem::status))
            .body(body)
    }

    fn inner(&self, form: &Form, lines: usize, problem: Option<&Problem>) -> Markup {
        let visit = self.visit;
        let text = Field {
            value: form.value("text"),
            hint: visit.say(say::REASON_HINT),
            is_required: true,
            has_focus: problem.is_none(),
            ..Field::new("text", visit.say(say::WHAT))
        };
        let date = Field {
            value: form.value("date"),
            kind: Kind::Date,
            is_required: true,
            ..Field::new("date", visit.say(say::DATE))
        };
        let head = [text, date].map(|one| field(visit, &one.with_problem(visit, problem)));
        html! {
            (card(visit.say(say::NEW_ENTRY), &fields(&head)))
            (card(visit.say(say::LINES), &self.lines(form, lines, problem)))
            // The first button is the one that Enter presses.
            (actions(visit, &[
                Action::primary(visit.say(say::POST), Target::Send("")),
                Action::new(visit.say(say::PREVIEW), Target::Send("preview")).key("p"),
                Action::new(visit.say(say::MORE_LINES), Target::Send(MORE)).key("+"),
                Action::new(visit.say(say::CANCEL), Target::Link("/ledger/entries")),
            ]))
            button.button.no-script type="submit" name="do" value=(SUMS) data-recalc { (visit.say(say::ADD_UP)) }
        }
    }

    fn lines(&self, form: &Form, lines: usize, problem: Option<&Problem>) -> Markup {
        let visit = self.visit;
        let (debit, credit) = (sum(form, visit, "debit"), sum(form, visit, "credit"));
        html! {
            @for row in 0..lines { (self.line(form, row, problem)) }
            (totals(&[
                (visit.say(say::DEBIT), bare(visit, debit)),
                (visit.say(say::CREDIT), bare(visit, credit)),
            ]))
            p { (self.difference([debit, credit])) }
            (self.about_sums(problem))
        }
    }

    /// What is wrong with the lines together stands below their sums.
    fn about_sums(&self, problem: Option<&Problem>) -> Markup {
        let here = problem.filter(|problem| problem.body().field.as_deref() == Some("lines"));
        html! {
            div id=(field_id("lines")) tabindex="-1" {
                @if let Some(problem) = here { p.error { (problem.sentence(self.visit.language)) } }
            }
        }
    }

    fn difference(&self, [debit, credit]: [Amount; 2]) -> Markup {
        let apart = debit.minor().saturating_sub(credit.minor()).saturating_abs();
        html! {
            @if debit == Amount::ZERO && credit == Amount::ZERO {}
            @else if apart == 0 { (badge(Tone::Ok, self.visit.say(say::EQUAL))) }
            @else {
                (badge(Tone::Warn, &self.visit.say_with(say::DIFFER, &[&bare(self.visit, Amount::new(apart))])))
            }
        }
    }

    fn line(&self, form: &Form, row: usize, problem: Option<&Problem>) -> Markup {
        let visit = self.visit;
        let names = ["account", "debit", "credit"].map(|part| format!("lines[{row}][{part}]"));
        let [account, debit, credit] = names.each_ref().map(String::as_str);
        let number = form.value(account).trim();
        let known = self.accounts.iter().find(|known| known.number.as_str() == number);
        let chosen = known.map_or("", |known| name_of(visit, &known.name_de, &known.name_en));
        let label = |name: &str| format!("{}, {name}", visit.say_with(say::LINE, &[&row.saturating_add(1)]));
        let labels = [say::ACCOUNT, say::DEBIT, say::CREDIT].map(|text| label(visit.say(text)));
        let [account_label, debit_label, credit_label] = labels.each_ref().map(String::as_str);
        // A line that has no side, or two, is said at its first amount.
        let of_line = format!("lines/{row}");
        let here = problem.filter(|problem| problem.body().field.as_deref() == Some(&of_line));
        let of_line = here.map_or("", |problem| problem.sentence(visit.language));
        let lookup = Kind::Lookup(Lookup { href: LOOKUP, id: None, chosen });
        let cell = |name, label, kind, error| {
            let value = form.value(name);
            let one = Field { value, kind, error, ..Field::new(name, label) };
            field(visit, &one.with_problem(visit, problem))
        };
        html! {
            div id=(field_id(&format!("lines[{row}]"))) {
                (fields(&[
                    cell(account, account_label, lookup, ""),
                    cell(debit, debit_label, Kind::Decimal, of_line),
                    cell(credit, credit_label, Kind::Decimal, ""),
                ]))
            }
        }
    }
}

/// The sum of one side, of what can be read as an amount.
fn sum(form: &Form, visit: &Visit, side: &str) -> Amount {
    let read =
        |row: usize| amount(form, visit.language, &format!("lines[{row}][{side}]"), visit.caller.currency);
    let sum =
        (0..form.rows("lines")).filter_map(read).fold(0_i64, |sum, one| sum.saturating_add(one.minor()));
    Amount::new(sum)
}

fn amount(form: &Form, language: Language, name: &str, currency: Currency) -> Option<Amount> {
    Amount::parse(&form.decimal(name, language), currency).ok()
}
