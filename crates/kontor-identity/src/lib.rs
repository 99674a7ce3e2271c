//! Identity: the merchant, and who may act for it.
//!
//! Words: a *merchant* (*Mandant*; `org` in code, command line and API) is the legal entity that sells, with one country, one
//! currency and one time zone; a *token* lets a program act for it; a *role* is what the token's bearer does in the
//! business, a *scope* such as `orders:write` one thing they may do.
//!
//! Promises:
//! 1. A merchant is founded once; its currency and country do not change.
//! 2. A token's text is shown once; what is stored is a hash of its secret.
//! 3. A token may do what its role may, narrowed by its scopes, and nobody hands out more than they have.
//! 4. What each role may do stands in one table: [`permissions`].

pub mod attempt;
pub mod change_member;
pub mod change_org;
pub mod change_profile;
mod checks;
pub mod create_token;
pub mod create_user;
pub mod end_all_sessions;
pub mod end_session;
pub mod events;
pub mod forget;
pub mod found_org;
pub mod hasher;
pub mod house;
pub mod http;
pub mod invite;
pub mod join;
pub mod list_tokens;
pub mod members;
pub mod model;
pub mod open_session;
pub mod page;
pub mod permissions;
pub mod profile;
pub mod records;
pub mod remove_member;
pub mod revoke_token;
pub mod rules;
#[cfg(test)]
mod samples;
mod seal;
pub mod second_step;
pub mod session;
pub mod sessions;
pub mod set_password;
pub mod show_org;
pub mod sign_in;
pub mod ticket;
pub mod token;
pub mod withdraw_invitation;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "identity",
        migrations: vec![
            migration!("0002_identity_org"),
            migration!("0012_identity_users"),
            migration!("0017_identity_settings"),
        ],
        tables: records::tables(),
        events: events::events(),
        reactions: Vec::new(),
        checks: checks::checks(),
        queries: [
            list_tokens::queries(),
            show_org::queries(),
            http::queries(),
            session::queries(),
            members::queries(),
            sessions::queries(),
            sign_in::queries(),
            ticket::queries(),
            forget::queries(),
        ]
        .concat(),
    }
}
