//! How texts become terms: what looks alike to a person is alike.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters of a term: what is longer is found by its beginning.
const TERM_CHARS: usize = 60;
/// Terms of one thing.
const TERMS: usize = 40;

/// What stands behind every text with this beginning, and before every other.
pub(crate) const END: char = '\u{10ffff}';

/// Small letters without accents: `ä` is `ae` as in German, or `a` where umlauts are meant to be dropped.
fn fold(text: &str, umlauts: bool) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        match letter {
            'ä' if umlauts => folded.push_str("ae"),
            'ö' if umlauts => folded.push_str("oe"),
            'ü' if umlauts => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            other => folded.extend(std::iter::once(other).nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
    folded
}

fn cut(term: &str) -> String {
    term.chars().take(TERM_CHARS).collect()
}

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<String> {
    split(&fold(text, true)).collect()
}

fn split(folded: &str) -> impl Iterator<Item = String> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(cut)
}

/// A text without blanks and marks: how codes, numbers and mail addresses are found whatever stands between.
pub(crate) fn compact(text: &str) -> String {
    cut(&fold(text, true).chars().filter(|letter| letter.is_alphanumeric()).collect::<String>())
}

/// Terms that are being collected.
#[derive(Default)]
pub(crate) struct Terms(BTreeSet<String>);

impl Terms {
    /// The words of a text, those with umlauts also without.
    pub(crate) fn words(&mut self, text: &str) -> &mut Self {
        for word in split(&fold(text, true)).chain(split(&fold(text, false))) {
            self.add(word);
        }
        self
    }

    /// A code, a number, a mail address.
    pub(crate) fn code(&mut self, text: &str) -> &mut Self {
        self.add(compact(text));
        self
    }

    /// A phone number: with its country, and as it is called within it.
    pub(crate) fn phone(&mut self, text: &str) -> &mut Self {
        let number = digits(text);
        if let Some(national) = number.get(country_digits(&number)..).filter(|_| is_international(text)) {
            self.add(national.trim_start_matches('0').to_owned());
        }
        self.add(number);
        self
    }

    fn add(&mut self, term: String) {
        if !term.is_empty() && self.0.len() < TERMS {
            self.0.insert(term);
        }
    }

    pub(crate) fn into_iter(self) -> impl Iterator<Item = String> {
        self.0.into_iter()
    }
}

/// The digits of a number, without the zeros before them.
pub(crate) fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    cut(digits.trim_start_matches('0'))
}

fn is_international(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('+') || text.starts_with("00")
}

/// How many digits the country code has with which a number begins (ITU-T E.164, assigned codes).
fn country_digits(number: &str) -> usize {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
        "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    match number.get(..2) {
        Some(start) if start.starts_with(['1', '7']) => 1,
        Some(start) if TWO.contains(&start) => 2,
        Some(_) => 3,
        None => 0,
    }
}

/// Whether what somebody typed is a phone number, or a number at least: digits and what stands between them.
pub(crate) fn is_number(text: &str) -> bool {
    let is_between = |letter: char| letter.is_ascii_digit() || " +-/().".contains(letter);
    text.chars().all(is_between) && text.chars().filter(char::is_ascii_digit).count() >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(collect: impl Fn(&mut Terms) -> &mut Terms) -> Vec<String> {
        let mut terms = Terms::default();
        collect(&mut terms);
        terms.into_iter().collect()
    }

    #[test]
    fn what_looks_alike_is_alike() {
        for (text, expected) in [
            ("Müller-Lüdenscheidt", "mueller luedenscheidt"),
            ("Mu\u{308}ller", "mueller"),
            ("GROẞE Straße", "grosse strasse"),
            ("Émile Zola", "emile zola"),
            ("Łódź Ångström Søren", "lodz angstroem soren"),
            ("ﬁn № 5", "fin no 5"),
            ("İstanbul", "istanbul"),
            (" , ", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
        assert_eq!(compact("TEE-Earl_Grey 250"), "teeearlgrey250");
        assert_eq!(compact("Anna@Example.com"), "annaexamplecom");
    }

    #[test]
    fn a_name_with_umlauts_is_found_without_them_too() {
        assert_eq!(of(|terms| terms.words("Jörg Müller")), ["joerg", "jorg", "mueller", "muller"]);
        assert_eq!(of(|terms| terms.words("Anna Anna")), ["anna"]);
    }

    #[test]
    fn a_phone_number_is_found_as_it_is_called() {
        assert_eq!(of(|terms| terms.phone("+49 (40) 123-45")), ["4012345", "494012345"]);
        assert_eq!(of(|terms| terms.phone("0049 040 12345")), ["4012345", "4904012345"]);
        assert_eq!(of(|terms| terms.phone("040 12345")), ["4012345"]);
        assert_eq!(of(|terms| terms.phone("+352 27 1")), ["271", "352271"]);
        assert_eq!(of(|terms| terms.phone("+1 202 555")), ["1202555", "202555"]);
        assert_eq!(of(|terms| terms.phone("+")), [""; 0]);
    }

    #[test]
    fn terms_are_bounded() {
        let long = "x".repeat(500);
        assert_eq!(compact(&long).len(), TERM_CHARS);
        let many: String = (0..500).map(|number| format!("w{number} ")).collect();
        assert_eq!(of(|terms| terms.words(&many)).len(), TERMS);
        assert!(is_number("+49 40/123") && !is_number("4711") && !is_number("A-100001"));
    }
}
