//! Change how a user is called and how they like the console.
//!
//! 1. The user is there.
//! 2. What is left out stays.
//!
//! Records nothing: names have no place in the journal, and how light a page is does not matter to it.

mod decide;
#[cfg(test)]
mod tests;

use crate::model::{Density, PersonName, Theme, UiLanguage, UserId};

/// A profile is to be changed.
#[derive(Debug, Clone)]
pub struct ChangeProfile {
    /// Whose.
    pub user: UserId,
    /// The name.
    pub name: Option<PersonName>,
    /// The language; `Some(None)`: as the browser asks.
    pub language: Option<Option<UiLanguage>>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// How close rows stand.
    pub density: Option<Density>,
}
