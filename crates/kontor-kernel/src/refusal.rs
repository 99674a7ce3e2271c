//! Refusals: what a command may be answered with instead of being carried out.

/// A refusal as it leaves the house: the user's business, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// The stable code to program against.
    pub code: &'static str,
    /// The HTTP status it is answered with.
    pub status: u16,
    /// What is wrong and what to do, in a sentence.
    pub message: String,
    /// The same in German, for the console.
    pub message_de: Option<String>,
    /// The place in the request that it is about, names and indices from 0 with slashes between: `lines/2/sku`.
    pub field: Option<String>,
    /// Facts for programs: name and value as text, such as `available` and `2`.
    pub detail: Vec<(&'static str, String)>,
}

/// A list of refusals: each variant of a `rejects!` enum is one.
pub trait Refuse {
    /// The refusal as it leaves the house.
    fn refusal(&self) -> Refusal;
}

/// A refusal in the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusalDoc {
    /// The stable code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The sentence with its places.
    pub sentence: &'static str,
}

/// Makes the closed list of refusals of a feature, in the order in which it checks.
///
/// Each has its status, its code and its sentence, which may name the fields in braces. `at` says which place of
/// the request it is about, `facts` which fields are handed to programs as well; behind a bar stands the sentence in
/// German, for the console.
///
/// ```
/// kontor_kernel::rejects! {
///     /// Why nothing is sold.
///     pub enum Reject {
///         /// The shop is closed.
///         Closed => 409, "closed", "The shop is closed: come back tomorrow.";
///         /// The shelf is empty.
///         SoldOut { shelf: u32, left: u32 } at "shelves/{shelf}" facts(left) => 409, "sold_out", "Only {left} left: take fewer.";
///     }
/// }
/// use kontor_kernel::Refuse;
/// let refusal = Reject::SoldOut { shelf: 3, left: 2 }.refusal();
/// assert_eq!(refusal.message, "Only 2 left: take fewer.");
/// assert_eq!(refusal.field.as_deref(), Some("shelves/3"));
/// assert_eq!(refusal.detail, [("left", "2".to_owned())]);
/// assert_eq!(Reject::DOCS[0].code, "closed");
/// ```
#[macro_export]
macro_rules! rejects {
    (
        $(#[$meta:meta])* $vis:vis enum $name:ident {
            $(
                $(#[$vmeta:meta])*
                $variant:ident $({ $( $(#[$fmeta:meta])* $field:ident : $fty:ty ),+ $(,)? })?
                $( at $place:literal )? $( , facts( $($comma_fact:ident),+ ) )? $( facts( $($fact:ident),+ ) )?
                => $status:literal, $code:literal, $sentence:literal $( | $german:literal )? ;
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        $vis enum $name {
            $(
                $(#[$vmeta])*
                $variant $({ $(
                    $(#[$fmeta])*
                    #[doc = concat!("The ", stringify!($field), " it is about.")]
                    $field: $fty
                ),+ })?,
            )+
        }

        impl $name {
            /// The list for the reference, in order.
            $vis const DOCS: &'static [$crate::RefusalDoc] = &[
                $( $crate::RefusalDoc { code: $code, status: $status, sentence: $sentence } ),+
            ];
        }

        impl $crate::Refuse for $name {
            fn refusal(&self) -> $crate::Refusal {
                let message = self.to_string();
                match self {
                    $(
                        Self::$variant $({ $($field),+ })? => {
                            $( $( let _ = &$field; )+ )?
                            $crate::Refusal {
                                code: $code,
                                status: $status,
                                message,
                                message_de: $crate::rejects!(@german $($german)?),
                                field: $crate::rejects!(@place $($place)?),
                                detail: vec![
                                    $( $( (stringify!($comma_fact), $comma_fact.to_string()) ),+ )?
                                    $( $( (stringify!($fact), $fact.to_string()) ),+ )?
                                ],
                            }
                        }
                    )+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(
                        Self::$variant $({ $($field),+ })? => {
                            $( $( let _ = &$field; )+ )?
                            write!(f, $sentence)
                        }
                    )+
                }
            }
        }
    };
    (@german) => { None };
    (@german $german:literal) => { Some(format!($german)) };
    (@place) => { None };
    (@place $place:literal) => { Some(format!($place)) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quantity;

    rejects! {
        /// Why nothing is taken from a shelf.
        enum Reject {
            /// The room is locked.
            Locked => 403, "room_locked", "The room is locked: ask for the key.";
            /// There is no such shelf.
            UnknownShelf { shelf: String, item: u32 } at "items/{item}/shelf" => 422, "unknown_shelf", "There is no shelf {shelf}: correct it.";
            /// There is too little.
            TooLittle {
                item: u32,
                /// What is there.
                available: Quantity,
                asked: Quantity,
            } at "items/{item}/quantity" facts(available, asked) => 409, "too_little", "Only {available} of {asked} are there: take fewer.";
            /// Too many hands.
            Busy { hands: usize } facts(hands) => 503, "busy", "Everybody is busy: try again." | "Alle {hands} sind beschäftigt: noch einmal versuchen.";
            /// A fixed place, facts behind a comma.
            Heavy { grams: i64 } at "weight", facts(grams) => 422, "heavy", "{grams} g in {{one}} go are too much.";
        }
    }

    fn shown(reject: &Reject) -> String {
        let Refusal { code, status, message, message_de: _, field, detail } = reject.refusal();
        assert_eq!(reject.to_string(), message);
        let facts: Vec<_> = detail.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{status} {code} {} [{}] {message}", field.as_deref().unwrap_or("-"), facts.join(" "))
    }

    #[test]
    fn a_refusal_speaks_german_where_it_learnt_it() {
        assert_eq!(
            Reject::Busy { hands: 3 }.refusal().message_de.as_deref(),
            Some("Alle 3 sind beschäftigt: noch einmal versuchen.")
        );
        assert_eq!(Reject::Locked.refusal().message_de, None);
    }

    #[test]
    fn a_refusal_says_what_where_and_what_to_do() {
        let shelf = "A\"7".to_owned();
        let (available, asked) = (Quantity::new(500), Quantity::ONE);
        let table = [
            (Reject::Locked, "403 room_locked - [] The room is locked: ask for the key."),
            (
                Reject::UnknownShelf { shelf, item: 2 },
                "422 unknown_shelf items/2/shelf [] There is no shelf A\"7: correct it.",
            ),
            (
                Reject::TooLittle { item: 0, available, asked },
                "409 too_little items/0/quantity [available=0.5 asked=1] Only 0.5 of 1 are there: take fewer.",
            ),
            (Reject::Busy { hands: 3 }, "503 busy - [hands=3] Everybody is busy: try again."),
            (Reject::Heavy { grams: 9 }, "422 heavy weight [grams=9] 9 g in {one} go are too much."),
        ];
        for (reject, expected) in &table {
            assert_eq!(shown(reject), *expected);
            assert_eq!(reject.refusal().to_string(), reject.to_string());
        }
    }

    #[test]
    fn the_reference_lists_all_in_order() {
        let codes: Vec<_> = Reject::DOCS.iter().map(|doc| (doc.status, doc.code)).collect();
        let expected = [
            (403, "room_locked"),
            (422, "unknown_shelf"),
            (409, "too_little"),
            (503, "busy"),
            (422, "heavy"),
        ];
        assert_eq!(codes, expected);
        assert_eq!(Reject::DOCS[1].sentence, "There is no shelf {shelf}: correct it.");
    }
}
