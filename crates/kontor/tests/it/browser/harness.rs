//! The harness can be trusted: what it guards against fails a story, and a story that fails fails its test.

use std::time::Instant;

use serde_json::json;

use super::{ONE_LOOK, Story, folder};
use crate::support::{Place, Server};

fn story(name: &str) -> Story<'_> {
    Story { name, looks: ONE_LOOK, given: json!({}) }
}

#[test]
fn every_guard_of_the_browser_bites() {
    // It brings its own pages; the server's address is not asked.
    let told = story("guards").told("127.0.0.1:9");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}

#[test]
fn a_story_that_fails_says_why_and_leaves_a_picture() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let told = story("a-failure").told(&server.address);
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert_eq!(told.status.code(), Some(1), "{said}");
    assert!(said.contains("looks for what is not there: the page has a heading \"Nowhere\""), "{said}");
    let kept = folder("a-failure");
    for file in ["failure.txt", "failed-1440-light-de-0.png", "failed-1440-light-de-0.html"] {
        assert!(kept.join(file).metadata().is_ok_and(|file| file.len() > 20), "{file}: {said}");
    }
    let log = std::fs::read_to_string(kept.join("failed-1440-light-de.log")).expect("a log");
    assert!(log.contains("200 http://"), "{log}");
}

#[test]
fn a_story_that_nobody_tells_is_no_success() {
    let told = story("no-such-story").told("127.0.0.1:9");
    assert_eq!(told.status.code(), Some(1), "{told:?}");
    assert!(String::from_utf8_lossy(&told.stderr).contains("no story \"no-such-story\""), "{told:?}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long a process lives is real time")]
fn a_story_ends_with_the_test_that_plays_it() {
    let mut command = story("a-hang").command("127.0.0.1:9", &folder("a-hang"));
    let started = Instant::now();
    let mut node = command.spawn().expect("node, which ./test installs");
    drop(node.stdin.take());
    assert!(!node.wait().expect("its end").success());
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

#[test]
fn what_everybody_may_see_opens_by_itself() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    story("open-pages").play(&server.address);
}
