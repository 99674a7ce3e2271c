//! Who stands before a page of the gate, as its request tells.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kontor_kernel::limits;
use kontor_web::Problem;
use kontor_web::console::Onward;

use crate::model::DeviceName;
use crate::session::{Cookies, SessionKeeper};
use crate::sign_in::{Gate, Opened, Visitor};

/// The network address at the other end of the connection: an extension of the request.
#[derive(Debug, Clone, Copy)]
pub struct PeerAddress(pub IpAddr);

/// The gate, who stands before it, and who keeps the sessions: extensions of the request, put there by the router.
#[derive(Clone)]
pub struct AtGate {
    /// The gate.
    pub gate: Gate,
    /// Who stands before it.
    pub visitor: Visitor,
    /// Keeps the sessions.
    pub keeper: SessionKeeper,
    /// Where this house is for whoever sent a form, such as `https://kontor.example.com`; empty where it isn't said.
    /// Only links that are shown to that person are made with it.
    pub origin: String,
}

impl<S: Send + Sync> FromRequestParts<S> for AtGate {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let gate = parts.extensions.get::<Gate>().cloned().ok_or_else(Problem::unauthenticated)?;
        let keeper = parts.extensions.get::<SessionKeeper>().cloned().ok_or_else(Problem::unauthenticated)?;
        let peer = parts.extensions.get::<PeerAddress>().map(|peer| peer.0);
        let sent = parts.headers.get(header::USER_AGENT).and_then(|sent| sent.to_str().ok());
        let visitor = Visitor {
            address: address(peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)), &parts.headers),
            device: DeviceName::of_browser(sent.unwrap_or_default()),
            workplace: None,
        };
        let origin = parts.headers.get(header::ORIGIN).and_then(|sent| sent.to_str().ok());
        let origin = origin.filter(|sent| sent.starts_with("http")).unwrap_or_default().to_owned();
        Ok(Self { gate, visitor, keeper, origin })
    }
}

/// The address that counts: the one at the other end, or, when that is a proxy on this machine, the last one that the
/// proxy wrote into `X-Forwarded-For`. What others write there is theirs to make up.
fn address(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !peer.to_canonical().is_loopback() {
        return peer;
    }
    let mut lines = headers.get_all("x-forwarded-for").into_iter().filter_map(|line| line.to_str().ok());
    let last = lines.next_back().and_then(|line| line.rsplit(',').next());
    last.and_then(|text| text.trim().parse().ok()).unwrap_or(peer)
}

/// The cookies that this room's pages set.
pub trait SetCookies {
    /// Sends somebody who is in to a page, with the cookie of their session.
    fn entered(&self, opened: &Opened, onward: Onward) -> Response;
    /// Sends somebody who is out to a page, and takes the cookie away.
    fn left(&self, onward: Onward) -> Response;
}

impl SetCookies for SessionKeeper {
    fn entered(&self, opened: &Opened, onward: Onward) -> Response {
        let lasts = Duration::from_secs(limits::SESSION_DAYS * 24 * 60 * 60);
        let line = self.cookies().set(Cookies::SESSION, &opened.cookie, lasts);
        with_cookie(onward.into_response(), &line.0)
    }

    fn left(&self, onward: Onward) -> Response {
        with_cookie(onward.into_response(), &self.cookies().clear(Cookies::SESSION))
    }
}

fn with_cookie(mut response: Response, line: &str) -> Response {
    if let Ok(mut value) = HeaderValue::from_str(line) {
        value.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "203.0.113.9, 192.0.2.1".parse().unwrap());
        let of = |peer: &str, headers: &HeaderMap| address(peer.parse().unwrap(), headers).to_string();
        assert_eq!(of("127.0.0.1", &headers), "192.0.2.1");
        assert_eq!(of("::ffff:127.0.0.1", &headers), "192.0.2.1");
        assert_eq!(of("198.51.100.7", &headers), "198.51.100.7");
        assert_eq!(of("::1", &HeaderMap::new()), "::1");
        headers.append("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(of("127.0.0.1", &headers), "127.0.0.1");
    }
}
