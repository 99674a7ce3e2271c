//! The reference that the program writes about itself, so that it can't be out of date: a test compares.

mod cli;
mod events;
mod rejects;

use kontor_store::Fault;

pub use cli::cli;
pub use events::events;
pub use rejects::{codes, feature_codes, rejects};

use crate::config::DEFAULTS;
use crate::router;

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

/// All pages. Must not be called inside a runtime.
///
/// # Errors
/// As [`events`].
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
