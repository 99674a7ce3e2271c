//! A crate depends only on crates of lower floors. The floors are read from the table in `ARCHITECTURE.md`.

use std::collections::BTreeMap;

use super::Problem;
use crate::tree::Tree;

const PLAN: &str = "ARCHITECTURE.md";
const LOWEST: &str = "kontor-kernel";
const TESTKIT: &str = "kontor-testkit";

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let (floors, mut problems) = match tree.text(PLAN) {
        Some(text) => read_floors(text),
        None => (BTreeMap::new(), vec![Problem::of(PLAN, format!("is missing: {SHAPE}"))]),
    };
    for (name, manifest) in tree.crates() {
        let path = format!("crates/{name}/Cargo.toml");
        let manifest = Manifest::read(manifest);
        if manifest.name != name {
            problems.push(Problem::of(
                &path,
                format!("is named {:?}: folder and crate share one name", manifest.name),
            ));
        }
        if !manifest.has_lints {
            problems.push(Problem::of(
                &path,
                "lacks `[lints] workspace = true`: all crates share one set of lints",
            ));
        }
        if !floors.is_empty() {
            problems.extend(broken_stairs(&path, name, &manifest, &floors));
        }
    }
    if let Some(manifest) = tree.text("xtask/Cargo.toml") {
        let own =
            Manifest::read(manifest).dependencies.into_iter().filter(|dependency| is_ours(&dependency.name));
        problems.extend(own.map(|dependency| {
            let message = format!(
                "depends on {}: xtask reads the others as text, so that it builds alone",
                dependency.name
            );
            Problem::line("xtask/Cargo.toml", dependency.line, message)
        }));
    }
    problems
}

const SHAPE: &str = "it holds the plan of the house as a table `| floor | crates |`, one row a floor, with the full \
    names of the crates on it (`kontor-orders`, `kontor-purchasing`); kontor-kernel stands in the last row";

/// The floor of each crate, 0 for the lowest.
fn read_floors(text: &str) -> (BTreeMap<String, usize>, Vec<Problem>) {
    let mut rows = Vec::new();
    let mut in_table = false;
    for (index, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let is_row = line.trim_start().starts_with('|');
        match cells.as_slice() {
            [floor, crates, ..]
                if is_row && floor.eq_ignore_ascii_case("floor") && crates.eq_ignore_ascii_case("crates") =>
            {
                in_table = true;
            }
            [_, crates, ..] if is_row && in_table => {
                let names: Vec<String> = crates
                    .split(|letter: char| !(letter.is_ascii_lowercase() || letter == '-'))
                    .filter(|word| is_ours(word))
                    .map(str::to_owned)
                    .collect();
                if !names.is_empty() {
                    rows.push((index + 1, names));
                }
            }
            _ => in_table = false,
        }
    }
    if rows.is_empty() {
        return (BTreeMap::new(), vec![Problem::of(PLAN, format!("has no table of floors: {SHAPE}"))]);
    }
    rows.reverse();
    let mut problems = Vec::new();
    if rows.first().is_some_and(|(_, names)| !names.iter().any(|name| name == LOWEST)) {
        problems
            .push(Problem::of(PLAN, format!("the last row of the table of floors lacks {LOWEST}: {SHAPE}")));
    }
    let mut floors = BTreeMap::new();
    for (floor, (line, names)) in rows.into_iter().enumerate() {
        for name in names {
            if floors.insert(name.clone(), floor).is_some() {
                problems.push(Problem::line(PLAN, line, format!("{name} stands on two floors: leave one")));
            }
        }
    }
    (floors, problems)
}

fn broken_stairs(
    path: &str,
    name: &str,
    manifest: &Manifest,
    floors: &BTreeMap<String, usize>,
) -> Vec<Problem> {
    let Some(floor) = floors.get(name) else {
        return vec![Problem::of(PLAN, format!("the table of floors lacks {name}: add it to its floor"))];
    };
    let ours = manifest.dependencies.iter().filter(|dependency| is_ours(&dependency.name));
    ours.filter_map(|dependency| {
        let other = &dependency.name;
        let also_normal = || manifest.dependencies.iter().any(|one| !one.only_for_tests && one.name == *other);
        let message = match (dependency.only_for_tests, floors.get(other)) {
            (true, _) if other == TESTKIT || also_normal() => return None,
            (true, Some(below)) if below < floor => return None,
            (true, _) => format!("tests may add {TESTKIT} and lower crates alone, not {other}: a test that needs an upper crate belongs there"),
            (false, _) if other == TESTKIT => format!("{TESTKIT} is for tests: move it to [dev-dependencies]"),
            (false, None) => format!("{other} is not in the table of floors in {PLAN}: add it to its floor"),
            (false, Some(below)) if below < floor => return None,
            (false, Some(below)) => format!(
                "{name} depends on {other}, which stands {} it in {PLAN}: let the lower one record an event and the \
                 upper one react, or move what both need down",
                if below == floor { "beside" } else { "above" }
            ),
        };
        Some(Problem::line(path, dependency.line, message))
    })
    .collect()
}

fn is_ours(name: &str) -> bool {
    name == "kontor" || name.starts_with("kontor-")
}

struct Dependency {
    name: String,
    line: usize,
    only_for_tests: bool,
}

/// What the check needs of a `Cargo.toml`.
#[derive(Default)]
struct Manifest {
    name: String,
    has_lints: bool,
    dependencies: Vec<Dependency>,
}

