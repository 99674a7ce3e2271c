//! Problems: what a door answers when something could not be done (RFC 9457, `application/problem+json`).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kontor_kernel::{Refusal, Refuse, limits};
use kontor_store::command::WriterReject;
use kontor_store::{Failure, Fault, FaultKind, Trouble};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Language;

/// The body of a problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// A name for the sort of problem: `urn:kontor:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code to program against.
    pub code: String,
    /// What happened and what to do, in a sentence.
    pub detail: String,
    /// The place in the request that it is about, such as `lines/2/sku`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Facts to compute with, such as how many are available.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    #[schema(value_type = Object)]
    pub facts: serde_json::Map<String, serde_json::Value>,
}

/// A problem to answer with.
#[derive(Debug, Clone)]
pub struct Problem {
    body: Box<ProblemBody>,
    /// The sentence in German, for the console.
    german: Option<Box<str>>,
    retry_after: Option<u32>,
}

impl Problem {
    /// A problem of the caller's request.
    #[must_use]
    pub fn new(status: u16, code: &str, detail: &str) -> Self {
        let title = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let body = ProblemBody {
            kind: format!("urn:kontor:problem:{code}"),
            title: title.unwrap_or("Problem").to_owned(),
            status,
            code: code.to_owned(),
            detail: detail.to_owned(),
            field: None,
            facts: serde_json::Map::new(),
        };
        Self { body: Box::new(body), german: None, retry_after: None }
    }

