//! The page.

use axum::extract::State;
use kontor_web::App;
use kontor_web::console::{Page, PageProblem, Visit};

use crate::texts as say;

/// What waits and how the day goes.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Page, PageProblem> {
    let now = app.clock.now();
    let work =
        super::work(&app.reads, &visit.caller, now).await.map_err(|fault| PageProblem::new(&visit, fault))?;
    let _ = work;
    Ok(Page::new(&visit, visit.say(say::TODAY)).live("orders stock invoices payments shipments customers"))
}
