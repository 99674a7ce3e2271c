//! Texts: bounded, trimmed, free of control characters; and words from closed lists.

/// Why a text was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing is left of it.
    #[error("must not be empty")]
    Empty,
    /// It is too long.
    #[error("must not be longer than {0} characters")]
    TooLong(usize),
    /// It holds a control character, such as NUL or a line break.
    #[error("must not hold control characters")]
    Control,
}

/// A word that is not on its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {expected}")]
pub struct UnknownWord {
    /// The words of the list, with commas between.
    pub expected: &'static str,
}

/// Trims and checks a text of at most `max` characters (Unicode scalar values, not bytes).
///
/// # Errors
/// [`BadText`] says which bound broke.
pub fn check_text(text: &str, max: usize) -> Result<&str, BadText> {
    let text = text.trim();
    if text.is_empty() {
        Err(BadText::Empty)
    } else if text.len() > max && text.chars().count() > max {
        Err(BadText::TooLong(max))
    } else if text.chars().any(char::is_control) {
        Err(BadText::Control)
    } else {
        Ok(text)
    }
}

/// Trims and checks a text of at most `max` characters that may have several lines.
///
/// # Errors
/// As [`check_text`].
pub fn check_lines(text: &str, max: usize) -> Result<String, BadText> {
    let text = text.trim().replace("\r\n", "\n");
    let plain = text.replace(['\n', '\t'], " ");
    check_text(&plain, max).map(|_| text)
}

/// Makes a kind of text with a largest length.
///
/// ```
/// kontor_kernel::text_type! {
///     /// A nickname.
///     pub struct Nickname { max: 20 }
/// }
/// assert_eq!(Nickname::parse(" Ada ").map(|name| name.to_string()), Ok("Ada".to_owned()));
/// assert_eq!(Nickname::parse(" "), Err(kontor_kernel::BadText::Empty));
/// ```
/// A text from the database is taken as it stands: it was checked when it came in, and a bound that was lowered
/// since must not make rows unreadable.
#[macro_export]
macro_rules! text_type {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { max: $max:literal }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(Box<str>);

        impl $name {
            /// The most characters.
            $vis const MAX_CHARS: usize = $max;

            /// Reads a text: trimmed, not empty, bounded, without control characters.
            ///
            /// # Errors
            /// `BadText` says which bound broke.
            $vis fn parse(text: &str) -> Result<Self, $crate::BadText> {
                $crate::check_text(text, $max).map(|text| Self(text.into()))
            }

            /// The text.
            #[must_use]
            $vis fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::BadText;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::deserialize_text(deserializer)
            }
        }
        impl $crate::Column for $name {
            const KIND: $crate::ColumnKind = $crate::ColumnKind::Text;
            fn to_cell(&self) -> $crate::Cell<'_> {
                $crate::Cell::Text(&self.0)
            }
            fn from_cell(cell: $crate::Cell<'_>) -> Result<Self, $crate::WrongCell> {
                match cell {
                    $crate::Cell::Text(text) => Ok(Self(text.into())),
                    _ => Err($crate::WrongCell { expected: "a text" }),
                }
            }
        }
    };
}

