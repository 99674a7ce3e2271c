//! Ids: numbers of 64 bits that say what they name, as `ord_01jd3kx0000ab`.

/// Why a text is no id of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an id: {prefix}_ and 13 letters and digits")]
pub struct BadId {
    /// The prefix it must have.
    pub prefix: &'static str,
}

/// Crockford's base 32 (<https://www.crockford.com/base32.html>): no I, L, O or U, so that ids survive being
/// read out on the phone.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many digits of five bits an id of 64 bits has.
const LENGTH: usize = 13;

/// The 13 digits of an id. As texts they sort like the numbers, negative ones last.
#[doc(hidden)]
#[must_use]
pub fn encode_digits(id: i64) -> [u8; LENGTH] {
    let mut bits = id.cast_unsigned();
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        let index = usize::try_from(bits & 31).unwrap_or(0);
        *digit = DIGITS.get(index).copied().unwrap_or(b'0');
        bits >>= 5;
    }
    digits
}

/// The id of 13 digits. Small and capital letters are the same, I and L are read as 1, O as 0.
#[doc(hidden)]
#[must_use]
pub fn decode_digits(text: &str) -> Option<i64> {
    if text.len() != LENGTH {
        return None;
    }
    let mut bits: u64 = 0;
    for byte in text.bytes() {
        let digit = digit(byte)?;
        // 13 digits are 65 bits: the first of them must be 0.
        if bits >> 59 != 0 {
            return None;
        }
        bits = (bits << 5) | u64::from(digit);
    }
    Some(bits.cast_signed())
}

fn digit(byte: u8) -> Option<u8> {
    let lower = byte.to_ascii_lowercase();
    let (first, value) = match lower {
        b'0'..=b'9' => (b'0', 0),
        b'a'..=b'h' => (b'a', 10),
        b'j'..=b'k' => (b'j', 18),
        b'm'..=b'n' => (b'm', 20),
        b'p'..=b't' => (b'p', 22),
        b'v'..=b'z' => (b'v', 27),
        b'o' => return Some(0),
        b'i' | b'l' => return Some(1),
        _ => return None,
    };
    lower.checked_sub(first)?.checked_add(value)
}

/// The id of a text with this prefix, in small or capital letters.
#[doc(hidden)]
#[must_use]
pub fn decode_id(text: &str, prefix: &str) -> Option<i64> {
    let (before, digits) = text.rsplit_once('_')?;
    if before.eq_ignore_ascii_case(prefix) { decode_digits(digits) } else { None }
}

