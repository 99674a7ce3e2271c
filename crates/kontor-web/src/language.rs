//! The languages of the console and its texts: each text stands in both side by side, so a missing one does not compile.

use std::fmt::{Display, Write as _};

/// A language that the console speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// German, as written in Germany: `1.234,56 €`, `24.11.2026`.
    German,
    /// English with the euro's habits of Ireland: `€1,234.56`, `24 Nov 2026`.
    #[default]
    English,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::German, Self::English];

    /// The tag by which HTML and HTTP name it (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::German => "Deutsch",
            Self::English => "English",
        }
    }

    /// The language that a tag such as `de`, `de-AT` or `EN` names.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The first of ours in an `Accept-Language` header, by its weights (RFC 9110 §12.5.4); English when there is none.
    #[must_use]
    pub fn from_accept(header: &str) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for range in header.split(',') {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let Some(language) = Self::from_tag(tag.trim()) else { continue };
            let weight = thousandths(weight);
            if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, language));
            }
        }
        best.map_or(Self::English, |(_, language)| language)
    }

    /// A text in this language.
    #[must_use]
    pub fn say(self, text: Text) -> &'static str {
        match self {
            Self::German => text.de,
            Self::English => text.en,
        }
    }
}

/// A weight such as `q=0.8` in thousandths: 800. Without one it is 1, and one that can't be read counts as none.
fn thousandths(weight: &str) -> u16 {
    let Some(number) = weight.trim().strip_prefix("q=") else { return 1_000 };
    let (whole, part) = number.trim().split_once('.').unwrap_or((number, ""));
    if whole.trim() == "1" {
        return 1_000;
    }
    let digits: String = part.chars().chain("000".chars()).take(3).collect();
    digits.parse().unwrap_or(0)
}

/// A text of the console in each language. Made by [`texts!`](crate::texts).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// In English.
    pub en: &'static str,
    /// In German.
    pub de: &'static str,
}

impl Text {
    /// The text with values at its places `{0}`, `{1}` … A place without a value stays as it stands.
    #[must_use]
    pub fn fill(self, language: Language, values: &[&dyn Display]) -> String {
        let mut filled = String::new();
        let mut rest = language.say(self);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let place = after.split_once('}').and_then(|(number, behind)| {
                let value = values.get(number.parse::<usize>().ok()?)?;
                Some((value, behind))
            });
            rest = if let Some((value, behind)) = place {
                // writing into a text cannot fail
                let _ = write!(filled, "{value}");
                behind
            } else {
                filled.push('{');
                after
            };
        }
        filled.push_str(rest);
        filled
    }
}

/// Defines texts: `texts! { ORDERS: "Orders" | "Aufträge"; }`, English first, as constants of type [`Text`].
#[macro_export]
macro_rules! texts {
    ($($(#[$meta:meta])* $visible:vis $name:ident : $en:literal | $de:literal ;)*) => {
        $($(#[$meta])* #[doc = concat!("“", $en, "”")] $visible const $name: $crate::Text = $crate::Text { en: $en, de: $de };)*
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    texts! {
        SELECTED: "{0} of {1} selected" | "{0} von {1} ausgewählt";
        /// Braces that are no places.
        BRACES: "{0} {x} {9} {" | "{1}{0}";
    }

    #[test]
    fn a_text_is_said_in_the_language_and_filled() {
        assert_eq!(Language::German.say(SELECTED), "{0} von {1} ausgewählt");
        assert_eq!(SELECTED.fill(Language::English, &[&2, &"ten"]), "2 of ten selected");
        assert_eq!(BRACES.fill(Language::German, &[&"a", &"{0}"]), "{0}a", "what is filled in is no place");
    }

    #[test]
    fn a_place_without_a_value_stays() {
        assert_eq!(BRACES.fill(Language::English, &[&1]), "1 {x} {9} {");
    }

    #[test]
    fn the_browsers_wish_is_read_by_its_weights() {
        for (header, wanted) in [
            ("de-DE,de;q=0.9,en;q=0.8", Language::German),
            ("fr, en;q=0.7, de;q=0.75", Language::German),
            ("fr-FR", Language::English),
            ("", Language::English),
            ("de;q=0, en;q=0.1", Language::English),
            ("EN-gb;q=1.0, de;q=0.999", Language::English),
            ("de;q=rubbish, en;q=0.001", Language::English),
        ] {
            assert_eq!(Language::from_accept(header), wanted, "{header}");
        }
    }

    #[test]
    fn tags_are_read_whatever_their_case_and_region() {
        assert_eq!(Language::from_tag("de_AT"), Some(Language::German));
        assert_eq!(Language::from_tag("EN"), Some(Language::English));
        assert_eq!(Language::from_tag("denglish"), None);
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }
}
