//! The reference in `docs/reference` is what the program writes today.

use std::path::Path;

use kontor::reference;

#[test]
fn the_reference_is_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
    for page in reference::pages().unwrap() {
        let stored = std::fs::read_to_string(folder.join(page.name)).unwrap_or_default();
        assert!(
            stored == page.text,
            "docs/reference/{} is out of date: run `cargo run -- docs` and commit what it writes",
            page.name
        );
    }
}

/// The codes of every `rejects!` in a source file: what follows the status behind an arrow.
fn codes(source: &str) -> Vec<&str> {
    let lists = source.split("rejects! {").skip(1).filter_map(|list| list.split("\n}").next());
    let arrows = lists.flat_map(|list| list.split("=> ").skip(1));
    arrows.filter_map(|arrow| arrow.split('"').nth(1)).collect()
}

#[test]
fn every_refusal_of_the_house_is_in_the_reference() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let known = reference::codes();
    let mut folders = vec![crates];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // The kernel shows how a list is made, and the store's go to followers; both reach nobody's door.
                let is_engine = path.ends_with("kontor-kernel") || path.ends_with("kontor-store");
                if !path.ends_with("tests") && !is_engine {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|end| end == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                for code in codes(&source) {
                    seen += 1;
                    assert!(known.contains(code), "{}: add {code} to reference/rejects.rs", path.display());
                }
            }
        }
    }
    assert!(seen > 50, "{seen}");
}
