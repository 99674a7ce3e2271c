//! stub
#![expect(missing_docs, reason = "until the looks arrive")]
use crate::Problem;
use crate::console::{Flash, Visit};
use maud::{Markup, html};
pub mod format {
    use crate::Language;
    use kontor_kernel::*;
    pub fn money(a: Amount, c: Currency, _l: Language) -> String {
        a.text(c)
    }
    pub fn price(a: UnitPrice, _c: Currency, _l: Language) -> String {
        a.to_string()
    }
    pub fn number(a: i64, _l: Language) -> String {
        a.to_string()
    }
    pub fn quantity(a: Quantity, _l: Language) -> String {
        a.to_string()
    }
    pub fn date(a: Date, _l: Language) -> String {
        a.to_string()
    }
    pub fn time(a: Timestamp, _z: &Zone, _l: Language) -> String {
        a.to_string()
    }
}
pub struct Shell<'a> {
    pub title: &'a str,
    pub main: Markup,
    pub toasts: Markup,
    pub is_bare: bool,
}
pub fn shell(_v: &Visit, s: &Shell) -> Markup {
    html! {(s.title)(s.main)(s.toasts)@if s.is_bare{"b"}}
}
pub fn toasts(_v: &Visit, _f: Option<&Flash>) -> Markup {
    html! {}
}
pub fn problem_notice(_v: &Visit, p: &Problem) -> Markup {
    html! {(p.body().detail)}
}
