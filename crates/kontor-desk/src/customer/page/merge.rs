//! Merge a duplicate into a customer: named by its number, shown with what it does, then done.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_customers::events::Merged;
use kontor_customers::merge::MergeCustomer;
use kontor_customers::model::CustomerId;
use kontor_customers::show::{Shown, by_number};
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::page::{Field, Kind, Lookup, Tone};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::change::found;
use super::{name_of, texts};
use crate::page::{Entry, Sheet, Told};

/// The form.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<CustomerId>,
) -> Result<Response, PageProblem> {
    Ok(sheet(&visit, &found(&app, &visit, id).await?, None, &Told::default()))
}

/// Sends it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<CustomerId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let survivor = found(&app, &visit, id).await?;
    let from = form.value("from").trim().to_owned();
    let twin = by_number(&app.reads, visit.caller.org, &from).await;
    let Some(twin) = twin.map_err(|fault| PageProblem::new(&visit, fault))? else {
        let problem = Problem::new(422, "unknown_duplicate", texts::UNKNOWN_NUMBER.en);
        let told = Told::refused(problem.german(texts::UNKNOWN_NUMBER.de).at("from"));
        return Ok(sheet(&visit, &survivor, Some(&form), &told));
    };
    let command = MergeCustomer { customer: id, from: twin.customer.id };
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(reply) if form.is_preview() => {
            let merged = reply.recorded.the::<Merged>();
            let merged = merged.map_err(|fault| PageProblem::new(&visit, fault))?;
            let told = Told::tried(effects(&visit, &survivor, &twin, merged));
            Ok(sheet(&visit, &survivor, Some(&form), &told))
        }
        Ok(_) => {
            let said = visit.say_with(texts::MERGED_DONE, &[&twin.customer.number]);
            Ok(Onward::to(format!("/customers/{id}")).saying(Flash::new(said)).into_response())
        }
        Err(problem) => Ok(sheet(&visit, &survivor, Some(&form), &Told::refused(problem))),
    }
}

fn effects(visit: &Visit, survivor: &Shown, twin: &Shown, merged: &Merged) -> Markup {
    let name = name_of(visit, &survivor.customer, &survivor.card);
    let duplicate = name_of(visit, &twin.customer, &twin.card);
    let orders = visit.number(merged.order_count);
    let (volume, open) = (visit.money(merged.volume), visit.money(merged.open_balance));
    let sentences = [
        (Tone::Warn, visit.say_with(texts::E_MERGE, &[&duplicate, &twin.customer.number])),
        (Tone::Info, visit.say_with(texts::E_MERGE_FIGURES, &[&orders, &volume, &open, &name])),
        (Tone::Info, visit.say_with(texts::E_MERGE_NOTES, &[&name])),
        (Tone::Warn, visit.say(texts::E_FOREVER).to_owned()),
    ];
    html! { ul.effects { @for (tone, sentence) in &sentences { li class=(tone.class()) { (sentence) } } } }
}

fn sheet(visit: &Visit, survivor: &Shown, typed: Option<&Form>, told: &Told) -> Response {
    let customer = &survivor.customer;
    let name = name_of(visit, customer, &survivor.card);
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    let sheet = Sheet {
        visit,
        back: (&name, &format!("/customers/{}", customer.id)),
        names: (texts::MERGE_HERE, texts::MERGE),
        action: &format!("/customers/{}/merge", customer.id),
        version: None,
        has_preview: true,
        is_danger: true,
        fields: entry.field(Field {
            kind: Kind::Lookup(Lookup { href: "/lookup/customers", ..Lookup::default() }),
            hint: visit.say(texts::MERGE_HINT),
            is_required: true,
            has_focus: true,
            ..Field::new("from", visit.say(texts::DUPLICATE))
        }),
    };
    sheet.page(told)
}
