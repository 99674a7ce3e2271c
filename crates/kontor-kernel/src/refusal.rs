//! Refusals: what a command may be answered with instead of being carried out.

use std::fmt;

/// A refusal as it leaves the house: the user's business, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code to program against.
    pub code: &'static str,
    /// The HTTP status it is answered with.
    pub status: u16,
    /// What is wrong and what to do, in a sentence.
    pub message: String,
    /// The place in the request that it is about.
    pub field: Option<String>,
    /// Facts to compute with.
    pub detail: Vec<(&'static str, String)>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

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
/// ```
/// kontor_kernel::rejects! {
///     /// Why nothing is sold.
///     pub enum Reject {
///         /// The shelf is empty.
///         SoldOut { left: u32 } at "amount", facts(left) => 409, "sold_out", "Only {left} left: take fewer.";
///     }
/// }
/// use kontor_kernel::Refuse;
/// assert_eq!(Reject::SoldOut { left: 2 }.refusal().message, "Only 2 left: take fewer.");
/// assert_eq!(Reject::DOCS[0].code, "sold_out");
/// ```
#[macro_export]
macro_rules! rejects {
    (
        $(#[$meta:meta])* $vis:vis enum $name:ident {
            $(
                $(#[$vmeta:meta])*
                $variant:ident $({ $( $field:ident : $fty:ty ),+ $(,)? })?
                $( at $place:literal )? $(, facts( $($fact:ident),+ ) )?
                => $status:literal, $code:literal, $sentence:literal ;
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        $vis enum $name {
            $(
                $(#[$vmeta])*
                $variant $({ $(
                    #[doc = concat!("The ", stringify!($field), " it is about.")]
                    $field: $fty
                ),+ })?,
            )+
        }

        impl $name {
            /// The list for the reference, in order.
            pub const DOCS: &'static [$crate::RefusalDoc] = &[
                $( $crate::RefusalDoc { code: $code, status: $status, sentence: $sentence } ),+
            ];
        }

        impl $crate::Refuse for $name {
            fn refusal(&self) -> $crate::Refusal {
                match self {
                    $(
                        Self::$variant $({ $($field),+ })? => {
                            $( $( let _ = &$field; )+ )?
                            $crate::Refusal {
                                code: $code,
                                status: $status,
                                message: format!($sentence),
                                field: $crate::rejects!(@place $($place)?),
                                detail: vec![ $( $( (stringify!($fact), $fact.to_string()) ),+ )? ],
                            }
                        }
                    )+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::Refuse::refusal(self).message)
            }
        }
    };
    (@place) => { None };
    (@place $place:literal) => { Some(format!($place)) };
}
