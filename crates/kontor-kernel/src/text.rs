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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {expected}")]
pub struct UnknownWord {
    /// The words of the list.
    pub expected: String,
}

/// Trims and checks a text.
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

/// Makes a kind of text with a largest length.
#[macro_export]
macro_rules! text_type {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { max: $max:literal }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(Box<str>);

        impl $name {
            /// The most characters.
            pub const MAX_CHARS: usize = $max;

            /// Reads a text: trimmed, not empty, bounded, without control characters.
            ///
            /// # Errors
            /// `BadText` says which bound broke.
            pub fn parse(text: &str) -> Result<Self, $crate::BadText> {
                $crate::check_text(text, $max).map(|text| Self(text.into()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
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
                let text = <std::borrow::Cow<'de, str> as $crate::serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err($crate::serde::de::Error::custom)
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
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $( $(#[$vmeta:meta])* $variant:ident = $word:literal ),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $( $(#[$vmeta])* $variant, )+
        }

        impl $name {
            /// All words of the list, in order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
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
                    $( $word => Ok(Self::$variant), )+
                    _ => Err($crate::UnknownWord { expected: [ $( $word ),+ ].join(", ") }),
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
                let text = <std::borrow::Cow<'de, str> as $crate::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err($crate::serde::de::Error::custom)
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
