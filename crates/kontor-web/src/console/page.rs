//! A page on its way out: the whole document, or its content alone when the script asks.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};

use super::cookies::set_cookie;
use super::flash::{COOKIE, SECONDS};
use super::{Flash, Visit};
use crate::page::{self, Shell};

/// Says which position of the journal a page shows at least.
pub const POSITION: HeaderName = HeaderName::from_static("kontor-position");
/// Asks for the content of a page alone: `main`.
pub const FRAGMENT: HeaderName = HeaderName::from_static("kontor-fragment");

/// A page.
#[derive(Debug)]
pub struct Page {
    visit: Visit,
    status: StatusCode,
    title: String,
    heading: Option<Markup>,
    live: String,
    tools: Markup,
    body: Markup,
    is_bare: bool,
}

impl Page {
    /// A page of this title, which is its heading as well.
    #[must_use]
    pub fn new(visit: &Visit, title: impl Into<String>) -> Self {
        Self {
            visit: visit.clone(),
            status: StatusCode::OK,
            title: title.into(),
            heading: None,
            live: String::new(),
            tools: PreEscaped(String::new()),
            body: PreEscaped(String::new()),
            is_bare: false,
        }
    }

    /// Kept up to date when one of these changes: topics of the live stream, separated by blanks.
    #[must_use]
    pub fn live(mut self, topics: &str) -> Self {
        topics.clone_into(&mut self.live);
        self
    }

    /// With something else than the title as its heading, such as a number with a badge.
    #[must_use]
    pub fn heading(mut self, heading: Markup) -> Self {
        self.heading = Some(heading);
        self
    }

    /// With these beside the heading: search, buttons.
    #[must_use]
    pub fn tools(mut self, tools: Markup) -> Self {
        self.tools = tools;
        self
    }

    /// With this content.
    #[must_use]
    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self
    }

    /// Answered with a status other than 200.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self
    }

    /// Without the side: sign-in, set-up, a sheet to print.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.is_bare = true;
        self
    }

    fn main(&self) -> Markup {
        let looking = self.visit.looking();
        let position = looking.position.map(|position| position.to_string());
        html! {
            main #main tabindex="-1" data-live=[Some(&self.live).filter(|live| !live.is_empty())] data-position=[position] {
                header.head {
                    @match &self.heading {
                        Some(heading) => (heading),
                        None => h1 { (self.title) },
                    }
                    @if !self.tools.0.is_empty() { div.head-tools { (self.tools) } }
                }
                (self.body)
            }
        }
    }

    fn markup(&self) -> Markup {
        let looking = self.visit.looking();
        let flash = page::toasts(&self.visit, looking.flash.as_ref());
        if looking.is_fragment {
            return html! { title { (self.title) " · Kontor" } (self.main()) (flash) };
        }
        page::shell(
            &self.visit,
            &Shell { title: &self.title, main: self.main(), toasts: flash, is_bare: self.is_bare },
        )
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let looking = self.visit.looking();
        let mut response = (self.status, self.markup().into_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("Cookie, Kontor-Fragment, Accept-Language"));
        if let Some(position) = looking.position {
            headers.insert(POSITION, HeaderValue::from(position));
        }
        if looking.flash.is_some() {
            headers.append(header::SET_COOKIE, set_cookie(COOKIE, "", Some(0), false));
        }
        response
    }
}

/// Sends the browser on to another page after a form was done (303).
#[derive(Debug, Clone)]
pub struct Onward {
    to: String,
    flash: Option<Flash>,
}

impl Onward {
    /// To this page of ours.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: path.into(), flash: None }
    }

    /// Which says what was done.
    #[must_use]
    pub fn saying(mut self, flash: Flash) -> Self {
        self.flash = Some(flash);
        self
    }
}

impl IntoResponse for Onward {
    fn into_response(self) -> Response {
        // Only pages of our own: what a form sends as its way back must not lead elsewhere.
        let is_own =
            self.to.starts_with('/') && !self.to.starts_with("//") && !self.to.contains(['\\', '\r', '\n']);
        let to = if is_own { HeaderValue::from_str(&self.to).ok() } else { None };
        let mut response = StatusCode::SEE_OTHER.into_response();
        let headers = response.headers_mut();
        headers.insert(header::LOCATION, to.unwrap_or_else(|| HeaderValue::from_static("/")));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(flash) = self.flash {
            headers.append(header::SET_COOKIE, set_cookie(COOKIE, &flash.value(), Some(SECONDS), false));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_leads_to_pages_of_our_own() {
        let to = |path: &str| Onward::to(path).into_response().headers()[header::LOCATION].clone();
        assert_eq!(to("/orders?tab=to_ship"), "/orders?tab=to_ship");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "orders", "/a\r\nb: c", ""] {
            assert_eq!(to(bad), "/", "{bad}");
        }
    }
}
