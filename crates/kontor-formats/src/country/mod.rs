//! Countries by code or name.

/// The ISO 3166-1 alpha-2 code of a country that is named by a code or by a name in English or German.
#[must_use]
pub fn code(name_or_code: &str) -> Option<&'static str> {
    let _ = name_or_code;
    None
}
