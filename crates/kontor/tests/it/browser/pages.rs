//! Every page there is, in every size, theme and language; and of each role only what is theirs.

use serde_json::json;

use super::ONE_LOOK;
use super::demo::{Demo, paths};
use crate::support::Place;

/// All that somebody who is signed in can open by following links, and what no link leads to for a good reason.
fn walked() -> serde_json::Value {
    json!({
        "pages": paths(|page| page.scope.is_some()),
        "unlinked": {
            "/me/second-step/off": "only for who has an authenticator",
            "/me/recovery-codes": "only for who has an authenticator",
        },
    })
}

#[test]
fn every_page_is_sound_in_german() {
    let demo = Demo::start(Place::sqlite());
    demo.play_with("every-page", &["1440-light-de"], &walked());
}

#[test]
fn every_page_is_sound_in_english() {
    let demo = Demo::start(Place::sqlite());
    demo.play_with("every-page", &["1440-light-en"], &walked());
}

#[test]
fn nobody_is_shown_what_is_not_theirs() {
    let demo = Demo::start(Place::sqlite());
    demo.play_with("links-of-each-role", ONE_LOOK, &walked());
    demo.play("each-roles-day", &["820-light-en"]);
}

#[test]
fn what_lies_before_the_door_is_sound() {
    let demo = Demo::start(Place::sqlite());
    // The links with a secret are handed over, not found; those who have one are the stories of whoever comes in.
    let found = paths(|page| page.scope.is_none() && !page.path.contains("{secret}"));
    let facts = json!({ "pages": found, "starts": ["/sign-in"] });
    demo.play_with("pages-before-signing-in", &["1440-light-de", "1440-light-en"], &facts);
    demo.play("sign-in", &["390-dark-de", "1440-light-en"]);
    demo.play("invitation-and-authenticator", &["1440-dark-de", "390-light-en"]);
}
