//! A form that came in: checked to be our own, bounded, and read into the same bodies as the JSON door's.
//!
//! Names are those of the JSON body with brackets for what lies inside, `lines[0][sku]`, so a problem's place
//! `lines/0/sku` finds its field. What was typed stays at hand, so a refused form is shown again as it was.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use kontor_kernel::limits;
use serde::de::DeserializeOwned;

use super::Visit;
use super::names::{compacted, place_of};
use crate::posted::{BodyPatience, Intent, request_digest};
use crate::{Language, Problem};

/// The name of the field that shows that the form is ours.
pub(super) const CSRF: &str = "_csrf";
/// The name of the field with the idempotency key.
pub(super) const KEY: &str = "_key";
/// The name of the field with the version of what is changed.
pub(super) const VERSION: &str = "_version";
/// The name that a form's buttons have.
pub const BUTTON: &str = "do";
/// The button that asks what would happen.
pub const PREVIEW: &str = "preview";

/// A form that came in.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pairs: Vec<(String, String)>,
    intent: Intent,
    version: Option<i64>,
    button: String,
}

impl Form {
    /// Reads it into a body, as the JSON door would. Fields left empty are left out.
    ///
    /// In fields whose last name is one of `decimals` numbers stand as people of the language write them.
    ///
    /// # Errors
    /// `bad_value` at the field that can't be read.
    pub fn read<T: DeserializeOwned>(&self, language: Language, decimals: &[&str]) -> Result<T, Problem> {
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.pairs.iter().filter(|(_, value)| !value.trim().is_empty()) {
            let last = name.trim_end_matches(']').rsplit('[').next().unwrap_or(name);
            if decimals.contains(&last) {
                text.append_pair(name, &plain_number(value.trim(), language));
            } else {
                text.append_pair(name, value.trim());
            }
        }
        let text = text.finish();
        let config = serde_qs::Config::new().max_depth(limits::FORM_DEPTH).use_form_encoding(true);
        let reader = serde_qs::Deserializer::with_config(config, text.as_bytes());
        let reader = reader.map_err(|error| Problem::new(422, "bad_form", &sentence(&error.to_string())))?;
        serde_path_to_error::deserialize(reader).map_err(|error| {
            let place = place_of(&error.path().to_string());
            let said = error.inner().to_string();
            match missing(&said) {
                Some(name) => {
                    let place = if place.is_empty() { name.to_owned() } else { format!("{place}/{name}") };
                    Problem::bad_value(&place, "Fill this in.").german("Füllen Sie dieses Feld aus.")
                }
                None => Problem::bad_value(&place, &sentence(&said)),
            }
        })
    }

    /// What was typed into a field; empty when it was not sent.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All values of fields of this name, such as ticked boxes.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// How many rows a list has: one more than its last index.
    #[must_use]
    pub fn rows(&self, list: &str) -> usize {
        let index = |(name, _): &(String, String)| {
            let rest = name.strip_prefix(list)?.strip_prefix('[')?;
            rest.split(']').next()?.parse::<usize>().ok()
        };
        self.pairs.iter().filter_map(index).max().map_or(0, |last| last.saturating_add(1))
    }

    /// Leaves out the rows of a list in which this field is empty, such as lines without a SKU.
    #[must_use]
    pub fn without_empty(mut self, list: &str, field: &str) -> Self {
        let empty: Vec<String> = (0..self.rows(list))
            .filter(|row| self.value(&format!("{list}[{row}][{field}]")).trim().is_empty())
            .map(|row| format!("{list}[{row}]"))
            .collect();
        self.pairs.retain(|(name, _)| !empty.iter().any(|start| name.starts_with(start.as_str())));
        self.pairs = compacted(self.pairs);
        self
    }

    /// Leaves out the rows of a list in which nothing is filled in.
    #[must_use]
    pub fn without_blank(mut self, list: &str) -> Self {
        let is_blank = |start: &String| {
            !self.pairs.iter().any(|(name, value)| name.starts_with(start) && !value.trim().is_empty())
        };
        let rows = (0..self.rows(list)).map(|row| format!("{list}[{row}]"));
        let blank: Vec<String> = rows.filter(is_blank).collect();
        self.pairs.retain(|(name, _)| !blank.iter().any(|start| name.starts_with(start.as_str())));
        self.pairs = compacted(self.pairs);
        self
    }

    /// What was typed into a field of numbers, as a plain decimal; as it was typed where it is no number.
    #[must_use]
    pub fn decimal(&self, name: &str, language: Language) -> String {
        plain_number(self.value(name).trim(), language)
    }

