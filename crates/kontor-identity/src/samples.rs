//! People for tests: users, members, and what happens to them behind the doors.

use kontor_kernel::{Currency, Timestamp};
use kontor_store::desk::KeyPart;
use kontor_store::{Desk, Stop};
use kontor_testkit::TestDb;

use crate::create_user::CreateUser;
use crate::found_org::FoundOrg;
use crate::house;
use crate::join::Join;
use crate::model::{CountryCode, OrgId, OrgName, PersonName, UserId};
use crate::records::{Session, SessionTables, UserTables};

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
