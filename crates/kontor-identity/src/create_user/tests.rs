//! A mail address has one user, however it is written, and however many come at once.

use kontor_store::{Failure, Room};
use kontor_testkit::on_both_alone;

use super::{CreateUser, Reject};
use crate::house;
use crate::model::PersonName;
use crate::records::User;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn user(mail: &str) -> CreateUser {
    CreateUser {
        mail: mail.parse().unwrap(),
        name: PersonName::parse("Anna Hansen").unwrap(),
        password: None,
        language: None,
    }
}

#[test]
fn a_mail_address_has_one_user() {
    on_both_alone(rooms, |db| async move {
        let actor = db.actor();
        let same = vec![user("anna@example.com"), user(" Anna@Example.COM"), user("bea@example.com")];
        let answers = db.writer.submit_all(&house::envelope(actor.clone()), same).await;
        let codes: Vec<&str> = answers
            .iter()
            .map(|answer| match answer {
                Ok(_) => "entered",
                Err(Failure::Refused(refusal)) => refusal.code,
                Err(other) => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(codes, ["entered", Reject::DOCS[0].code, "entered"]);
        let again = db.writer.submit(house::envelope(actor), user("anna@example.com")).await;
        assert!(
            matches!(again, Err(Failure::Refused(refusal)) if *refusal == kontor_kernel::Refuse::refusal(&Reject::MailTaken))
        );
        let users: Vec<User> =
            db.reads.records("org_id = $1 ORDER BY mail", vec![house::HOUSE.into()]).await.unwrap();
        assert_eq!(
            users.iter().map(|user| user.mail.as_str()).collect::<Vec<_>>(),
            ["anna@example.com", "bea@example.com"]
        );
        let journal = kontor_store::journal::page(&db.reads, house::HOUSE, 0, 10).await.unwrap();
        assert_eq!(journal.len(), 2);
        assert!(journal.iter().all(|row| !row.payload.contains("example")), "no address in the journal");
    });
}
