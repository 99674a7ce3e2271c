//! The cookie of a session, and others beside it: how they are named, written and found.

use std::time::Duration;

use crate::model::Hidden;

/// What keeps a cookie from other hosts (RFC 6265bis, 4.1.3.2): a browser takes it with `Secure`, without a domain and
/// with the path `/` only.
const HOST: &str = "__Host-";

/// How this house writes its cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookies {
    secure: bool,
}

impl Cookies {
    /// The cookie of a session.
    pub const SESSION: &'static str = "kontor_session";

    /// Cookies of a house that is reached by TLS, or not.
    #[must_use]
    pub const fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// Whether browsers are to send them by TLS only.
    #[must_use]
    pub const fn secure(self) -> bool {
        self.secure
    }

    /// `Set-Cookie` with a value for so long: out of reach of scripts, and not sent along by other sites' forms.
    #[must_use]
    pub fn set(self, name: &str, value: &Hidden, lasts: Duration) -> Hidden {
        Hidden(self.line(name, &value.0, lasts.as_secs()))
    }

    /// `Set-Cookie` that takes a cookie away.
    #[must_use]
    pub fn clear(self, name: &str) -> String {
        self.line(name, "", 0)
    }

    fn line(self, name: &str, value: &str, seconds: u64) -> String {
        let (prefix, secure) = if self.secure { (HOST, "; Secure") } else { ("", "") };
        format!("{prefix}{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }

    /// The value of a cookie in the `Cookie` headers of a request. A house with TLS takes none that another host could
    /// have set.
    #[must_use]
    pub fn find<'a>(self, sent: impl Iterator<Item = &'a str>, name: &str) -> Option<&'a str> {
        let prefix = if self.secure { HOST } else { "" };
        sent.flat_map(|line| line.split(';')).find_map(|pair| {
            let (found, value) = pair.split_once('=')?;
            (found.trim().strip_prefix(prefix)? == name).then(|| value.trim())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_written_and_found() {
        let (plain, secure) = (Cookies::new(false), Cookies::new(true));
        let value = Hidden("abc".to_owned());
        assert_eq!(
            plain.set(Cookies::SESSION, &value, Duration::from_secs(60)).0,
            "kontor_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"
        );
        let line = secure.set(Cookies::SESSION, &value, Duration::from_secs(60)).0;
        assert_eq!(line, "__Host-kontor_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        assert!(plain.clear("x").starts_with("x=; Path=/; Max-Age=0;"));
        let sent = ["a=1; kontor_session=plain", "__Host-kontor_session=host; b=2"];
        assert_eq!(plain.find(sent.into_iter(), Cookies::SESSION), Some("plain"));
        assert_eq!(secure.find(sent.into_iter(), Cookies::SESSION), Some("host"));
        assert_eq!(secure.find(["kontor_session=x"].into_iter(), Cookies::SESSION), None, "another host's");
        assert_eq!(plain.find(["kontor_sessio=x; =; kontor_session"].into_iter(), Cookies::SESSION), None);
    }
}
