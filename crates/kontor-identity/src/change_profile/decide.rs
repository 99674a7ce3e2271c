//! The decision: pure.

use kontor_kernel::Context;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::ChangeProfile;
use crate::records::UserTables;
use crate::set_password::Reject;

impl Command for ChangeProfile {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.users().want(&(self.user,));
        desk.ready()?;
        let mut user = desk.users().find(&(self.user,))?.ok_or(Reject::UnknownUser)?.clone();
        if let Some(name) = &self.name {
            user.name = name.clone();
        }
        user.language = self.language.unwrap_or(user.language);
        user.theme = self.theme.unwrap_or(user.theme);
        user.density = self.density.unwrap_or(user.density);
        desk.put_side(user);
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}