/// Makes a closed list of words.
///
/// ```
/// kontor_kernel::text_enum! {
///     /// What the lights show.
///     pub enum Light {
///         /// Stop.
///         Red = "red",
///         /// Go.
///         Green = "green",
///     }
/// }
/// assert_eq!("green".parse(), Ok(Light::Green));
/// assert_eq!("blue".parse::<Light>().map_err(|error| error.to_string()), Err("expected one of red, green".to_owned()));
/// ```
#[macro_export]
macro_rules! text_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(#[$fmeta:meta])* $first:ident = $fword:literal
            $( , $(#[$vmeta:meta])* $variant:ident = $word:literal )* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $(#[$fmeta])* $first,
            $( $(#[$vmeta])* $variant, )*
        }

        impl $name {
            /// All words of the list, in order.
            $vis const ALL: &'static [Self] = &[ Self::$first $( , Self::$variant )* ];

            /// The word.
            #[must_use]
            $vis const fn as_str(self) -> &'static str {
                match self { Self::$first => $fword $( , Self::$variant => $word )* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $fword => Ok(Self::$first),
                    $( $word => Ok(Self::$variant), )*
                    _ => Err($crate::UnknownWord { expected: concat!($fword $( , ", ", $word )*) }),
                }
            }
        }
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::deserialize_text(deserializer)
            }
        }
        impl $crate::Column for $name {
            const KIND: $crate::ColumnKind = $crate::ColumnKind::Text;
            fn to_cell(&self) -> $crate::Cell<'_> {
                $crate::Cell::Text(self.as_str())
            }
            fn from_cell(cell: $crate::Cell<'_>) -> Result<Self, $crate::WrongCell> {
                match cell {
                    $crate::Cell::Text(text) => {
                        text.parse().map_err(|_| $crate::WrongCell { expected: concat!("a word of ", stringify!($name)) })
                    }
                    _ => Err($crate::WrongCell { expected: concat!("a word of ", stringify!($name)) }),
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::{Cell, Column, ColumnKind, WrongCell};

    text_type! {
        /// A label.
        struct Label { max: 5 }
    }

    text_enum! {
        /// A door.
        #[derive(Default)]
        enum Door {
            /// At the front.
            #[default]
            Front = "front",
            /// At the back.
            Back = "at_back"
        }
    }

    text_enum! {
        /// The only one of its kind.
        enum Single {
            /// It.
            Only = "only",
        }
    }

    #[test]
    fn a_text_of_several_lines_keeps_them() {
        assert_eq!(check_lines("  a\r\n\tb\n", 9).as_deref(), Ok("a\n\tb"));
        assert_eq!(check_lines(" \n ", 9), Err(BadText::Empty));
        assert_eq!(check_lines("a\0b", 9), Err(BadText::Control));
        assert_eq!(check_lines("a\nb\nc", 4), Err(BadText::TooLong(4)));
    }

    #[test]
    fn a_text_is_trimmed_and_bounded() {
        let table = [
            ("abc", Ok("abc")),
            ("  abc\t\n", Ok("abc")),
            ("a b c", Ok("a b c")),
            ("äöüßé", Ok("äöüßé")),
            ("", Err(BadText::Empty)),
            (" \u{2003} ", Err(BadText::Empty)),
            ("abcdef", Err(BadText::TooLong(5))),
            ("äöüßéx", Err(BadText::TooLong(5))),
            ("a\0b", Err(BadText::Control)),
            ("a\nb", Err(BadText::Control)),
            ("a\u{85}b", Err(BadText::Control)),
            ("a\u{7f}", Err(BadText::Control)),
        ];
        for (text, expected) in table {
            assert_eq!(
                Label::parse(text).as_ref().map(Label::as_str),
                expected.as_ref().copied(),
                "{text:?}"
            );
            assert_eq!(text.parse(), Label::parse(text));
        }
        assert_eq!(Label::MAX_CHARS, 5);
        assert_eq!(BadText::TooLong(5).to_string(), "must not be longer than 5 characters");
    }

    #[test]
    fn a_text_travels_checked() {
        let label = Label::parse("a\"b").unwrap();
        assert_eq!(serde_json::to_string(&label).unwrap(), r#""a\"b""#);
        assert_eq!(serde_json::from_str::<Label>(r#""a\"b""#).unwrap(), label);
        for json in [r#""""#, r#""abcdef""#, r#""a\u0000b""#, "5", "null"] {
            assert!(serde_json::from_str::<Label>(json).is_err(), "{json}");
        }
        assert_eq!(format!("{label} {label:?}"), r#"a"b "a\"b""#);
        assert_eq!(label.to_cell(), Cell::Text("a\"b"));
        assert_eq!(Label::from_cell(Cell::Text("longer than five")).unwrap().as_str(), "longer than five");
        assert_eq!(Label::from_cell(Cell::Int(5)), Err(WrongCell { expected: "a text" }));
    }

    #[test]
    fn a_text_is_found_by_its_letters() {
        let labels = BTreeSet::from([Label::parse("b").unwrap(), Label::parse("a").unwrap()]);
        assert!(labels.contains("a") && !labels.contains("c"));
        assert_eq!(labels.first().map(AsRef::as_ref), Some("a"));
    }

    #[test]
    fn a_word_stands_for_its_variant() {
        assert_eq!(Door::ALL, [Door::Front, Door::Back]);
        assert_eq!(Door::default(), Door::Front);
        for door in Door::ALL {
            assert_eq!(door.as_str().parse(), Ok(*door));
            assert_eq!(serde_json::to_string(door).unwrap(), format!("\"{door}\""));
            assert_eq!(serde_json::from_str::<Door>(&format!("\"{door}\"")).unwrap(), *door);
            assert_eq!(Door::from_cell(door.to_cell()), Ok(*door));
        }
        assert_eq!(Door::Back.to_cell(), Cell::Text("at_back"));
        assert_eq!(Door::KIND, ColumnKind::Text);
        assert_eq!(format!("[{:>8}] {:?}", Door::Back, Door::Back), "[ at_back] Back");
    }

    #[test]
    fn other_words_are_refused_with_the_list() {
        for word in ["", "Front", "back", "front "] {
            assert_eq!(word.parse::<Door>(), Err(UnknownWord { expected: "front, at_back" }), "{word:?}");
            assert_eq!(Door::from_cell(Cell::Text(word)), Err(WrongCell { expected: "a word of Door" }));
        }
        let error = serde_json::from_str::<Single>("\"other\"").unwrap_err();
        assert!(error.to_string().starts_with("expected one of only"), "{error}");
        assert_eq!(Single::ALL, [Single::Only]);
    }

    proptest! {
        #[test]
        fn what_is_taken_keeps_every_bound(text in ".{0,9}") {
            if let Ok(label) = Label::parse(&text) {
                let taken = label.as_str();
                prop_assert!((1..=5).contains(&taken.chars().count()) && taken == taken.trim());
                prop_assert!(!taken.contains(char::is_control));
                prop_assert_eq!(Label::parse(taken), Ok(label.clone()));
            }
        }
    }
}
