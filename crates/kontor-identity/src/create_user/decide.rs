//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{CreateUser, NewUser};
use crate::events::UserCreated;
use crate::model::{Density, Theme, UserId};
use crate::records::{User, UserTables};

rejects! {
    /// Why a user is not entered.
    pub enum Reject {
        /// Rule 1.
        MailTaken at "mail" => 409, "mail_taken", "There is a user with this mail address: sign in with it."
                | "Es gibt schon einen Benutzer mit dieser Mail-Adresse: melden Sie sich damit an.";
    }
}

impl Command for CreateUser {
    type Answer = NewUser;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let mail = vec![KeyPart::of(&self.mail)];
        desk.users().want_set(&User::WITH_MAIL, &mail);
        desk.ready()?;
        if !desk.users().set(&User::WITH_MAIL, &mail)?.is_empty() {
            return Err(Reject::MailTaken.into());
        }
        let user = UserId::new(context.id());
        desk.put_side(User {
            id: user,
            mail: self.mail.clone(),
            name: self.name.clone(),
            password: self.password.clone(),
            session_round: 1,
            language: self.language,
            theme: Theme::default(),
            density: Density::default(),
            totp_key: None,
            totp_step: 0,
            created_at: context.now,
            closed_at: None,
        });
        desk.record(UserCreated { user })
    }

    fn answer(recorded: &Recorded) -> Result<NewUser, Fault> {
        recorded.the::<UserCreated>().map(|created| NewUser { user: created.user })
    }
}
