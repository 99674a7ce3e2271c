//! The texts of this room's pages.

use kontor_web::texts;

texts! {
    pub(crate) TODAY: "Today" | "Heute";
}
