//! The checks, one file each. Every problem names the file to edit, every check the reason for its rule.

mod dead;
mod doors;
mod floors;
mod folders;
mod hosts;
mod length;
mod links;
mod migrations;
mod nouns;

mod pure;
mod records;
mod rejects;
mod tables;
mod unfinished;

use std::fmt;

use crate::rust::Source;
use crate::tree::Tree;

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    path: String,
    line: Option<usize>,
    message: String,
}

impl Problem {
    /// A problem of a file as a whole, or of one that is missing.
    fn of(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, message: message.into() }
    }

    /// A problem at an offset of a source.
    fn at(source: &Source, offset: usize, message: impl Into<String>) -> Self {
        Self::line(&source.path, source.line(offset), message)
    }

    /// A problem in a line, counted from 1.
    fn line(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: Some(line), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{}:{line}: {}", self.path, self.message),
            None => write!(out, "{}: {}", self.path, self.message),
        }
    }
}

/// A rule about the repository.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    /// Why there is such a rule.
    pub(crate) why: &'static str,
    pub(crate) run: fn(&Tree) -> Vec<Problem>,
}

impl Check {
    /// The problems with the reason of the rule, for people.
    pub(crate) fn report(&self, problems: &[Problem]) -> String {
        let list: String = problems.iter().map(|problem| format!("  {problem}\n")).collect();
        format!("{}: {} to mend. Why: {}\n{list}", self.name, problems.len(), self.why)
    }
}

/// Every check.
pub(crate) const ALL: &[Check] = &[
    Check {
        name: "floors",
        why: "calls go down the stairs: a crate that knows its neighbour can't be changed, tested or read alone",
        run: floors::check,
    },
    Check {
        name: "nouns",
        why: "kernel, store and web serve every domain: a business noun in them is a rule that nobody looks for there",
        run: nouns::check,
    },
    Check {
        name: "pure",
        why: "decisions are tested without a database, replayed and run dry, so they may know no I/O and no door",
        run: pure::check,
    },
    Check {
        name: "records",
        why: "only an event's apply changes rows: one file a domain tells everything that can happen to its tables",
        run: records::check,
    },
    Check {
        name: "tables",
        why: "a table belongs to one domain, whose name it carries, so nobody else changes it behind its back",
        run: tables::check,
    },
    Check {
        name: "doors",
        why: "doors translate and never decide: HTTP and HTML stay in the files named for them",
        run: doors::check,
    },
    Check {
        name: "length",
        why: "a file is read whole: beyond these limits it is two things, and each wants a name",
        run: length::check,
    },
    Check {
        name: "rejects",
        why: "programs rely on refusals: one that no test provokes is a promise nobody has seen kept",
        run: rejects::check,
    },
    Check {
        name: "folders",
        why: "a reader meets a folder by its first line, which says what it is for, and trusts a feature by its tests",
        run: folders::check,
    },
    Check {
        name: "unfinished",
        why: "what isn't finished isn't merged, and a test that is skipped proves nothing",
        run: unfinished::check,
    },
    Check {
        name: "migrations",
        why: "all domains share one order of migrations: with a gap or a double, databases grow apart",
        run: migrations::check,
    },
    Check {
        name: "links",
        why: "documents are maps: a dead link sends the reader nowhere",
        run: links::check,
    },
    Check {
        name: "hosts",
        why: "a clone must build anywhere, from crates.io: no file may lean on the machine it was written on",
        run: hosts::check,
    },
    Check {
        name: "dead",
        why: "the compiler can't see that a public item is unused, and unused code is read and mended in vain",
        run: dead::check,
    },
];

/// What a check says of made-up files, as text.
#[cfg(test)]
fn found(check: fn(&Tree) -> Vec<Problem>, files: &[(&str, &str)]) -> Vec<String> {
    check(&Tree::of(files)).iter().map(ToString::to_string).collect()
}

/// That a check says exactly one thing of made-up files, and it holds this text.
#[cfg(test)]
fn finds(check: fn(&Tree) -> Vec<Problem>, files: &[(&str, &str)], expected: &str) {
    let found = found(check, files);
    assert!(
        found.len() == 1 && found.iter().all(|line| line.contains(expected)),
        "{expected:?} is not in {found:#?}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a check on this repository.
    fn holds(name: &str) {
        let check = ALL.iter().find(|check| check.name == name).unwrap();
        let problems = (check.run)(&Tree::read(crate::root()).unwrap());
        assert!(problems.is_empty(), "\n{}", check.report(&problems));
    }

    #[test]
    fn crates_depend_on_lower_floors_alone() {
        holds("floors");
    }

    #[test]
    fn foundation_crates_name_no_business_noun() {
        holds("nouns");
    }

    #[test]
    fn decisions_import_nothing_impure() {
        holds("pure");
    }

    #[test]
    fn rows_are_described_and_changed_in_records_alone() {
        holds("records");
    }

    #[test]
    fn tables_carry_the_name_of_their_domain() {
        holds("tables");
    }

    #[test]
    fn http_and_html_stay_at_the_doors() {
        holds("doors");
    }

    #[test]
    fn files_keep_their_length() {
        holds("length");
    }

    #[test]
    fn every_refusal_is_provoked_by_a_test() {
        holds("rejects");
    }

    #[test]
    fn folders_say_what_they_are_for_and_features_have_tests() {
        holds("folders");
    }

    #[test]
    fn nothing_unfinished_is_merged() {
        holds("unfinished");
    }

    #[test]
    fn migrations_are_numbered_without_gaps() {
        holds("migrations");
    }

    #[test]
    fn links_of_documents_are_alive() {
        holds("links");
    }

    #[test]
    fn no_file_leans_on_a_build_machine() {
        holds("hosts");
    }

    #[test]
    fn public_items_are_used() {
        holds("dead");
    }

    #[test]
    fn every_check_is_run_above() {
        let here = include_str!("mod.rs");
        for Check { name, .. } in ALL {
            assert!(
                here.contains(&format!("holds(\"{name}\");")),
                "checks/mod.rs: add a test that runs {name}"
            );
        }
    }

    #[test]
    fn a_report_names_rule_reason_file_and_line() {
        let check = Check { name: "sample", why: "because", run: |_| Vec::new() };
        let report = check.report(&[Problem::of("a.md", "is missing"), Problem::line("b.rs", 7, "is wrong")]);
        assert_eq!(report, "sample: 2 to mend. Why: because\n  a.md: is missing\n  b.rs:7: is wrong\n");
    }
}