impl Manifest {
    /// Reads the subset of TOML that manifests use: sections, and one key a line.
    fn read(text: &str) -> Self {
        let mut manifest = Self::default();
        let mut section = String::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.split(" #").next().unwrap_or_default().trim();
            if let Some(name) = line.strip_prefix('[') {
                name.trim_end_matches(']').clone_into(&mut section);
                // [dependencies.kontor-store] is a dependency by its heading.
                if let Some((table, name)) = section.clone().rsplit_once('.') {
                    manifest.add(table, name, "", index + 1);
                }
            } else if let Some((key, value)) = line.split_once('=') {
                let value = value.trim();
                let first = key.trim().split('.').next().unwrap_or_default().trim_matches('"');
                match (section.as_str(), key.trim()) {
                    ("package", "name") => value.trim_matches('"').clone_into(&mut manifest.name),
                    ("lints", "workspace") => manifest.has_lints = value == "true",
                    (table, _) => manifest.add(table, first, value, index + 1),
                }
            }
        }
        manifest
    }

    fn add(&mut self, table: &str, key: &str, value: &str, line: usize) {
        let kind = table.rsplit('.').next().unwrap_or_default();
        if !matches!(kind, "dependencies" | "dev-dependencies" | "build-dependencies") {
            return;
        }
        // A renamed one says which crate it is.
        let renamed = value.split_once("package").and_then(|(_, rest)| rest.split('"').nth(1));
        let name = renamed.unwrap_or(key).to_owned();
        self.dependencies.push(Dependency { name, line, only_for_tests: kind == "dev-dependencies" });
    }
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const TABLE: &str = "# Plan\n\n| floor | crates | |\n|---|---|---|\n| 2nd | `kontor-orders` · `kontor-purchasing` | x |\n\
        | ground | kontor-catalog, kontor-ledger | |\n| cellar | kontor-store | |\n| cellar | kontor-kernel | |\n\nkontor-web\n";

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{rest}")
    }

    /// What the check says of a crate with this end of its manifest.
    fn orders(rest: &str) -> Vec<String> {
        found(check, &[(PLAN, TABLE), ("crates/kontor-orders/Cargo.toml", &manifest("kontor-orders", rest))])
    }

    #[test]
    fn dependencies_go_down() {
        let allowed = [
            "[dependencies]\nkontor-catalog.workspace = true\nkontor-kernel = { workspace = true }\nserde.workspace = true",
            "[dependencies]\nkontor-store.workspace = true\n[dev-dependencies]\nkontor-store = { workspace = true }",
            "[dev-dependencies]\nkontor-testkit.workspace = true",
            "[dev-dependencies]\nkontor-catalog.workspace = true",
        ];
        for rest in allowed {
            assert_eq!(orders(rest), Vec::<String>::new(), "{rest}");
        }
        let refused = [
            (
                "[dependencies]\nkontor-purchasing.workspace = true",
                "Cargo.toml:6: kontor-orders depends on kontor-purchasing, which stands beside",
            ),
            (
                "[dependencies.kontor-purchasing]\nworkspace = true",
                "Cargo.toml:5: kontor-orders depends on kontor-purchasing",
            ),
            ("[build-dependencies]\nbuys = { package = \"kontor-purchasing\" }", "stands beside"),
            ("[target.'cfg(unix)'.dependencies]\nkontor-purchasing.workspace = true", "stands beside"),
            ("[dependencies]\nkontor-web.workspace = true", "not in the table"),
            ("[dependencies]\nkontor-testkit.workspace = true", "move it to [dev-dependencies]"),
            (
                "[dev-dependencies]\nkontor-purchasing.workspace = true",
                "tests may add kontor-testkit and lower crates alone, not kontor-purchasing",
            ),
        ];
        for (rest, expected) in refused {
            let found = orders(rest);
            assert!(
                found.len() == 1 && found.iter().all(|line| line.contains(expected)),
                "{rest}: {found:?}"
            );
        }
        let catalog = manifest("kontor-catalog", "[dependencies]\nkontor-orders.workspace = true");
        finds(check, &[(PLAN, TABLE), ("crates/kontor-catalog/Cargo.toml", &catalog)], "stands above");
    }

    #[test]
    fn the_plan_must_be_there_and_whole() {
        finds(check, &[], "ARCHITECTURE.md: is missing");
        finds(check, &[(PLAN, "# Plan\n\n| a | b |\n")], "has no table of floors");
        finds(
            check,
            &[(PLAN, "| floor | crates |\n|---|---|\n| cellar | kontor-store |\n")],
            "lacks kontor-kernel",
        );
        let doubled = TABLE.replace("kontor-ledger", "kontor-orders");
        finds(check, &[(PLAN, &doubled)], "kontor-orders stands on two floors");
        let stranger = manifest("kontor-stranger", "");
        finds(
            check,
            &[(PLAN, TABLE), ("crates/kontor-stranger/Cargo.toml", &stranger)],
            "lacks kontor-stranger",
        );
    }

    #[test]
    fn manifests_share_name_and_lints() {
        let other = manifest("kontor-other", "");
        finds(
            check,
            &[(PLAN, TABLE), ("crates/kontor-orders/Cargo.toml", &other)],
            "folder and crate share one name",
        );
        let bare = "[package]\nname = \"kontor-orders\"";
        finds(check, &[(PLAN, TABLE), ("crates/kontor-orders/Cargo.toml", bare)], "lacks `[lints]");
        let xtask = "[package]\nname = \"xtask\"\n[dependencies]\nkontor-kernel.workspace = true";
        finds(
            check,
            &[(PLAN, TABLE), ("xtask/Cargo.toml", xtask)],
            "xtask/Cargo.toml:4: depends on kontor-kernel",
        );
    }
}
