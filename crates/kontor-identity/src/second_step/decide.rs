//! The decisions: pure.

use kontor_kernel::{Context, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{NewCodes, PassSecondStep, Shown, TurnOff, TurnOn};
use crate::events::{SecondStepOff, SecondStepOn};
use crate::model::UserId;
use crate::records::{RecoveryCode, User, UserTables};
use crate::ticket;

rejects! {
    /// Why a second step is not taken, turned on or off.
    pub enum Reject {
        /// Rules 1 and 2. The same for a code that was used already.
        CodeWrong at "code" => 422, "code_wrong", "The code is wrong or was used already: wait for the next one, and see that the telephone's clock is right."
                | "Der Code ist falsch oder verbraucht: warten Sie auf den nächsten, und prüfen Sie die Uhr des Telefons.";
        /// Rule 4 and 5.
        NoSecondStep => 409, "no_second_step", "You have no authenticator: turn it on first."
                | "Sie haben keine Authenticator-App eingerichtet: schalten Sie sie zuerst ein.";
    }
}

fn user(user: UserId, desk: &Desk) -> Result<User, Stop> {
    Ok(desk.users().find(&(user,))?.ok_or(Reject::NoSecondStep)?.clone())
}

impl Command for PassSecondStep {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.users().want(&(self.user,));
        desk.tickets().want(&(self.ticket,));
        if matches!(self.shown, Shown::Recovery { .. }) {
            desk.recovery_codes().want_set(&RecoveryCode::OF_USER, &vec![KeyPart::of(&self.user)]);
        }
        desk.ready()?;
        let mut user = user(self.user, desk)?;
        ticket::use_up(self.ticket, desk, context)?;
        match self.shown {
            Shown::Code { step } if user.totp_key.is_some() && step > user.totp_step => {
                user.totp_step = step;
                desk.put_side(user);
            }
            Shown::Code { .. } => return Err(Reject::CodeWrong.into()),
            Shown::Recovery { hash } => {
                let codes =
                    desk.recovery_codes().set(&RecoveryCode::OF_USER, &vec![KeyPart::of(&self.user)])?;
                let found = codes.into_iter().find(|code| code.hash == hash && code.used_at.is_none());
                let mut code = found.ok_or(Reject::CodeWrong)?.clone();
                code.used_at = Some(context.now);
                desk.put_side(code);
            }
        }
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

impl Command for TurnOn {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.users().want(&(self.user,));
        desk.tickets().want(&(self.ticket,));
        want_codes(self.user, desk);
        desk.ready()?;
        let mut user = user(self.user, desk)?;
        ticket::use_up(self.ticket, desk, context)?;
        user.totp_key = Some(self.key.clone());
        user.totp_step = self.step;
        desk.put_side(user);
        replace_codes(self.user, &self.codes, desk)?;
        desk.record(SecondStepOn { user: self.user })
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

impl Command for NewCodes {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.users().want(&(self.user,));
        want_codes(self.user, desk);
        desk.ready()?;
        if user(self.user, desk)?.totp_key.is_none() {
            return Err(Reject::NoSecondStep.into());
        }
        replace_codes(self.user, &self.codes, desk)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

impl Command for TurnOff {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.users().want(&(self.user,));
        want_codes(self.user, desk);
        desk.ready()?;
        let mut user = user(self.user, desk)?;
        if user.totp_key.take().is_none() {
            return Err(Reject::NoSecondStep.into());
        }
        desk.put_side(user);
        replace_codes(self.user, &[], desk)?;
        desk.record(SecondStepOff { user: self.user })
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

fn want_codes(user: UserId, desk: &Desk) {
    desk.recovery_codes().want_set(&RecoveryCode::OF_USER, &vec![KeyPart::of(&user)]);
}

fn replace_codes(user: UserId, hashes: &[[u8; 32]], desk: &mut Desk) -> Result<(), Stop> {
    let former = desk.recovery_codes().set(&RecoveryCode::OF_USER, &vec![KeyPart::of(&user)])?;
    let former: Vec<i64> = former.into_iter().map(|code| code.number).collect();
    for number in former {
        desk.remove_side::<RecoveryCode>((user, number));
    }
    for (number, hash) in (1..).zip(hashes) {
        desk.put_side(RecoveryCode { user_id: user, number, hash: *hash, used_at: None });
    }
    Ok(())
}
