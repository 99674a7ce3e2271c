//! Every refusal of a `rejects!` list is named in a test of its crate.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Problem;
use crate::rust::{Source, block_end, cut, macro_calls, words};
use crate::tree::{Tree, crate_of};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut tested: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in tree.rust() {
        let words = source.test_text().flat_map(words).map(|(_, word)| word);
        tested.entry(crate_of(&source.path)).or_default().extend(words);
    }
    let mut problems = Vec::new();
    for source in tree.rust() {
        let crate_name = crate_of(&source.path);
        for call in macro_calls(&source.production, "rejects") {
            for refusal in refusals(source, call) {
                let is_tested = tested
                    .get(crate_name)
                    .is_some_and(|words| words.contains(refusal.code) || words.contains(refusal.variant));
                if !is_tested {
                    let message = format!(
                        "no test of {crate_name} provokes {} ({}): add a case to the tests.rs beside it",
                        refusal.variant, refusal.code
                    );
                    problems.push(Problem::at(source, refusal.offset, message));
                }
            }
        }
    }
    problems
}

struct Refusal<'a> {
    offset: usize,
    variant: &'a str,
    code: &'a str,
}

/// The refusals of one `rejects! { pub enum Reject { Variant {…} => status, "code", "sentence"; … } }`.
fn refusals(source: &Source, call: Range<usize>) -> Vec<Refusal<'_>> {
    let code = &source.production;
    let mut found = Vec::new();
    let enums = words(cut(code, call.clone())).filter(|(_, word)| *word == "enum");
    for at in enums.map(|(at, _)| call.start + at) {
        let Some(open) = cut(code, at..call.end).find('{').map(|more| at + more) else {
            continue;
        };
        let end = block_end(code, open).saturating_sub(1);
        let mut start = open + 1;
        for statement in crate::rust::split_top(cut(code, start..end), b';') {
            found.extend(refusal(source, start, statement));
            start += statement.len() + 1;
        }
    }
    found
}

fn refusal<'a>(source: &'a Source, start: usize, statement: &'a str) -> Option<Refusal<'a>> {
    let arrow = statement.find("=>")?;
    // Attributes stand before the variant.
    let mut name_from = 0;
    while let Some(attribute) = cut(statement, name_from..arrow).trim_start().strip_prefix('#') {
        let bracket = arrow - attribute.len();
        name_from = block_end(statement, bracket);
    }
    let (at, variant) = words(cut(statement, name_from..arrow)).next()?;
    let literals = source.literals(start + arrow..start + statement.len());
    let (_, code) = literals.first()?;
    Some(Refusal { offset: start + name_from + at, variant, code })
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const DECIDE: &str = "crates/kontor-orders/src/place/decide.rs";
    const LIST: &str = "rejects! {\n/// Refusals.\n#[derive(Eq)] pub enum Reject {\n/// None; at all.\n\
        NoLines => 422, \"order_without_lines\", \"An order; needs => lines.\";\n\
        #[doc(hidden)] UnknownSku { sku: Sku, line: u32 } at \"lines/{line}/sku\" => 422, \"unknown_sku\", \"No {sku}.\" facts(sku);\n} }";

    fn with_tests(tests: &str) -> Vec<String> {
        found(check, &[(DECIDE, LIST), ("crates/kontor-orders/src/place/tests.rs", tests)])
    }

    #[test]
    fn refusals_are_named_by_variant_or_code() {
        assert_eq!(with_tests("check(Reject::NoLines); check(\"unknown_sku\");"), [""; 0]);
        let inline = format!("{LIST} #[cfg(test)] mod tests {{ fn t() {{ f(NoLines, UnknownSku) }} }}");
        assert_eq!(found(check, &[(DECIDE, &inline)]), [""; 0]);
    }

    #[test]
    fn one_without_a_test_is_found() {
        let found = with_tests("check(Reject::NoLines); // unknown_sku");
        assert_eq!(found.len(), 1, "{found:?}");
        let line = "decide.rs:6: no test of kontor-orders provokes UnknownSku (unknown_sku)";
        assert!(found.iter().all(|found| found.contains(line)), "{found:?}");
        assert_eq!(with_tests("").len(), 2);
    }

    #[test]
    fn tests_of_another_crate_do_not_count() {
        let other = ("crates/kontor-billing/src/tests.rs", "NoLines unknown_sku");
        assert_eq!(found(check, &[(DECIDE, LIST), other]).len(), 2);
        finds(
            check,
            &[("crates/a/src/lib.rs", "rejects! { pub enum R { Gone => 404, \"gone\", \"Gone.\" } }")],
            "Gone (gone)",
        );
    }
}
