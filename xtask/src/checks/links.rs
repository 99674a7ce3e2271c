//! Links of documents to files of the repository, and to headings in them, are alive.

use super::Problem;
use crate::rust::cut;
use crate::tree::{Tree, folder_of};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with(".md")) {
        for (line, target) in links(text) {
            if let Some(message) = broken(tree, path, target) {
                problems.push(Problem::line(path, line, message));
            }
        }
    }
    problems
}

fn broken(tree: &Tree, from: &str, target: &str) -> Option<String> {
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let file = if file.is_empty() { Some(from.to_owned()) } else { resolve(folder_of(from), file) };
    let Some(file) = file.filter(|file| file.is_empty() || tree.exists(file)) else {
        return Some(format!("links to {target}, which is not in the repository: mend or delete the link"));
    };
    let is_document = file.ends_with(".md") && !heading.is_empty();
    let has_heading = || tree.text(&file).is_some_and(|text| anchors(text).any(|anchor| anchor == heading));
    (is_document && !has_heading()).then(|| format!("links to {target}, but {file} has no such heading"))
}

/// The path of a target as seen from a folder; none where it leaves the repository.
fn resolve(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The lines of a document that are prose, with their numbers: not those of code blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    })
}

/// The targets of `[text](target)` and `[name]: target` that lie in the repository.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        let in_code = |at: usize| cut(line, 0..at).matches('`').count() % 2 == 1;
        for (at, mark) in line.match_indices("](").filter(|(at, _)| !in_code(*at)) {
            let rest = line.get(at + mark.len()..).unwrap_or_default();
            found.extend(rest.split(')').next().map(|target| (number, target)));
        }
        let definition = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
        found.extend(definition.map(|(_, target)| (number, target)));
    }
    // A title may follow the target; a link may go out of the repository.
    found
        .into_iter()
        .filter_map(|(number, target)| Some((number, target.split_whitespace().next()?)))
        .filter(|(_, target)| !target.contains("://") && !target.starts_with("mailto:"))
        .collect()
}

/// The anchors of the headings, as the usual renderers make them.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    prose(text).filter(|(_, line)| line.starts_with('#')).map(|(_, line)| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept =
            heading.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
        kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const GUIDE: (&str, &str) = ("docs/guide/first.md", "# First order: `demo` & more\n\n## Ship it\n");

    #[test]
    fn living_links_pass() {
        let readme = "# Kontor\n[a](docs/guide/first.md) [b](./docs/guide) [c](docs/guide/first.md#first-order-demo--more \"title\")\n\
            [d](#kontor) [e](https://example.org/x) [f](mailto:a@example.org) `[g](gone.md)`\n```\n[h](gone.md)\n```\n[i]: docs\n";
        let back = ("docs/guide/back.md", "[up](../../README.md) [beside](first.md#ship-it) [root](../..)");
        assert_eq!(found(check, &[GUIDE, ("README.md", readme), back]), [""; 0]);
    }

    #[test]
    fn dead_ones_are_found() {
        for link in [
            "[a](gone.md)",
            "[a]: gone.md",
            "[a](docs/guide/first.md/more)",
            "[a](../shared/x.md)",
            "![a](gone.png)",
        ] {
            finds(check, &[GUIDE, ("README.md", &format!("\n{link}"))], "README.md:2: links to");
        }
        finds(
            check,
            &[GUIDE, ("README.md", "[a](docs/guide/first.md#gone)")],
            "docs/guide/first.md has no such heading",
        );
        finds(check, &[GUIDE, ("README.md", "[a](#gone)")], "README.md has no such heading");
    }
}
