//! The reference that the program writes about itself, so that it can't be out of date: a test compares.

mod cli;
mod rejects;

use kontor_store::Fault;

pub use cli::cli;
pub use rejects::{codes, feature_codes, rejects};

use crate::config::DEFAULTS;
use crate::{router, schema};

/// A page of the reference.
pub struct Page {
    /// The name of its file.
    pub name: &'static str,
    /// What stands in it.
    pub text: String,
}

/// What stands on top of every page, with the command that writes it.
fn head(title: &str, part: &str, about: &str) -> String {
    format!(
        "# {title}\n\n<!-- written by `kontor docs {part}`: change the code, not this page -->\n\n{about}\n"
    )
}

/// All pages.
///
/// # Errors
/// When the rooms don't fit together, which is a bug.
pub fn pages() -> Result<Vec<Page>, Fault> {
    Ok(vec![openapi(), events()?, config(), cli(), rejects()])
}

/// The API's document.
#[must_use]
pub fn openapi() -> Page {
    let document = router::document(router::rows());
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    Page { name: "openapi.json", text: format!("{text}\n") }
}

/// The settings.
#[must_use]
pub fn config() -> Page {
    let about = "The defaults, as the program has them built in. Copy what you change into `kontor.toml`.";
    let text = format!("{}\n```toml\n{DEFAULTS}```\n", head("Settings", "config", about));
    Page { name: "config.md", text }
}

/// The events with the versions that this program reads.
///
/// # Errors
/// When the rooms don't fit together, which is a bug.
pub fn events() -> Result<Page, Fault> {
    let about = "What the journal holds and the feed (`GET /api/v1/events`) shows. A released version is never edited; \
        older ones stay readable for ever. A token sees an event when it may read what it is about.";
    let mut text = head("Events", "events", about);
    let mut room = "";
    for (kind, version) in schema::schema()?.event_kinds() {
        let of = kind.split('.').next().unwrap_or_default();
        if of != room {
            text.push_str(&format!("\n## {of}\n\n| kind | version | readable with |\n|---|---|---|\n"));
            room = of;
        }
        let scope = crate::feed::scope_of(kind);
        text.push_str(&format!("| `{kind}` | {version} | `{scope}` |\n"));
    }
    Ok(Page { name: "events.md", text })
}