    /// Without these fields, which are the page's own and not the body's.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.pairs.retain(|(name, _)| !names.contains(&name.as_str()));
        self
    }

    /// With a field set to a value, instead of what was typed.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.pairs.retain(|(key, _)| key != name);
        self.pairs.push((name.to_owned(), value.into()));
        self
    }

    /// The button that sent it; empty for the usual one.
    #[must_use]
    pub fn button(&self) -> &str {
        &self.button
    }

    /// How its command is wanted: with its key, and dry when the button asks for a preview.
    #[must_use]
    pub fn intent(&self) -> Intent {
        self.intent.clone()
    }

    /// Whether it only asks what would happen.
    #[must_use]
    pub fn is_preview(&self) -> bool {
        self.intent.dry_run
    }

    /// The version of the record as the form showed it.
    #[must_use]
    pub fn version(&self) -> Option<i64> {
        self.version
    }

    /// The fields as they came, without the form's own.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    fn of(bytes: &[u8], path: &str, csrf: &str) -> Result<Self, Problem> {
        let mut form = Self::default();
        let (mut key, mut token) = (String::new(), String::new());
        for (name, value) in form_urlencoded::parse(bytes) {
            if form.pairs.len() >= limits::FORM_FIELDS {
                return Err(Problem::new(
                    413,
                    "body_too_large",
                    "The form has too many fields: send less at once.",
                ));
            }
            if value.contains('\0') || name.contains('\0') {
                return Err(Problem::bad_value(&place_of(&name), "A text can't hold the character NUL."));
            }
            match &*name {
                CSRF => token = value.into_owned(),
                KEY => key = value.into_owned(),
                VERSION => form.version = value.parse().ok(),
                BUTTON => form.button = value.into_owned(),
                _ => form.pairs.push((name.into_owned(), value.into_owned())),
            }
        }
        if csrf.is_empty() || !same(token.as_bytes(), csrf.as_bytes()) {
            return Err(Problem::foreign_form());
        }
        form.pairs = compacted(form.pairs);
        form.intent.dry_run = form.button == PREVIEW;
        let is_key = !key.is_empty() && key.len() <= limits::IDEMPOTENCY_KEY_CHARS && key.is_ascii();
        if is_key && !form.intent.dry_run {
            let content: String =
                form.pairs.iter().map(|(name, value)| format!("{name}={value}\n")).collect();
            form.intent.key = Some((key, request_digest("POST", path, content.as_bytes())));
        }
        Ok(form)
    }
}

/// Compares in a time that tells nothing of where two texts differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// The name of a field that a body must have and the form left empty, by what serde says of it.
fn missing(said: &str) -> Option<&str> {
    said.strip_prefix("missing field `")?.split('`').next()
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// `1.234,5` in German and `1,234.5` in English as `1234.5`. A lone separator of the other sort counts as the decimal
/// point, unless three digits follow it, as behind a thousand. What is no number stays as it is, for the reader to refuse.
fn plain_number(text: &str, language: Language) -> String {
    let (group, point) = match language {
        Language::German => ('.', ','),
        Language::English => (',', '.'),
    };
    let text: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\'').collect();
    let (whole, part) = text.split_once(point).map_or((&*text, None), |(whole, part)| (whole, Some(part)));
    let groups: Vec<&str> = whole.split(group).collect();
    let is_grouped = groups.len() > 1 && groups.iter().skip(1).all(|digits| digits.len() == 3);
    match (part, groups.as_slice()) {
        (Some(part), _) if groups.len() == 1 || is_grouped => format!("{}.{part}", groups.concat()),
        (None, _) if is_grouped => groups.concat(),
        (None, [whole, part]) => format!("{whole}.{part}"),
        _ => text,
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = super::PageProblem;

    async fn from_request(request: Request, state: &S) -> Result<Self, super::PageProblem> {
        let (mut parts, body) = request.into_parts();
        let visit =
            <Visit as axum::extract::FromRequestParts<S>>::from_request_parts(&mut parts, state).await?;
        let read = async {
            let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
                return Err(Problem::new(415, "no_form", "Send a form: application/x-www-form-urlencoded."));
            }
            let patience = parts.extensions.get::<BodyPatience>().copied().unwrap_or_default();
            let bytes = tokio::time::timeout(patience.0, to_bytes(body, limits::BODY_BYTES)).await;
            let bytes = bytes.map_err(|_| Problem::body_too_slow())?;
            let bytes = bytes.map_err(|_| Problem::body_too_large(limits::BODY_BYTES))?;
            Self::of(&bytes, parts.uri.path(), visit.csrf())
        };
        read.await.map_err(|problem| super::PageProblem::new(&visit, problem))
    }
}

