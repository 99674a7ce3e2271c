//! Texts that a spreadsheet would take for a formula.

use std::borrow::Cow;

/// The text so that no spreadsheet takes it for a formula: where it starts with zero or more `'` followed by one
/// of `=`, `+`, `-`, `@`, TAB or CR, one more `'` stands before it. [`original`] takes it off again.
#[must_use]
pub fn neutral(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// What [`neutral`] was given: takes one `'` off a text that starts with one or more `'` followed by a sign that
/// begins a formula.
#[must_use]
pub fn original(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}