/// Makes a kind of id: a 64-bit number with a prefix.
///
/// In text and JSON it is the prefix, `_` and 13 digits of Crockford's base 32; in the database an integer.
///
/// ```
/// kontor_kernel::id_type! {
///     /// A ticket.
///     pub struct TicketId("tic");
/// }
/// let id = TicketId::new(7);
/// assert_eq!(id.to_string(), "tic_0000000000007");
/// assert_eq!("tic_0000000000007".parse(), Ok(id));
/// ```
#[macro_export]
macro_rules! id_type {
    ($(#[$meta:meta])* $vis:vis struct $name:ident($prefix:literal);) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(i64);

        impl $name {
            /// What its text starts with.
            $vis const PREFIX: &'static str = $prefix;

            /// The id of a number.
            #[must_use]
            $vis const fn new(raw: i64) -> Self {
                Self(raw)
            }

            /// The number.
            #[must_use]
            $vis const fn raw(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!($prefix, "_"))?;
                f.write_str(std::str::from_utf8(&$crate::encode_digits(self.0)).unwrap_or_default())
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::BadId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::decode_id(text, $prefix).map(Self).ok_or($crate::BadId { prefix: $prefix })
            }
        }
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::deserialize_text(deserializer)
            }
        }
        impl $crate::Column for $name {
            const KIND: $crate::ColumnKind = $crate::ColumnKind::Int;
            fn to_cell(&self) -> $crate::Cell<'_> {
                $crate::Cell::Int(self.0)
            }
            fn from_cell(cell: $crate::Cell<'_>) -> Result<Self, $crate::WrongCell> {
                <i64 as $crate::Column>::from_cell(cell).map(Self)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use crate::{Cell, Column, ColumnKind, WrongCell};

    crate::id_type! {
        /// A ticket.
        struct TicketId("tic");
    }

    #[test]
    fn an_id_says_what_it_names() {
        let table = [
            (0, "tic_0000000000000"),
            (1, "tic_0000000000001"),
            (31, "tic_000000000000z"),
            (32, "tic_0000000000010"),
            (i64::MAX, "tic_7zzzzzzzzzzzz"),
            (i64::MIN, "tic_8000000000000"),
            (-1, "tic_fzzzzzzzzzzzz"),
        ];
        for (raw, text) in table {
            let id = TicketId::new(raw);
            assert_eq!(format!("{id} {id:?}"), format!("{text} {text}"));
            assert_eq!(text.parse(), Ok(id));
            assert_eq!(id.raw(), raw);
        }
        assert_eq!(TicketId::PREFIX, "tic");
    }

    #[test]
    fn an_id_that_was_read_out_on_the_phone_is_understood() {
        assert_eq!("TIC_00000000OOAIL".parse(), "tic_0000000000a11".parse::<TicketId>());
        let all = "0123456789abcdefghjkmnpqrstvwxyz";
        for (index, letter) in all.char_indices() {
            let expected = Ok(TicketId::new(i64::try_from(index).unwrap()));
            assert_eq!(format!("tic_000000000000{letter}").parse(), expected);
            assert_eq!(format!("tic_000000000000{}", letter.to_ascii_uppercase()).parse(), expected);
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let table = [
            "",
            "tic",
            "tic_",
            "_0000000000000",
            "0000000000000",
            "tac_0000000000000",
            "tic0000000000000",
            "tic_000000000000",
            "tic_00000000000000",
            "tic_000000000000u",
            "tic_000000000000-",
            "tic_000000000000 ",
            "tic_g000000000000",
            "tic_zzzzzzzzzzzzz",
            "tic_00000000000é",
            "tic_tic_0000000000000",
        ];
        for text in table {
            let error = text.parse::<TicketId>().unwrap_err();
            assert_eq!(error.to_string(), "expected an id: tic_ and 13 letters and digits", "{text:?}");
        }
    }

    #[test]
    fn an_id_travels_as_text_and_stands_as_integer() {
        let id = TicketId::new(33);
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"tic_0000000000011\"");
        assert_eq!(serde_json::from_str::<TicketId>("\"tic_\\u0030000000000011\"").unwrap(), id);
        assert!(serde_json::from_str::<TicketId>("33").is_err());
        let keyed = BTreeMap::from([(id, 1)]);
        assert_eq!(serde_json::to_string(&keyed).unwrap(), "{\"tic_0000000000011\":1}");
        assert_eq!(id.to_cell(), Cell::Int(33));
        assert_eq!(TicketId::KIND, ColumnKind::Int);
        assert_eq!(TicketId::from_cell(Cell::Int(33)), Ok(id));
        assert_eq!(TicketId::from_cell(Cell::Text("33")), Err(WrongCell { expected: "a 64-bit integer" }));
    }

    proptest! {
        #[test]
        fn every_number_is_read_back(raw in any::<i64>()) {
            let text = TicketId::new(raw).to_string();
            prop_assert_eq!(text.parse(), Ok(TicketId::new(raw)));
            prop_assert_eq!(text.to_uppercase().parse(), Ok(TicketId::new(raw)));
        }

        #[test]
        fn texts_sort_like_numbers(a in 0..i64::MAX, b in 0..i64::MAX) {
            let (one, other) = (TicketId::new(a), TicketId::new(b));
            prop_assert_eq!(one.to_string().cmp(&other.to_string()), one.cmp(&other));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,20}") {
            if let Ok(id) = format!("tic_{text}").parse::<TicketId>() {
                prop_assert!(text.len() == 13, "{id}");
            }
        }
    }
}