#[cfg(test)]
mod tests {
    use kontor_kernel::Quantity;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Body {
        name: Option<String>,
        days: Option<i32>,
        #[serde(default)]
        lines: Vec<Line>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Line {
        line: i32,
        quantity: Quantity,
    }

    fn form(body: &str) -> Form {
        Form::of(format!("{body}&_csrf=t").as_bytes(), "/x", "t").unwrap()
    }

    fn read(body: &str) -> Result<Body, (String, Option<String>)> {
        let read = form(body).read(Language::German, &["quantity"]);
        read.map_err(|problem| (problem.body().detail.clone(), problem.body().field.clone()))
    }

    #[test]
    fn a_form_is_read_as_the_json_door_reads() {
        let body = read(
            "name=+Anna+%C3%84+&days=14&lines[3][line]=1&lines[3][quantity]=1.234,5&lines[9][line]=2&lines[9][quantity]=2",
        );
        let line = |line, quantity: &str| Line { line, quantity: quantity.parse().unwrap() };
        let lines = vec![line(1, "1234.5"), line(2, "2")];
        assert_eq!(body, Ok(Body { name: Some("Anna Ä".into()), days: Some(14), lines }));
        assert_eq!(read("name=&days="), Ok(Body { name: None, days: None, lines: vec![] }));
    }

    #[test]
    fn what_cannot_be_read_is_said_at_its_field() {
        for (body, field) in [
            ("days=soon", Some("days")),
            ("lines[0][line]=1&lines[0][quantity]=many", Some("lines/0/quantity")),
            (
                "lines[4][line]=1&lines[4][quantity]=1&lines[7][line]=x&lines[7][quantity]=1",
                Some("lines/1/line"),
            ),
            ("colour=red", Some("colour")),
            ("lines[0][line]=1&lines[0][quantity]=", Some("lines/0/quantity")),
            ("lines[0][line][a][b][c][d][e]=1", Some("lines/0/line")),
        ] {
            let (detail, place) = read(body).unwrap_err();
            assert_eq!(place.as_deref(), field, "{body}: {detail}");
            assert!(detail.ends_with('.') && detail.len() > 10, "{detail}");
        }
    }

    #[test]
    fn a_form_that_is_not_ours_is_refused() {
        for token in ["", "_csrf=", "_csrf=T", "_csrf=tt", "name=x"] {
            let problem = Form::of(token.as_bytes(), "/x", "t").unwrap_err();
            assert_eq!((problem.status(), &*problem.body().code), (403, "foreign_form"), "{token}");
        }
        assert!(Form::of(b"_csrf=", "/x", "").is_err(), "no token fits no token");
    }

    #[test]
    fn a_key_holds_for_one_content() {
        let key = |body: &str| form(body).intent().key;
        assert_eq!(key("name=a&_key=k1"), key("_key=k1&name=a&do=save"));
        assert_ne!(key("name=a&_key=k1"), key("name=b&_key=k1"));
        let preview = form("name=a&_key=k1&do=preview");
        assert!(preview.is_preview() && preview.intent().key.is_none() && preview.button() == "preview");
        assert_eq!(form("_version=12").version(), Some(12));
    }

    #[test]
    fn rows_without_their_field_are_left_out() {
        let sent = form("lines[0][line]=1&lines[0][quantity]=&lines[1][line]=2&lines[1][quantity]=5");
        assert_eq!(sent.rows("lines"), 2);
        let kept = sent.without_empty("lines", "quantity");
        assert_eq!((kept.rows("lines"), kept.value("lines[0][line]")), (1, "2"));
        let half = "lines[0][line]=+&lines[1][line]=&lines[1][quantity]=5&lines[10][line]=7&lines[11][line]=";
        let kept = form(half).without_blank("lines");
        assert_eq!((kept.rows("lines"), kept.value("lines[0][quantity]")), (2, "5"));
        assert_eq!(kept.value("lines[1][line]"), "7");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (german, english, plain) in [
            ("1.234,56", "1,234.56", "1234.56"),
            ("12,5", "12.5", "12.5"),
            ("12.5", "12,5", "12.5"),
            ("1.500", "1,500", "1500"),
            ("1 234 567,8", "1 234 567.8", "1234567.8"),
            ("-3,20", "-3.20", "-3.20"),
            ("7", "7", "7"),
            ("1.2.3", "1,2,3", "1.2.3"),
        ] {
            assert_eq!(plain_number(german, Language::German), plain);
            let expected = if plain == "1.2.3" { "1,2,3" } else { plain };
            assert_eq!(plain_number(english, Language::English), expected);
        }
    }
}
