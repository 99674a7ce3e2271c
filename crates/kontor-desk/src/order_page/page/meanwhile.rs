//! What others did to an order since somebody saw it: said where a form comes too late.

use kontor_kernel::limits;
use kontor_orders::model::OrderId;
use kontor_store::Fault;
use kontor_web::App;
use kontor_web::console::Visit;
use maud::{Markup, html};

use super::past::{sees, told};
use crate::order_page::texts;
use crate::timeline::{self, Names, words};

/// Who changed what since a version, the newest first.
pub(super) async fn since(app: &App, visit: &Visit, order: OrderId, version: i64) -> Result<Markup, Fault> {
    let org = visit.caller.org;
    let all = timeline::of((&app.reads, &app.schema), org, order, i64::MAX, sees(visit)).await?;
    let names = Names::read(&app.reads, org).await?;
    let newer = all.entries.iter().filter(|entry| entry.position > version);
    let told = told(visit, &names);
    Ok(html! {
        ul {
            @for entry in newer.take(usize::from(limits::PAGE_DEFAULT)) {
                li {
                    (visit.time(entry.at)) " · " (names.of(&entry.actor, visit.language)) ": " (words(entry, told))
                }
            }
        }
        p { (visit.say(texts::LOOK_AGAIN)) }
    })
}
