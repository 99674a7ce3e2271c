//! Fields of forms, with their label, hint and error.

/// The id of the field of a name: `f-lines-0-sku` for `lines[0][sku]`.
#[must_use]
pub fn field_id(name: &str) -> String {
    let parts = name.split(['[', ']']).filter(|part| !part.is_empty());
    parts.fold(String::from("f"), |id, part| format!("{id}-{part}"))
}
