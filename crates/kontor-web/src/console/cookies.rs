//! Cookies (RFC 6265): the few that the console sets, and how they are read.

use axum::http::{HeaderMap, HeaderValue, header};

/// The value of a cookie of the request; the first, when a name comes twice.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// A cookie to set: for the whole site, out of the reach of scripts and of other sites' forms.
///
/// `value` must be free of separators, as base 32 and percent-encoded texts are. Without `seconds` it lasts as long as
/// the browser runs; with 0 it is deleted.
#[must_use]
pub fn set_cookie(name: &str, value: &str, seconds: Option<u64>, is_secure: bool) -> HeaderValue {
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let secure = if is_secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("kontor_none=; Max-Age=0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; kontor_session=x.y; b="));
        headers.append(header::COOKIE, HeaderValue::from_static("c=3"));
        assert_eq!(cookie(&headers, "kontor_session"), Some("x.y"));
        assert_eq!(
            (cookie(&headers, "b"), cookie(&headers, "c"), cookie(&headers, "session")),
            (Some(""), Some("3"), None)
        );
    }

    #[test]
    fn a_cookie_is_kept_from_scripts_and_other_sites() {
        let set = set_cookie("kontor_session", "abc", Some(60), true);
        assert_eq!(set, "kontor_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
        assert_eq!(set_cookie("k", "a", None, false), "k=a; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(set_cookie("k", "a\r\nSet-Cookie: x=y", None, false), "kontor_none=; Max-Age=0");
    }
}
