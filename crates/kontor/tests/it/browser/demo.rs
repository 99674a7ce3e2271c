//! The sample merchant, served as `kontor demo` serves it: somebody for each role, goods, customers, orders in every state.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use kontor::router;
use serde_json::{Value, json};

use super::Story;
use crate::support::Place;

/// A served sample merchant.
pub(super) struct Demo {
    place: Place,
    child: Child,
    address: String,
    token: String,
    users: Value,
}

impl Demo {
    /// Makes it in a database of its own, and waits until it is served.
    pub(super) fn start(place: Place) -> Self {
        let mut command = place.program(&[]);
        command.args(["demo", "--listen", "127.0.0.1:0", "--database", &place.url]);
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the demo starts");
        let said = BufReader::new(child.stdout.take().expect("its output"));
        let (mut address, mut token, mut users) = (String::new(), String::new(), json!({}));
        for line in said.lines() {
            let line = line.expect("a line");
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["address", url] => {
                    url.trim_start_matches("http://").trim_end_matches('/').clone_into(&mut address);
                }
                ["token", text] => token = (*text).to_owned(),
                ["sign-in", role, mail, password] => {
                    users[role] = json!({ "mail": mail, "password": password });
                }
                // The last line that it says before it serves.
                ["file", ..] => break,
                _ => {}
            }
        }
        assert!(!address.is_empty() && !token.is_empty(), "the demo did not say where it is");
        Self { place, child, address, token, users }
    }

    /// Plays a story at it.
    pub(super) fn play(&self, name: &str, looks: &[&str]) {
        self.play_with(name, looks, &json!({}));
    }

    /// Plays a story at it that needs to know some facts.
    pub(super) fn play_with(&self, name: &str, looks: &[&str], facts: &Value) {
        let given = json!({ "users": self.users, "tokens": { "owner": self.token }, "facts": facts });
        Story { name, looks, given }.play(&self.address);
    }

    /// Ends it; all checks of the books are clean, and a replay of the journal agrees.
    pub(super) fn finish(mut self) {
        self.end();
        self.place.finish();
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.end();
    }
}

/// The paths of all pages that a person opens: no forms that are sent, no files, no parts of pages.
pub(super) fn paths(wanted: impl Fn(&router::PageRow) -> bool) -> Vec<&'static str> {
    let is_page = |path: &str| !path.starts_with("/lookup/") && path != "/live" && !path.contains("/export.");
    let pages = router::pages();
    let opened = pages.iter().filter(|page| page.method == "GET" && is_page(page.path) && wanted(page));
    opened.map(|page| page.path).collect()
}
