//! Where a request comes from: what another site's page sends in a user's name is refused.
//!
//! Fetch Metadata (`Sec-Fetch-Site`) says it in every browser of today; where it is missing, `Origin` must name our own
//! host. Who sends neither with a form is no browser, and has the JSON doors.

use axum::http::{HeaderMap, header};

/// Whether a request that changes something was sent from a page of our own.
#[must_use]
pub fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => match (text("origin"), headers.get(header::HOST).and_then(|host| host.to_str().ok())) {
            (Some(origin), Some(host)) => {
                origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
            }
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_send_forms() {
        let sent = |pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            is_own(&headers)
        };
        assert!(sent(&[("sec-fetch-site", "same-origin"), ("host", "shop.example")]));
        assert!(sent(&[("origin", "https://Shop.example"), ("host", "shop.example")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(
                !sent(&[
                    ("sec-fetch-site", site),
                    ("origin", "https://shop.example"),
                    ("host", "shop.example")
                ]),
                "{site}"
            );
        }
        for origin in ["null", "https://evil.example", "https://shop.example.evil", "shop.example", ""] {
            assert!(!sent(&[("origin", origin), ("host", "shop.example")]), "{origin}");
        }
        assert!(!sent(&[("host", "shop.example")]) && !sent(&[]));
    }
}