    /// About this place in the request.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.body.field = Some(field.to_owned()).filter(|field| !field.is_empty());
        self
    }

    /// With a further fact to compute with.
    #[must_use]
    pub fn with_fact(mut self, name: &str, value: &str) -> Self {
        self.body.facts.insert(name.to_owned(), serde_json::Value::String(value.to_owned()));
        self
    }

    /// Something in the request can't be read.
    #[must_use]
    pub fn bad_request(code: &str, detail: &str) -> Self {
        Self::new(400, code, detail)
    }

    /// A value that can't be read, at its place.
    #[must_use]
    pub fn bad_value(field: &str, detail: &str) -> Self {
        Self::new(422, "bad_value", detail)
            .german(&format!("Diese Angabe ist nicht lesbar ({detail})"))
            .at(field)
    }

    /// The body is no JSON, or not the JSON that is wanted.
    #[must_use]
    pub fn bad_json(path: &str, detail: &str) -> Self {
        let place = path.replace(['.', '['], "/").replace(']', "");
        let place = if place == "/" { String::new() } else { place };
        Self::bad_request("bad_json", &format!("The body can't be read: {detail}.")).at(&place)
    }

    /// The body is larger than the door takes.
    #[must_use]
    pub fn body_too_large(limit: usize) -> Self {
        Self::new(
            413,
            "body_too_large",
            &format!("The body is larger than {limit} bytes: send less at once."),
        )
        .german(&format!("Das sind mehr als {limit} Bytes: schicken Sie weniger auf einmal."))
    }

    /// The body did not come in time.
    #[must_use]
    pub fn body_too_slow() -> Self {
        Self::new(408, "body_too_slow", "The body did not come in time: send it again.")
            .german("Die Daten kamen nicht rechtzeitig an: schicken Sie sie noch einmal.")
    }

    /// Nobody said who calls.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(401, "unauthenticated", "Send a valid token: Authorization: Bearer kontor_…")
    }

    /// The caller may not do this.
    #[must_use]
    pub fn forbidden(scope: &str) -> Self {
        Self::new(403, "forbidden", &format!("This token may not do that: it needs the scope {scope}."))
    }

    /// The person who is signed in may not see a page, or not do what it does.
    #[must_use]
    pub fn forbidden_page(scope: &str) -> Self {
        Self::new(
            403,
            "forbidden",
            &format!(
                "Your role may not do that: it needs {scope}. The owner can give you another role under Settings, Team."
            ),
        )
    }

    /// The session has ended while a page was open.
    #[must_use]
    pub fn signed_out() -> Self {
        Self::new(
            401,
            "signed_out",
            "You are not signed in any more; nothing was done: sign in in another tab, and send it again here.",
        )
    }

    /// A form that no page of ours made, or one of a session that has ended.
    #[must_use]
    pub fn foreign_form() -> Self {
        Self::new(
            403,
            "foreign_form",
            "This form was not sent from a page of this session: load the page anew and send it again.",
        )
    }

    /// There is no such thing, or it is another merchant's.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new(404, "not_found", &format!("There is no such {what}: check the id."))
            .german("Das gibt es nicht (mehr): prüfen Sie die Adresse.")
    }

    /// What the writer could not do.
    #[must_use]
    pub fn of_failure(failure: &Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::from((**refusal).clone()),
            Failure::Busy => Self::busy("busy", "Too many commands are waiting: send it again in a moment."),
            Failure::Expired => Self::busy(
                "expired",
                "The command waited too long and was dropped; nothing was done: send it again.",
            ),
            Failure::Closing => {
                Self::busy("closing", "The server is going down; nothing was done: send it again.")
            }
            Failure::Trouble(trouble) => Self::trouble(*trouble),
            Failure::Unknown => Self::new(
                500,
                "outcome_unknown",
                "The database went away while this was being stored, and nobody knows whether it was: send it again with \
                 the same Idempotency-Key, or look first.",
            )
            .german("Die Datenbank war weg, während gespeichert wurde; niemand weiß, ob es gelang: sehen Sie nach, bevor Sie es wiederholen."),
            Failure::Fault(_) => Self::fault(),
        }
    }

    /// A handler panicked: our bug. The panic itself was logged where it happened.
    #[must_use]
    pub fn of_panic() -> Self {
        Self::fault()
    }

    fn busy(code: &str, detail: &str) -> Self {
        let german = "Gerade ist viel zu tun; es wurde nichts getan: versuchen Sie es gleich noch einmal.";
        Self { retry_after: Some(limits::RETRY_AFTER_SECONDS), ..Self::new(503, code, detail).german(german) }
    }

    fn trouble(trouble: Trouble) -> Self {
        Self {
            retry_after: Some(limits::TROUBLE_RETRY_SECONDS),
            ..Self::new(503, trouble.code(), trouble.sentence())
                .german("Die Datenbank nimmt gerade nichts an; es wurde nichts getan. Ihr Betreiber muss danach sehen.")
        }
    }

    fn fault() -> Self {
        Self::new(
            500,
            "fault",
            "The server could not do this; nothing was done. The request id tells its operator where to look.",
        )
        .german("Der Server konnte das nicht ausführen; es wurde nichts getan. Die Nummer der Anfrage sagt dem Betreiber, wo er nachsieht.")
    }

    /// With its sentence in German.
    #[must_use]
    pub fn german(mut self, sentence: &str) -> Self {
        self.german = Some(sentence.into());
        self
    }

    /// What happened and what to do, in a sentence, in a language of the console.
    #[must_use]
    pub fn sentence(&self, language: Language) -> &str {
        match (language, &self.german) {
            (Language::German, Some(german)) => german,
            _ => &self.body.detail,
        }
    }

    /// The status it answers with.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.body.status
    }

    /// The body it answers with.
    #[must_use]
    pub fn body(&self) -> &ProblemBody {
        &self.body
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let mut problem = Self::new(refusal.status, refusal.code, &refusal.message);
        problem.body.field = refusal.field;
        problem.german = refusal.message_de.map(String::into_boxed_str);
        for (name, value) in refusal.detail {
            problem.body.facts.insert(name.to_owned(), serde_json::Value::String(value));
        }
        problem
    }
}

impl From<WriterReject> for Problem {
    fn from(reject: WriterReject) -> Self {
        Self::from(reject.refusal())
    }
}

impl From<Fault> for Problem {
    /// Logged here, once, with its causes; the caller sees none of them.
    fn from(fault: Fault) -> Self {
        tracing::error!(fault = fault.chain(), "a request could not be answered");
        if *fault.kind() == FaultKind::Connection { Self::trouble(Trouble::Away) } else { Self::fault() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.body).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
