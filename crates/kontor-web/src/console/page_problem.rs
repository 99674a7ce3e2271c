//! A problem as a page: what went wrong, what to do, and how to tell somebody about it.

use axum::response::{IntoResponse, Response};
use maud::html;

use super::{Page, Visit};
use crate::page::problem_notice;
use crate::{Problem, Text};

crate::texts! {
    NOT_HERE: "Not found" | "Nicht gefunden";
    NOT_ALLOWED: "Not allowed" | "Nicht erlaubt";
    NOT_DONE: "That did not work" | "Das hat nicht geklappt";
    BACK: "To the start" | "Zur Startseite";
}

/// A problem that a page handler answers with.
#[derive(Debug)]
pub struct PageProblem {
    page: Result<Box<Page>, Box<Problem>>,
}

impl PageProblem {
    /// As a page for this visit.
    #[must_use]
    pub fn new(visit: &Visit, problem: impl Into<Problem>) -> Self {
        let problem = problem.into();
        let title: Text = match problem.status() {
            404 => NOT_HERE,
            401 | 403 => NOT_ALLOWED,
            _ => NOT_DONE,
        };
        let body = html! {
            (problem_notice(visit, &problem))
            p { a.button href="/" { (visit.say(BACK)) } }
        };
        let page = Page::new(visit, visit.say(title)).status(problem.status()).body(body);
        Self { page: Ok(Box::new(page)) }
    }
}

impl From<Problem> for PageProblem {
    /// Where there is no visit yet to show a page to: as the JSON doors say it.
    fn from(problem: Problem) -> Self {
        Self { page: Err(Box::new(problem)) }
    }
}

impl IntoResponse for PageProblem {
    fn into_response(self) -> Response {
        match self.page {
            Ok(page) => page.into_response(),
            Err(problem) => problem.into_response(),
        }
    }
}
