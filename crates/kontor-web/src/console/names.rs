//! Names of a form's fields: `lines[0][sku]`, and their places in problems: `lines/0/sku`.

use std::collections::{BTreeMap, BTreeSet};

/// The name of the field at a problem's place.
#[must_use]
pub fn name_of(place: &str) -> String {
    let mut parts = place.split('/');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| format!("{name}[{part}]"))
}

/// The place of a field in a problem. Takes the dots of a reader's path as well: `lines[0].sku`.
#[must_use]
pub fn place_of(name: &str) -> String {
    let place = name.replace(['[', '.'], "/").replace(']', "");
    place.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// The same fields with the rows of each list numbered from 0 without gaps, in their order: rows that were taken out
/// on the page leave some.
pub(super) fn compacted(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut rows: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for (name, _) in &pairs {
        for (list, row) in rows_of(name) {
            rows.entry(list).or_default().insert(row);
        }
    }
    if rows.values().all(|rows| rows.iter().zip(0..).all(|(row, place)| *row == place)) {
        return pairs;
    }
    pairs.into_iter().map(|(name, value)| (renumbered(&name, &rows), value)).collect()
}

/// The lists that a name lies in, each with its row.
fn rows_of(name: &str) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    for (at, _) in name.match_indices('[') {
        let (list, rest) = name.split_at(at);
        if let Some(row) =
            rest.get(1..).and_then(|rest| rest.split(']').next()).and_then(|row| row.parse().ok())
        {
            found.push((list.to_owned(), row));
        }
    }
    found
}

fn renumbered(name: &str, rows: &BTreeMap<String, BTreeSet<u32>>) -> String {
    let mut new = name.to_owned();
    // From the inside out, so that the lists further out still have their old numbers when they are looked up.
    for (list, row) in rows_of(name).into_iter().rev() {
        let place = rows.get(&list).map_or(0, |rows| rows.range(..row).count());
        let rest = new.split_off(list.len());
        let rest = rest.split_once(']').map_or("", |(_, rest)| rest);
        new = format!("{list}[{place}]{rest}");
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_places_belong_together() {
        for (name, place) in [
            ("name", "name"),
            ("lines[0][sku]", "lines/0/sku"),
            ("contact[addresses][1][zip]", "contact/addresses/1/zip"),
        ] {
            assert_eq!((place_of(name), name_of(place)), (place.to_owned(), name.to_owned()));
        }
        assert_eq!(place_of("lines[2].sku"), "lines/2/sku");
        assert_eq!(place_of("."), "");
    }

    #[test]
    fn gaps_between_rows_close() {
        let pairs =
            |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), String::new())).collect::<Vec<_>>();
        let given = pairs(&["a", "l[9][x]", "l[2][x]", "l[2][k][5][y]", "l[2][k][3][y]", "l[9][k][1][y]"]);
        let closed = pairs(&["a", "l[1][x]", "l[0][x]", "l[0][k][1][y]", "l[0][k][0][y]", "l[1][k][0][y]"]);
        assert_eq!(compacted(given), closed);
        assert_eq!(compacted(closed.clone()), closed);
    }
}
