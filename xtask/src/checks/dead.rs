//! A public item whose name occurs once in the whole repository is unused.

use std::collections::BTreeMap;

use super::Problem;
use crate::rust::{public_items, words};
use crate::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    // Literals count: serde and utoipa name functions in them.
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, word) in tree.rust().iter().flat_map(|source| words(&source.quoted)) {
        let times = count.entry(word).or_default();
        *times += 1;
    }
    let mut problems = Vec::new();
    for source in tree.rust() {
        // A field may be there to be read by serde; a module to be found.
        let items =
            public_items(&source.production).into_iter().filter(|item| !matches!(item.kind, "field" | "mod"));
        for item in items.filter(|item| item.name != "_" && count.get(item.name) == Some(&1)) {
            let message =
                format!("the {} {} is named nowhere else: delete it, or use it", item.kind, item.name);
            problems.push(Problem::at(source, item.offset, message));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const FILE: &str = "crates/kontor-orders/src/lib.rs";

    #[test]
    fn used_items_pass() {
        let text = "pub fn a() {} pub struct B; pub fn c() {} #[serde(default = \"c\")] struct D { pub e: i64 } pub mod f;";
        let user = ("crates/kontor-billing/src/tests.rs", "fn t() { a(); let b: B; }");
        assert_eq!(found(check, &[(FILE, text), user]), [""; 0]);
    }

    #[test]
    fn unused_ones_are_found() {
        finds(
            check,
            &[(FILE, "\npub fn alone() {} // alone, alone")],
            "lib.rs:2: the fn alone is named nowhere else",
        );
        for text in [
            "pub struct Alone;",
            "pub const ALONE: u8 = 1;",
            "macro_rules! alone { () => {} }",
            "pub trait Alone {}",
        ] {
            finds(check, &[(FILE, text)], "is named nowhere else");
        }
    }
}
