//! Migrations are `NNNN_room_what.sql`, numbered over the whole workspace.

use std::collections::BTreeMap;

use super::Problem;
use crate::tree::{Tree, crate_of, file_name};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut numbers: BTreeMap<u32, &str> = BTreeMap::new();
    let files = tree
        .texts()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("crates/") && path.contains("/migrations/"));
    for path in files {
        let room = crate_of(path).strip_prefix("kontor-").unwrap_or_default();
        let Some(number) = number(file_name(path), room) else {
            let message =
                format!("a migration of this crate is named NNNN_{room}_what.sql, in small letters");
            problems.push(Problem::of(path, message));
            continue;
        };
        if let Some(other) = numbers.insert(number, path) {
            problems.push(Problem::of(
                path,
                format!("has the number {number:04} of {other}: take the next free one"),
            ));
        }
    }
    // Where each number should be, counted from 1.
    for (expected, (number, path)) in (1..).zip(&numbers) {
        if *number != expected {
            let message = format!(
                "is {number:04}, but there is no {expected:04}: migrations are numbered without gaps"
            );
            problems.push(Problem::of(path, message));
            break;
        }
    }
    problems
}

fn number(name: &str, room: &str) -> Option<u32> {
    let (number, rest) = name.strip_suffix(".sql")?.split_once('_')?;
    let what = rest.strip_prefix(room)?.strip_prefix('_')?;
    let is_plain =
        !what.is_empty() && what.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    let is_number = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain && is_number { number.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const FIRST: (&str, &str) = ("crates/kontor-store/migrations/0001_store_journal.sql", "");
    const SECOND: (&str, &str) = ("crates/kontor-orders/migrations/0002_orders_lines.sql", "");

    #[test]
    fn numbers_run_over_all_crates() {
        assert_eq!(found(check, &[FIRST, SECOND]), [""; 0]);
        finds(check, &[SECOND], "is 0002, but there is no 0001");
        let double = ("crates/kontor-orders/migrations/0001_orders_order.sql", "");
        finds(check, &[FIRST, double], "has the number 0001 of");
        let gap = ("crates/kontor-ledger/migrations/0004_ledger_entry.sql", "");
        finds(check, &[FIRST, SECOND, gap], "is 0004, but there is no 0003");
    }

    #[test]
    fn names_tell_room_and_purpose() {
        for name in [
            "0002_lines.sql",
            "2_orders_lines.sql",
            "0002_orders_.sql",
            "0002_orders_Lines.sql",
            "0002_orders_lines.txt",
            "notes.md",
        ] {
            let path = format!("crates/kontor-orders/migrations/{name}");
            finds(check, &[FIRST, (&path, "")], "is named NNNN_orders_what.sql");
        }
    }
}
