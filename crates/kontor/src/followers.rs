//! What happens after the commit: every follower of the house.

use std::sync::Arc;

use kontor_desk::search::SearchFollower;
use kontor_store::follower::{Follower, Hands};
use kontor_web::App;

/// All followers. Each is run by one server at a time, however many there are.
#[must_use]
pub fn all() -> Vec<Arc<dyn Follower>> {
    vec![Arc::new(SearchFollower)]
}

/// What they are run with.
#[must_use]
pub fn hands(app: &App) -> Hands {
    Hands {
        writer: app.writer.clone(),
        reads: app.reads.clone(),
        schema: Arc::clone(&app.schema),
        clock: Arc::clone(&app.clock),
    }
}
