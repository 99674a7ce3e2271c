//! Sessions: who looks at a page.
//!
//! *As somebody who signed in I am known at every page until I sign out, am away for long, or my sessions are ended.*
//!
//! A browser keeps a cookie: merchant, session and a secret, of which the database has the hash alone. Each page asks
//! the [`SessionKeeper`], which remembers what it looked up for [`TOKEN_SECONDS`](kontor_kernel::limits::TOKEN_SECONDS):
//! after at most so long a session that was ended, a role that was changed or a member who was removed is felt.

mod cookie;
mod http;
mod seen;
#[cfg(test)]
mod tests;

pub use cookie::Cookies;
pub(crate) use http::queries;
pub use http::{SessionKeeper, Signed, user_actor};
