//! HTTP and HTML stay in the files that are named for them.

use super::Problem;
use crate::rust::words;
use crate::tree::{Tree, crate_of, is_in};

/// A library and where it may be named.
struct Library {
    name: &'static str,
    files: &'static [&'static str],
    crates: &'static [&'static str],
    places: &'static [&'static str],
    homes: &'static str,
}

const LIBRARIES: &[Library] = &[
    Library {
        name: "axum",
        // A room's samples make the doors that its tests call.
        files: &["http", "page", "router", "samples"],
        // The testkit drives the router as a browser would; nobody ships it.
        crates: &["kontor-web", "kontor-testkit"],
        places: &["crates/kontor/src/app.rs", "crates/kontor/src/cli/serve/"],
        homes: "http.rs, page.rs, router.rs, kontor-web, kontor's app.rs and cli/serve",
    },
    Library {
        name: "maud",
        files: &["page"],
        crates: &["kontor-web"],
        places: &[],
        homes: "page.rs and kontor-web",
    },
];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for source in tree.rust().iter().filter(|source| !crate_of(&source.path).is_empty()) {
        for library in LIBRARIES {
            let at_home = library.crates.contains(&crate_of(&source.path))
                || library.places.iter().any(|place| source.path.starts_with(place))
                || library.files.iter().any(|name| is_in(&source.path, name));
            let named = words(&source.production).find(|(_, word)| *word == library.name);
            if let (false, Some((at, name))) = (at_home, named) {
                let message = format!(
                    "names {name}, which is at home in {} alone: hand over plain values",
                    library.homes
                );
                problems.push(Problem::at(source, at, message));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    #[test]
    fn libraries_stay_at_home() {
        let both = "use axum::Json; use maud::html;";
        for (path, text) in [
            ("crates/kontor-orders/src/place/http.rs", "use axum::Json;"),
            ("crates/kontor-orders/src/place/page.rs", both),
            ("crates/kontor-orders/src/list/page/table.rs", both),
            ("crates/kontor-web/src/layout.rs", both),
            ("crates/kontor/src/router.rs", "use axum::Router;"),
            ("crates/kontor/src/cli/serve/mod.rs", "axum::serve()"),
            ("crates/kontor-orders/src/place/mod.rs", "// axum\nlet text = \"axum\"; let maudlin = 1;"),
            ("crates/kontor-orders/src/place/tests.rs", both),
        ] {
            assert_eq!(found(check, &[(path, text)]), [""; 0], "{path}");
        }
    }

    #[test]
    fn they_are_found_elsewhere() {
        finds(
            check,
            &[("crates/kontor-orders/src/lib.rs", "\npub fn routes() -> axum::Router {}")],
            "lib.rs:2: names axum",
        );
        finds(check, &[("crates/kontor/src/cli/mod.rs", "use axum::Json;")], "cli/mod.rs:1: names axum");
        finds(check, &[("crates/kontor-orders/src/place/http.rs", "use maud::html;")], "names maud");
    }
}
