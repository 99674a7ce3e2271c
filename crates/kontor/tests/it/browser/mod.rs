//! Stories that are played in a real browser, against a real server. What happens in them is written in
//! `tests/browser/stories`; here stands what must be there before, and on which database they are played.

mod day;
mod demo;
mod harness;
mod pages;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// The most common look, where a story is not about looks.
pub(super) const ONE_LOOK: &[&str] = &["1440-light-de"];

/// How long a story may take in all of its looks. Less than the test runner's patience, so that the story can still say
/// what it waited for.
const SECONDS: u64 = 200;

/// A story with what it is played with.
pub(super) struct Story<'a> {
    /// Its name, which is its file's.
    pub(super) name: &'a str,
    /// In which looks.
    pub(super) looks: &'a [&'a str],
    /// `users`, `tokens` and `facts`, as `run.mjs` describes them.
    pub(super) given: Value,
}

impl Story<'_> {
    /// Plays it against a server; what fails in it fails the test, with a picture kept of it.
    pub(super) fn play(&self, address: &str) {
        let out = folder(self.name);
        // What it says goes straight to the test's output, so that it is there even when the test is killed.
        let mut node = self.command(address, &out).spawn().expect("node, which ./test installs");
        // Held until the end: waiting would close it, and the story ends with it.
        let _lifeline = node.stdin.take();
        let status = node.wait().expect("its end");
        let failure = std::fs::read_to_string(out.join("failure.txt")).unwrap_or_default();
        assert!(status.success(), "{failure}\n(the story {} ended with {status})", self.name);
    }

    /// Plays it, and gives back what it said and how it ended.
    fn told(&self, address: &str) -> Output {
        let mut command = self.command(address, &folder(self.name));
        let node = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut node = node.expect("node, which ./test installs");
        let _lifeline = node.stdin.take();
        node.wait_with_output().expect("its end")
    }

    /// Node with the story. It ends when its standard input does, so it never outlives the test.
    fn command(&self, address: &str, out: &Path) -> Command {
        let mut settings = json!({
            "base": format!("http://{address}"),
            "looks": self.looks,
            "out": out,
            "seconds": SECONDS,
            "lifeline": true,
        });
        let given = self.given.as_object().expect("an object").clone();
        settings.as_object_mut().expect("an object").extend(given);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run.mjs");
        let mut command = Command::new("node");
        command.arg(script).arg(self.name).env("KONTOR_STORY", settings.to_string()).stdin(Stdio::piped());
        command
    }
}

/// Where a story's pictures are kept: `target/browser/TEST/STORY`.
fn folder(story: &str) -> PathBuf {
    let test = std::thread::current().name().unwrap_or(story).rsplit("::").next().unwrap_or(story).to_owned();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target");
    target.join("browser").join(test).join(story)
}
