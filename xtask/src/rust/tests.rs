//! Each view of a source, on the pieces of syntax that could mislead it.

use super::*;

fn source(text: &str) -> Source {
    Source::new("crates/kontor-orders/src/lib.rs".to_owned(), text)
}

fn code_words(text: &str) -> Vec<String> {
    words(&source(text).code).map(|(_, word)| word.to_owned()).collect()
}

#[test]
fn comments_and_literals_are_no_code() {
    let cases: &[(&str, &[&str])] = &[
        ("a // b\nc", &["a", "c"]),
        ("a /* b /* c */ d */ e", &["a", "e"]),
        ("/// doc\nfn f() {}", &["fn", "f"]),
        (r#"a("b \" c", d)"#, &["a", "d"]),
        (r##"a(r#"b " c"#, d)"##, &["a", "r", "d"]),
        ("a(b\"c\", br\"d\", e)", &["a", "b", "br", "e"]),
        (r"a('\'', '\\', '\u{1F600}', 'é', '😀', b)", &["a", "b"]),
        ("fn f<'a>(x: &'a str) -> 'static {}", &["fn", "f", "a", "x", "a", "str", "static"]),
        ("'{' a \"}\" b", &["a", "b"]),
        ("a \"unterminated", &["a"]),
        ("a /* unterminated", &["a"]),
        ("a \"ends with a backslash \\", &["a"]),
        ("a r#\"unterminated\"", &["a", "r"]),
        ("'\\", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(&code_words(text), expected, "{text}");
    }
}

#[test]
fn all_views_have_the_same_length() {
    let text = "// é\nlet a = \"ü\"; #[cfg(test)] mod tests { fn ß() {} }";
    let source = source(text);
    for view in [&source.quoted, &source.code, &source.production] {
        assert_eq!(view.len(), text.len());
    }
    assert_eq!(source.line(text.find("let").unwrap()), 2);
}

#[test]
fn what_tests_alone_compile_is_not_production() {
    let source = source(
        "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { c() } }\n#[cfg(test)]\nuse d::e;\n\
         #[cfg(test)]\nfn f(x: [u8; 3]) -> u8 { g(\"quoted\") }\nfn h() {}",
    );
    let production: Vec<&str> = words(&source.production).map(|(_, word)| word).collect();
    assert_eq!(production, ["fn", "a", "fn", "h"]);
    assert!(source.test_text().any(|text| text.contains("quoted")));
    let whole = Source::new("crates/kontor-orders/src/place/tests.rs".to_owned(), "fn a() {}");
    assert_eq!(words(&whole.production).count(), 0);
}

#[test]
fn literals_have_their_place() {
    let source = source("a(\"one\", r#\"t\"wo\"#); // \"three\"\n#[cfg(test)] fn t() { \"four\" }");
    let found = source.literals(0..source.code.len());
    assert_eq!(found, [(3, "one"), (12, "t\"wo")]);
}

#[test]
fn public_items_are_found_with_their_kind() {
    let text = "pub fn a() {} pub(crate) fn b() {} pub const fn c() {} pub const D: i64 = 1;
        pub struct E { pub f: i64, g: i64 } pub enum H { I } pub async fn j() {} pub static mut K: u8 = 0;
        pub unsafe trait L {} macro_rules! m { ($x:ident) => { pub struct $x; } } pub use n::o; pub struct P(pub Q);";
    let found: Vec<_> = public_items(text).into_iter().map(|item| (item.kind, item.name)).collect();
    let expected = [
        ("fn", "a"),
        ("fn", "c"),
        ("const", "D"),
        ("struct", "E"),
        ("field", "f"),
        ("enum", "H"),
        ("fn", "j"),
        ("static", "K"),
        ("trait", "L"),
        ("macro", "m"),
        ("struct", "P"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn imports_are_written_out() {
    let text = "use a::b; pub use c::{d, e as f, g::{self, h}}; use {i, j::*}; use ::k::l; fn m() -> impl N + use<'a> {}";
    let found: Vec<String> = uses(text).into_iter().map(|(_, path)| path).collect();
    assert_eq!(found, ["a::b", "c::d", "c::e", "c::g::self", "c::g::h", "i", "j::*", "k::l"]);
}

#[test]
fn macro_calls_are_told_from_methods() {
    let text = "record! { a } desk.record(b); record!(c); record != d; let record = e;";
    let found: Vec<&str> = macro_calls(text, "record").into_iter().map(|range| cut(text, range)).collect();
    assert_eq!(found, ["{ a }", "(c)"]);
}
