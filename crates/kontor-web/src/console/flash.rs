//! What the next page says about what was just done: a sentence, and how to undo it.

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::cookies::cookie;

pub(super) const COOKIE: &str = "kontor_flash";
/// How long it waits for the next page.
pub(super) const SECONDS: u64 = 60;
/// More bytes are no flash of ours; a cookie may have 4,096 in all (RFC 6265, 6.1).
const BYTES: usize = 2_000;

/// A sentence for the next page, carried by a cookie of a minute. It can only be written by us or by the user's own
/// machine, and is shown as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// What was done.
    pub text: String,
    /// How to take it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undo>,
}

/// A form that takes something back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Where it is sent.
    pub action: String,
    /// What is sent.
    pub fields: Vec<(String, String)>,
}

impl Flash {
    /// A sentence.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), undo: None }
    }

    /// That can be undone by sending these fields there.
    #[must_use]
    pub fn undone_by(mut self, action: impl Into<String>, fields: Vec<(String, String)>) -> Self {
        self.undo = Some(Undo { action: action.into(), fields });
        self
    }

    /// As a cookie's value. One too long goes without its undo rather than not at all.
    #[must_use]
    pub(super) fn value(&self) -> String {
        let value = encode(self);
        if value.len() <= BYTES {
            value
        } else {
            encode(&Self { text: self.text.chars().take(200).collect(), undo: None })
        }
    }

    /// Of the request.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let value = cookie(headers, COOKIE).filter(|value| !value.is_empty() && value.len() <= BYTES)?;
        let text = form_urlencoded::parse(value.as_bytes()).next()?.0.into_owned();
        let flash: Self = serde_json::from_str(&text).ok()?;
        // An undo goes to a page of our own, whoever wrote the cookie.
        let is_ours = |undo: &Undo| undo.action.starts_with('/') && !undo.action.starts_with("//");
        flash.undo.as_ref().is_none_or(is_ours).then_some(flash)
    }
}

fn encode(flash: &Flash) -> String {
    let json = serde_json::to_string(flash).unwrap_or_default();
    form_urlencoded::byte_serialize(json.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(value: &str) -> Option<Flash> {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", format!("{COOKIE}={value}").parse().unwrap());
        Flash::of(&headers)
    }

    #[test]
    fn a_flash_comes_back_as_it_went() {
        let flash = Flash::new("Grüße & „Anführungen“; 100 %")
            .undone_by("/orders/x/undo", vec![("version".into(), "7".into())]);
        assert_eq!(back(&flash.value()), Some(flash));
    }

    #[test]
    fn what_is_no_flash_of_ours_is_not_shown() {
        for bad in ["", "x", "%7B%7D", "null"] {
            assert_eq!(back(bad), None, "{bad}");
        }
        assert_eq!(back(&Flash::new("x").undone_by("//evil.example", vec![]).value()), None);
        assert_eq!(back(&Flash::new("x").undone_by("https://evil.example", vec![]).value()), None);
        let long = Flash::new("ä".repeat(5_000)).undone_by("/x", vec![]);
        assert_eq!(
            back(&long.value()).map(|flash| (flash.text.chars().count(), flash.undo)),
            Some((200, None))
        );
    }
}
