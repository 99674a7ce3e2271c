//! Who looks at a page, and how they want it shown.

use std::fmt::{self, Display};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kontor_kernel::{Amount, Date, Quantity, Timestamp, UnitPrice};
use maud::{Markup, html};

use super::Flash;
use super::form::{CSRF, KEY, VERSION};
use crate::page::format;
use crate::{Caller, Language, Problem, Text};

/// What a page handler is given: who looks, what they may, and how they want it shown. Cheap to clone.
#[derive(Clone)]
pub struct Visit {
    /// Who acts, for the writer.
    pub caller: Caller,
    /// The language of the page.
    pub language: Language,
    inner: Arc<Looking>,
}

/// All that the guard found out about a visit.
#[derive(Clone)]
pub struct Looking {
    /// The person's name; empty before sign-in.
    pub name: String,
    /// The merchant's name; empty before sign-in.
    pub org_name: String,
    /// `light`, `dark`, or empty for what the system says.
    pub theme: String,
    /// `cosy`, or empty for compact.
    pub density: String,
    /// Shows that a form is ours.
    pub csrf: String,
    /// What the person may.
    pub permits: Permits,
    /// The pages that they may see, for the side.
    pub nav: Vec<NavLink>,
    /// The path of the request.
    pub path: String,
    /// The path with its query.
    pub address: String,
    /// The id of the request, for error pages.
    pub request_id: String,
    /// What was just done.
    pub flash: Option<Flash>,
    /// Whether the script asks for the page's content alone.
    pub is_fragment: bool,
    /// Whether the answer is shared by all who have the same rights: then it holds nothing of one person.
    pub is_shared: bool,
    /// The position of the journal before anything was read for the page.
    pub position: Option<i64>,
    /// Where style, script and icons are.
    pub assets: Assets,
}

/// Addresses of style, script and icons, with the hash of their content.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// The style.
    pub style: String,
    /// The script.
    pub script: String,
    /// The icon in the browser's tab.
    pub icon: String,
}

/// A page in the side.
#[derive(Debug, Clone)]
pub struct NavLink {
    /// What it is called.
    pub label: Text,
    /// Where it is.
    pub href: &'static str,
    /// Its picture's name.
    pub icon: &'static str,
    /// The keys that open it.
    pub key: &'static str,
}

/// What somebody may do, by the name of the scope, such as `orders:write`.
#[derive(Clone)]
pub struct Permits(Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl Permits {
    /// As this says.
    pub fn new(may: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(may))
    }

    /// Nothing: before sign-in.
    #[must_use]
    pub fn none() -> Self {
        Self::new(|_| false)
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit")
            .field("caller", &self.caller)
            .field("path", &self.inner.path)
            .finish_non_exhaustive()
    }
}

impl Visit {
    /// The visit of a request.
    #[must_use]
    pub fn new(caller: Caller, language: Language, looking: Looking) -> Self {
        Self { caller, language, inner: Arc::new(looking) }
    }

    /// What the guard found out.
    #[must_use]
    pub fn looking(&self) -> &Looking {
        &self.inner
    }

    /// The same visit, as of this position of the journal at least.
    #[must_use]
    pub fn at(&self, position: Option<i64>) -> Self {
        Self { inner: Arc::new(Looking { position, ..(*self.inner).clone() }), ..self.clone() }
    }

    /// The same visit, with an answer that is shared by all who have the same rights.
    #[must_use]
    pub fn shared(&self) -> Self {
        Self {
            inner: Arc::new(Looking { is_shared: true, flash: None, ..(*self.inner).clone() }),
            ..self.clone()
        }
    }

    /// Shows that a form is ours.
    #[must_use]
    pub(crate) fn csrf(&self) -> &str {
        &self.inner.csrf
    }

    /// Whether the person may do this, such as `orders:write`. The router checks again when they do.
    #[must_use]
    pub fn may(&self, scope: &str) -> bool {
        (self.inner.permits.0)(scope)
    }

    /// A text in the language of the page.
    #[must_use]
    pub fn say(&self, text: Text) -> &'static str {
        self.language.say(text)
    }

    /// A text with values in its places `{0}`, `{1}`.
    #[must_use]
    pub fn say_with(&self, text: Text, values: &[&dyn Display]) -> String {
        text.fill(self.language, values)
    }

    /// An amount in the merchant's currency.
    #[must_use]
    pub fn money(&self, amount: Amount) -> String {
        format::money(amount, self.caller.currency, self.language)
    }

    /// A price of one base quantity, with as many places as it has, at least those of the currency.
    #[must_use]
    pub fn price(&self, price: UnitPrice) -> String {
        format::price(price, self.caller.currency, self.language)
    }

    /// A count.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        format::number(number, self.language)
    }

    /// A quantity.
    #[must_use]
    pub fn quantity(&self, quantity: Quantity) -> String {
        format::quantity(quantity, self.language)
    }

    /// A day.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        format::date(date, self.language)
    }

    /// A moment by the merchant's clock, to the minute.
    #[must_use]
    pub fn time(&self, at: Timestamp) -> String {
        format::time(at, &self.caller.zone, self.language)
    }

    /// The fields that every form has: that it is ours, and the key by which it acts once. The script fills them in
    /// where the page is shared.
    #[must_use]
    pub fn own_fields(&self) -> Markup {
        let key = if self.inner.is_shared { String::new() } else { new_key() };
        let csrf = if self.inner.is_shared { "" } else { self.csrf() };
        html! {
            input type="hidden" name=(CSRF) value=(csrf);
            input type="hidden" name=(KEY) value=(key);
        }
    }

    /// The field with the version of the record that a form changes.
    #[must_use]
    pub fn version_field(&self, version: i64) -> Markup {
        html! { input type="hidden" name=(VERSION) value=(version); }
    }
}

/// A key for a form that acts once. Without chance from the system there is none, and the form acts as often as it is sent.
fn new_key() -> String {
    let mut bytes = [0_u8; 16];
    if kontor_store::random(&mut bytes).is_err() {
        return String::new();
    }
    let (high, low) = bytes.split_at(8);
    let number = |half: &[u8]| half.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("form-{:016x}{:016x}", number(high), number(low))
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::unauthenticated)
    }
}
