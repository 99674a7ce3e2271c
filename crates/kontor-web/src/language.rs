//! The languages of the console, and its texts: German and English side by side, so that one without the other does
//! not compile.

use std::fmt::Display;

/// A language that the console speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// German.
    #[default]
    German,
    /// English.
    English,
}

impl Language {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::German, Self::English];

    /// As HTML and HTTP name it (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// By its tag, such as `de` or `de-AT`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or_default();
        Self::ALL.iter().copied().find(|known| known.tag().eq_ignore_ascii_case(language))
    }

    /// What a browser prefers by its `Accept-Language` (RFC 9110, 12.5.4); German when it names none of ours.
    #[must_use]
    pub fn from_accept(header: &str) -> Self {
        // The weight in thousandths: `de;q=0.8` is 800.
        let weight = |text: &str| match text.trim().strip_prefix("q=") {
            Some(number) => {
                let digits: String =
                    number.chars().filter(char::is_ascii_digit).chain("000".chars()).take(4).collect();
                digits.parse::<u32>().unwrap_or(0)
            }
            None => 1_000,
        };
        let wishes = header.split(',').filter_map(|wish| {
            let mut parts = wish.split(';');
            let language = Self::from_tag(parts.next()?.trim())?;
            Some((parts.next().map_or(1_000, weight), language))
        });
        // The first of the heaviest.
        let best = wishes.fold(None, |best: Option<(u32, Self)>, wish| match best {
            Some(best) if best.0 >= wish.0 => Some(best),
            _ => Some(wish),
        });
        best.map(|(_, language)| language).unwrap_or_default()
    }

    /// A text in this language.
    #[must_use]
    pub const fn say(self, text: Text) -> &'static str {
        match self {
            Self::German => text.de,
            Self::English => text.en,
        }
    }
}

/// A text of the console in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// In English.
    pub en: &'static str,
    /// In German.
    pub de: &'static str,
}

impl Text {
    /// The text with values in its places `{0}`, `{1}` and so on.
    #[must_use]
    pub fn fill(self, language: Language, values: &[&dyn Display]) -> String {
        let mut parts = language.say(self).split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let place = part
                .split_once('}')
                .and_then(|(index, rest)| Some((values.get(index.parse::<usize>().ok()?)?, rest)));
            match place {
                Some((value, rest)) => {
                    filled.push_str(&value.to_string());
                    filled.push_str(rest);
                }
                None => {
                    filled.push('{');
                    filled.push_str(part);
                }
            }
        }
        filled
    }
}

/// The texts of a room: `NAME: "English" | "Deutsch";` makes a constant of type [`Text`].
///
/// ```
/// kontor_web::texts! {
///     pub ORDERS: "Orders" | "Aufträge";
///     pub FOUND: "{0} found" | "{0} gefunden";
/// }
/// use kontor_web::Language;
/// assert_eq!(Language::German.say(ORDERS), "Aufträge");
/// assert_eq!(FOUND.fill(Language::English, &[&3]), "3 found");
/// ```
#[macro_export]
macro_rules! texts {
    ( $( $(#[$meta:meta])* $vis:vis $name:ident : $en:literal | $de:literal ; )* ) => {
        $(
            $(#[$meta])*
            #[doc = concat!("“", $en, "”")]
            $vis const $name: $crate::Text = $crate::Text { en: $en, de: $de };
        )*
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_language_it_prefers() {
        for (header, language) in [
            ("de-DE,de;q=0.9,en;q=0.8", Language::German),
            ("en-GB,en;q=0.9,de;q=0.8", Language::English),
            ("fr,en;q=0.4,de;q=0.6", Language::German),
            ("de;q=0.05,en;q=0.5", Language::English),
            ("fr", Language::German),
            ("", Language::German),
            (";;q=,,en;q", Language::English),
        ] {
            assert_eq!(Language::from_accept(header), language, "{header}");
        }
        assert_eq!((Language::from_tag("EN-us"), Language::from_tag("nl")), (Some(Language::English), None));
    }

    #[test]
    fn values_fill_their_places_and_what_is_no_place_stays() {
        let text = Text { en: "{1} of {0}: {x} {9} {", de: "{0}{0}" };
        assert_eq!(text.fill(Language::English, &[&"a", &2]), "2 of a: {x} {9} {");
        assert_eq!(text.fill(Language::German, &[&"{1}", &2]), "{1}{1}");
    }
}
