//! People for tests: users, members, and what happens to them behind the doors.

use std::sync::Arc;

use kontor_kernel::{Clock, Currency, Timestamp};
use kontor_store::desk::KeyPart;
use kontor_store::{Desk, Envelope, Stop};
use kontor_testkit::TestDb;
use kontor_web::App;

use crate::create_user::CreateUser;
use crate::found_org::FoundOrg;
use crate::hasher::Hasher;
use crate::house;
use crate::invite::Invite;
use crate::join::Join;
use crate::model::{CountryCode, DeviceName, Mail, OrgId, OrgName, PersonName, UserId};
use crate::permissions::{Rights, Role};
use crate::records::{Session, SessionTables, Ticket, UserTables};
use crate::seal::Seal;
use crate::sign_in::{Gate, NewPerson, Visitor};

/// Founds the test's merchant.
pub(crate) async fn found(db: &TestDb) {
    let org = FoundOrg {
        org: OrgId::new(db.org),
        name: OrgName::parse("Hansen Kaffee GmbH").unwrap(),
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
    };
    db.submit(org).await.unwrap();
}

/// A user whose address no other test has.
pub(crate) async fn user(db: &TestDb, name: &str) -> UserId {
    let command = CreateUser {
        mail: format!("{name}.{}@example.com", db.org).parse().unwrap(),
        name: PersonName::parse(name).unwrap(),
        password: None,
        language: None,
    };
    db.writer.submit(house::envelope(db.actor()), command).await.unwrap().answer.user
}

/// The test's merchant with Anna Hansen as its owner.
pub(crate) async fn owner(db: &TestDb) -> UserId {
    found(db).await;
    let command = CreateUser {
        mail: format!("anna.{}@example.com", db.org).parse().unwrap(),
        name: PersonName::parse("Anna Hansen").unwrap(),
        password: None,
        language: None,
    };
    let user = db.writer.submit(house::envelope(db.actor()), command).await.unwrap().answer.user;
    db.submit(Join { user, invitation: None }).await.unwrap();
    user
}

/// Ends a user's sessions.
pub(crate) fn end_sessions(desk: &mut Desk, user: UserId) -> Result<(), Stop> {
    let own = vec![KeyPart::of(&user)];
    let open: Vec<Session> = desk.sessions().set(&Session::OPEN_OF, &own)?.into_iter().cloned().collect();
    for mut session in open {
        session.ended_at = Some(Timestamp::from_micros(1));
        desk.put_side(session);
    }
    Ok(())
}

/// Begins another round of a user's sessions.
pub(crate) fn next_round(desk: &mut Desk, user: UserId) -> Result<(), Stop> {
    let mut user = desk.users().get(&(user,))?.clone();
    user.session_round += 1;
    desk.put_side(user);
    Ok(())
}

/// Closes a user.
pub(crate) fn close_user(desk: &mut Desk, user: UserId) -> Result<(), Stop> {
    let mut user = desk.users().get(&(user,))?.clone();
    user.closed_at = Some(Timestamp::from_micros(1));
    desk.put_side(user);
    Ok(())
}

/// Changes rows behind the house's back.
pub(crate) struct Tamper(pub(crate) Change, pub(crate) UserId);

/// What is changed.
pub(crate) type Change = fn(&mut Desk, UserId) -> Result<(), Stop>;

impl kontor_store::Command for Tamper {
    type Answer = ();
    fn decide(&self, desk: &mut Desk, _: &kontor_kernel::Context) -> Result<(), Stop> {
        (self.0)(desk, self.1)
    }
    fn answer(_: &kontor_store::Recorded) -> Result<(), kontor_store::Fault> {
        Ok(())
    }
}

/// Changes the house's rows of a user.
pub(crate) async fn in_house(db: &TestDb, user: UserId, change: Change) {
    db.writer.submit(house::envelope(db.actor()), Tamper(change, user)).await.unwrap();
}

/// The password of everybody in tests who has one.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A gate to the test's house.
pub(crate) fn gate(db: &TestDb) -> Gate {
    let clock: Arc<dyn Clock> = db.clock.clone();
    let app =
        App { writer: db.writer.clone(), reads: db.reads.clone(), clock, schema: Arc::clone(&db.schema) };
    Gate::new(app, Hasher::new().unwrap())
}

/// Somebody with Firefox before the gate.
pub(crate) fn visitor() -> Visitor {
    Visitor {
        address: "192.0.2.1".parse().unwrap(),
        device: DeviceName::of_browser("Firefox"),
        workplace: None,
    }
}

/// A member with a role, whose address is `name.org@example.com` and whose password is [`PASSWORD`].
pub(crate) async fn member(db: &TestDb, gate: &Gate, org: i64, name: &str, role: Role) -> UserId {
    let seal = Seal::new().unwrap();
    let mail = mail(db, name);
    let known = gate.user_of(&mail).await.unwrap();
    let command = Invite {
        mail,
        name: PersonName::parse(name).unwrap(),
        role,
        user: known.as_ref().map(|user| user.id),
        hash: seal.hash(),
        grantor: Rights::ALL,
    };
    let invitation = gate.at_merchant(OrgId::new(org), db.actor(), command).await.unwrap().answer.invitation;
    if let Some(user) = known {
        gate.join(user.id, OrgId::new(org), Some(invitation)).await.unwrap();
        return user.id;
    }
    let person = NewPerson {
        name: PersonName::parse(name).unwrap(),
        password: PASSWORD.parse().unwrap(),
        language: None,
    };
    gate.accept(&seal.text(org, invitation.raw()), person, &visitor()).await.unwrap().user
}

/// The address of a test's own person.
pub(crate) fn mail(db: &TestDb, name: &str) -> Mail {
    format!("{name}.{}@example.com", db.org).parse().unwrap()
}

/// A further merchant in the test's house.
pub(crate) async fn other_merchant(db: &TestDb, name: &str) -> i64 {
    let org = db.org ^ (1 << 40);
    let founding = FoundOrg {
        org: OrgId::new(org),
        name: OrgName::parse(name).unwrap(),
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
    };
    db.writer.submit(Envelope::new(org, db.actor()).founding(), founding).await.unwrap();
    org
}

/// The code that an authenticator shows now for the key that the house remembers.
pub(crate) async fn code_now(db: &TestDb) -> String {
    let tail = "org_id = $1 AND kind = 'enrol' AND used_at IS NULL";
    let tickets: Vec<Ticket> = db.reads.records(tail, vec![house::HOUSE.into()]).await.unwrap();
    crate::second_step::code_at(&tickets[0].state.as_ref().unwrap().0, db.clock.now())
}

/// The text of an invitation.
pub(crate) async fn invitation(db: &TestDb, gate: &Gate, org: i64, name: &str, role: Role) -> String {
    let seal = Seal::new().unwrap();
    let mail = mail(db, name);
    let user = gate.user_of(&mail).await.unwrap().map(|user| user.id);
    let name = PersonName::parse(name).unwrap();
    let command = Invite { mail, name, role, user, hash: seal.hash(), grantor: Rights::ALL };
    let new = gate.at_merchant(OrgId::new(org), db.actor(), command).await.unwrap().answer;
    seal.text(org, new.invitation.raw())
}
