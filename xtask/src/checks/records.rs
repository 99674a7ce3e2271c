//! Rows are described, and changed by `apply`, in a domain's `records.rs` alone.

use std::collections::{BTreeMap, BTreeSet};

use super::Problem;
use crate::rust::{Source, block_end, cut, macro_calls, words};
use crate::tree::{Tree, crate_of, domain_of, is_in};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let sources = || tree.rust().iter().filter(|source| domain_of(crate_of(&source.path)).is_some());
    let mut mutable: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in sources() {
        mutable.entry(crate_of(&source.path)).or_default().extend(mutable_accessors(source));
    }
    let mut problems = Vec::new();
    for source in sources().filter(|source| !is_in(&source.path, "records")) {
        for name in ["record", "tables"] {
            for call in macro_calls(&source.production, name) {
                let message = format!("describes rows with {name}!: move it to this crate's records.rs");
                problems.push(Problem::at(source, call.start, message));
            }
        }
        let mut before = "";
        for (at, word) in words(&source.production) {
            if before == "fn" && word == "apply" && !only_delegates(&source.production, at) {
                let message = "applies an event: let its `apply` do nothing but call one function of records";
                problems.push(Problem::at(source, at, message));
            }
            let accessors = mutable.get(crate_of(&source.path));
            if word == "table_mut" || accessors.is_some_and(|accessors| accessors.contains(word)) {
                let message = format!(
                    "takes rows mutable with {word}: record an event, whose function in records does it"
                );
                problems.push(Problem::at(source, at, message));
            }
            before = word;
        }
    }
    problems
}

/// The names under which `tables!` gives out rows to be changed: the second of each pair.
fn mutable_accessors(source: &Source) -> impl Iterator<Item = &str> {
    macro_calls(&source.production, "tables")
        .into_iter()
        .flat_map(|call| words(cut(&source.production, call)))
        .map(|(_, word)| word)
        .filter(|word| word.ends_with("_mut"))
}

/// Whether the function whose name stands at an offset has the body `records::…(…)`, and nothing beside it.
fn only_delegates(code: &str, name: usize) -> bool {
    let body = cut(code, name..code.len()).find('{').map(|open| name + open);
    body.is_some_and(|open| {
        let body = cut(code, open + 1..block_end(code, open) - 1).trim();
        let call = body.strip_prefix("crate::").unwrap_or(body);
        call.starts_with("records::") && call.ends_with(')') && call.matches(['(', ';', '{']).count() == 1
    })
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    #[test]
    fn rows_are_at_home_in_records() {
        let text = "record! { pub struct Order in \"orders_order\" }\ntables! { pub trait T, U {} }\nfn apply() { table_mut(); }";
        let homes = [
            "crates/kontor-orders/src/records.rs",
            "crates/kontor-orders/src/records/line.rs",
            "crates/kontor-store/src/own.rs",
        ];
        for home in homes {
            assert_eq!(found(check, &[(home, text)]), [""; 0], "{home}");
        }
        let innocent =
            "fn decide() { desk.record(Placed); event.apply(); apply_discount(); orders_mutual(); }
            impl Event for Placed { fn apply(&self, rows: &mut Rows) -> R { records::placed(self, rows) } }";
        assert_eq!(found(check, &[("crates/kontor-orders/src/place/decide.rs", innocent)]), [""; 0]);
    }

    #[test]
    fn and_nowhere_else() {
        let elsewhere = "crates/kontor-orders/src/place/mod.rs";
        finds(check, &[(elsewhere, "\nrecord! {}")], "place/mod.rs:2: describes rows with record!");
        finds(check, &[(elsewhere, "tables! {}")], "describes rows with tables!");
        for body in ["", "records::placed(self); rows.push(1)", "rows.push(self)", "other::records(self)"] {
            let text = format!("impl Event for Placed {{ fn apply(&self) {{ {body} }} }}");
            finds(check, &[(elsewhere, &text)], "applies an event");
        }
        finds(check, &[(elsewhere, "rows.table_mut::<Order>()")], "takes rows mutable with table_mut");
        let records = (
            "crates/kontor-orders/src/records.rs",
            "tables! { pub trait T, U { orders, orders_mut: Order; } }",
        );
        finds(
            check,
            &[records, (elsewhere, "\nrows.orders_mut()")],
            "place/mod.rs:2: takes rows mutable with orders_mut",
        );
    }
}
