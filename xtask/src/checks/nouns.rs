//! The crates below the domains name nothing of the business.

use std::collections::BTreeSet;

use super::Problem;
use crate::rust::public_items;
use crate::tree::{Tree, crate_of};

const FOUNDATION: &[&str] = &["kontor-kernel", "kontor-store", "kontor-web"];

/// Public names that hold a business noun all the same: `CRATE NAME REASON`, one a line.
const LIST: &str = "xtask/business-nouns.txt";

const NOUNS: &[&str] = &[
    "backorder",
    "carrier",
    "cart",
    "customer",
    "dunning",
    "fulfilment",
    "inventory",
    "invoice",
    "ledger",
    "order",
    "parcel",
    "payable",
    "payment",
    "picking",
    "product",
    "purchase",
    "receivable",
    "refund",
    "reservation",
    "shipment",
    "sku",
    "stock",
    "supplier",
    "voucher",
    "warehouse",
];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut excused = BTreeSet::new();
    for (index, line) in tree.text(LIST).unwrap_or_default().lines().enumerate() {
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (None, ..) => {}
            (Some(first), ..) if first.starts_with('#') => {}
            (Some(crate_name), Some(name), Some(_)) => {
                excused.insert((crate_name, name, index + 1));
            }
            _ => problems.push(Problem::line(LIST, index + 1, "a line is CRATE NAME REASON")),
        }
    }
    let mut used = BTreeSet::new();
    for source in tree.rust().iter().filter(|source| FOUNDATION.contains(&crate_of(&source.path))) {
        let crate_name = crate_of(&source.path);
        for item in public_items(&source.production) {
            let Some(noun) = business_noun(item.name) else { continue };
            if let Some(entry) =
                excused.iter().find(|(owner, name, _)| *owner == crate_name && *name == item.name)
            {
                used.insert(*entry);
                continue;
            }
            problems.push(Problem::at(
                source,
                item.offset,
                format!(
                    "the {} {} names the business noun {noun:?}: move it to its domain or name what it is here \
                     (an exception goes into {LIST}, with its reason)",
                    item.kind, item.name
                ),
            ));
        }
    }
    let idle = excused.difference(&used);
    problems.extend(idle.map(|(owner, name, line)| {
        Problem::line(LIST, *line, format!("{owner} has no {name} any more: delete the line"))
    }));
    problems
}

fn business_noun(name: &str) -> Option<&'static str> {
    let words = split_name(name);
    words.iter().enumerate().find_map(|(index, word)| {
        // `order_by` is SQL's.
        if word == "order" && words.get(index + 1).is_some_and(|next| next == "by") {
            return None;
        }
        let singular = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
        let singular = singular.as_deref().or(word.strip_suffix('s')).unwrap_or(word);
        NOUNS.iter().copied().find(|noun| word == noun || *noun == singular)
    })
}

/// The words of a name in snake or camel case, in lower case.
fn split_name(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before_was_lower = false;
    for letter in name.chars() {
        let starts = words.is_empty() || (letter.is_uppercase() && before_was_lower);
        if letter == '_' {
            words.push(String::new());
        } else if starts {
            words.push(letter.to_lowercase().collect());
        } else if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
        before_was_lower = letter.is_lowercase() || letter.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(split_name("OrderLines2Go"), ["order", "lines2", "go"]);
        assert_eq!(split_name("ORDER_LINES"), ["order", "lines"]);
        assert_eq!(business_noun("load_inventories"), Some("inventory"));
        for innocent in ["Ordering", "order_by", "Border", "restocked_at", "byproduct"] {
            assert_eq!(business_noun(innocent), None, "{innocent}");
        }
    }

    #[test]
    fn a_business_noun_in_the_foundation_is_found() {
        let store = "crates/kontor-store/src/lib.rs";
        finds(check, &[(store, "pub struct OrderRow;")], "kontor-store/src/lib.rs:1: the struct OrderRow");
        finds(check, &[(store, "pub struct Row { pub customer: i64 }")], "the field customer");
        finds(check, &[(store, "macro_rules! invoices { () => {} }")], "the macro invoices");
        let innocent = "fn order() {} pub(crate) struct Order; // pub struct Stock;\n#[cfg(test)] mod tests { pub struct Sku; }";
        assert_eq!(
            found(check, &[(store, innocent), ("crates/kontor-orders/src/lib.rs", "pub struct Order;")]),
            [""; 0]
        );
    }

    #[test]
    fn exceptions_have_reasons_and_go_when_they_are_idle() {
        let kernel = ("crates/kontor-kernel/src/limits.rs", "pub const ORDER_LINES: u32 = 1;");
        let list = "# why\nkontor-kernel ORDER_LINES all bounds stand in one file\n";
        assert_eq!(found(check, &[kernel, (LIST, list)]), [""; 0]);
        finds(check, &[(LIST, list)], "business-nouns.txt:2: kontor-kernel has no ORDER_LINES any more");
        let bare = found(check, &[kernel, (LIST, "kontor-kernel ORDER_LINES")]);
        assert!(bare.len() == 2 && bare.iter().any(|line| line.contains("REASON")), "{bare:?}");
    }
}
