//! How long a file may be.

use std::collections::BTreeMap;

use super::Problem;
use crate::rust::is_test_file;
use crate::tree::Tree;

const LIMIT: usize = 500;
const TEST_LIMIT: usize = 800;
/// Files that are longer: `PATH LINES REASON`, one a line. Their lines may only become fewer.
const LIST: &str = "xtask/long-files.txt";
/// How far a listed file may fall below its figure before the figure must follow.
const SLACK: usize = 25;

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let (mut listed, mut problems) = read_list(tree.text(LIST).unwrap_or_default());
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with(".rs")) {
        let lines = text.lines().count();
        let limit = if is_test_file(path) { TEST_LIMIT } else { LIMIT };
        let entry = listed.remove(path);
        let message = match entry {
            None if lines > limit => format!(
                "has {lines} lines, {limit} is the limit: find the two things in it and give each a file \
                 (if it is truly one, list it in {LIST} with the reason)"
            ),
            Some((line, _)) if lines <= limit => {
                problems.push(Problem::line(
                    LIST,
                    line,
                    format!("{path} keeps the limit now: delete the line"),
                ));
                continue;
            }
            Some((_, most)) if lines > most => {
                format!("grew from {most} to {lines} lines: a long file may only shrink")
            }
            Some((line, most)) if lines + SLACK < most => {
                problems.push(Problem::line(
                    LIST,
                    line,
                    format!("{path} shrank to {lines} lines: write that figure"),
                ));
                continue;
            }
            _ => continue,
        };
        problems.push(Problem::of(path, message));
    }
    let gone = listed
        .into_iter()
        .map(|(path, (line, _))| Problem::line(LIST, line, format!("{path} is gone: delete the line")));
    problems.extend(gone);
    problems
}

type Listed<'a> = BTreeMap<&'a str, (usize, usize)>;

/// The line in the list and the most lines of each listed file.
fn read_list(text: &str) -> (Listed<'_>, Vec<Problem>) {
    let mut listed = BTreeMap::new();
    let mut problems = Vec::new();
    for (index, line) in
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
    {
        let number = index + 1;
        let mut words = line.split_whitespace();
        let entry = (words.next(), words.next().and_then(|word| word.parse().ok()), words.next());
        match entry {
            (Some(path), Some(most), Some(_)) => {
                listed.insert(path, (number, most));
            }
            _ => problems.push(Problem::line(LIST, number, "a line is PATH LINES REASON")),
        }
    }
    (listed, problems)
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const FILE: &str = "crates/kontor-orders/src/lib.rs";

    fn lines(count: usize) -> String {
        "x\n".repeat(count)
    }

    #[test]
    fn files_have_limits() {
        let tests = "crates/kontor-orders/src/place/tests.rs";
        assert_eq!(found(check, &[(FILE, &lines(500)), (tests, &lines(800))]), [""; 0]);
        finds(check, &[(FILE, &lines(501))], "has 501 lines, 500 is the limit");
        finds(check, &[(tests, &lines(801))], "has 801 lines, 800 is the limit");
    }

    #[test]
    fn listed_files_only_shrink() {
        let list = |count: usize| format!("# list\n{FILE} {count} a table of codes\n");
        assert_eq!(found(check, &[(FILE, &lines(590)), (LIST, &list(600))]), [""; 0]);
        finds(check, &[(FILE, &lines(601)), (LIST, &list(600))], "grew from 600 to 601");
        finds(
            check,
            &[(FILE, &lines(560)), (LIST, &list(600))],
            "long-files.txt:2: crates/kontor-orders/src/lib.rs shrank to 560",
        );
        finds(check, &[(FILE, &lines(500)), (LIST, &list(600))], "keeps the limit now: delete the line");
        finds(check, &[(LIST, &list(600))], "is gone: delete the line");
        finds(check, &[(LIST, "crates/a.rs 600\n")], "PATH LINES REASON");
    }
}
