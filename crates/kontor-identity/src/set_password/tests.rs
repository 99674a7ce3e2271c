//! A new password ends the old one's sessions, and a link sets one once.

use std::time::Duration;

use kontor_store::{Failure, Room};
use kontor_testkit::on_both_alone;

use super::{Reject, SetPassword};
use crate::house;
use crate::model::{HiddenBytes, PasswordHash, TicketKind, UserId};
use crate::records::{User, UserTables};
use crate::samples;
use crate::ticket::NewTicket;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn a_link_sets_a_password_once() {
    on_both_alone(rooms, |db| async move {
        let user = samples::owner(&db).await;
        samples::in_house(&db, user, |desk, user| {
            let mut user = desk.users().get(&(user,))?.clone();
            user.totp_key = Some(HiddenBytes(vec![1; 20]));
            desk.put_side(user);
            Ok(())
        })
        .await;
        let link = NewTicket::new(TicketKind::Reset, Duration::from_secs(60)).unwrap().of(user);
        let ticket = link.command.ticket;
        db.writer.submit(house::envelope(db.actor()), link.command).await.unwrap();
        let set = |user, without_second_step| SetPassword {
            user,
            password: PasswordHash::of_phc("$argon2id$x"),
            ticket: Some(ticket),
            without_second_step,
        };
        let submit = |command| db.writer.submit(house::envelope(db.actor()), command);
        let code = |answer: Result<_, Failure>| match answer {
            Ok(kontor_store::Reply { answer: (), .. }) => "set",
            Err(Failure::Refused(refusal)) => refusal.code,
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(code(submit(set(UserId::new(1), false)).await), Reject::DOCS[0].code);
        assert_eq!(Reject::UnknownUser.to_string(), Reject::DOCS[0].sentence);
        assert_eq!(code(submit(set(user, false)).await), "set");
        assert_eq!(code(submit(set(user, true)).await), "link_over");
        let rows: Vec<User> = db.reads.records("org_id = $1", vec![house::HOUSE.into()]).await.unwrap();
        assert_eq!((rows[0].session_round, rows[0].totp_key.is_some()), (2, true));
        assert_eq!(code(submit(SetPassword { ticket: None, ..set(user, true) }).await), "set");
        let rows: Vec<User> = db.reads.records("org_id = $1", vec![house::HOUSE.into()]).await.unwrap();
        assert_eq!((rows[0].session_round, rows[0].totp_key.is_some()), (3, false));
        let journal = kontor_store::journal::page(&db.reads, house::HOUSE, 0, 10).await.unwrap();
        let kinds: Vec<&str> = journal.iter().skip(1).map(|row| row.kind.as_str()).collect();
        assert_eq!(
            kinds,
            [
                "identity.link_made",
                "identity.password_changed",
                "identity.password_changed",
                "identity.second_step_off"
            ]
        );
        assert!(journal.iter().all(|row| !row.payload.contains("argon")), "no hash in the journal");
    });
}
