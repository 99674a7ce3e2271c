//! Sessions are opened for members, and so many at once.

use std::time::Duration;

use kontor_kernel::limits;
use kontor_store::Room;
use kontor_testkit::{on_both, on_both_alone};

use super::{OpenSession, Reject};
use crate::model::{DeviceName, SignInBy, UserId};
use crate::records::Session;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn open(user: UserId) -> OpenSession {
    OpenSession {
        user,
        session_round: 1,
        by: SignInBy::Password,
        device: DeviceName::of_browser("Firefox"),
        workplace: None,
        hash: [7; 32],
    }
}

#[test]
fn who_is_no_member_gets_no_session() {
    on_both(rooms, |db| async move {
        samples::found(&db).await;
        let stranger = samples::user(&db, "bea").await;
        assert_eq!(db.refused(open(stranger)).await, Reject::DOCS[0].code);
        assert_eq!(Reject::NotAMember.to_string(), Reject::DOCS[0].sentence);
        assert_eq!(db.events().await.len(), 1);
    });
}

#[test]
fn the_session_unused_for_longest_gives_way() {
    on_both_alone(rooms, |db| async move {
        let user = samples::owner(&db).await;
        let mut all = Vec::new();
        for _ in 0..=limits::SESSIONS_OF_USER {
            db.advance(Duration::from_secs(1));
            all.push(db.submit(open(user)).await.unwrap().answer.session);
        }
        let rows: Vec<Session> = db
            .reads
            .records("org_id = $1 AND ended_at IS NULL ORDER BY id", vec![db.org.into()])
            .await
            .unwrap();
        assert_eq!(rows.iter().map(|session| session.id).collect::<Vec<_>>(), all[1..]);
        let events = db.events().await;
        assert_eq!(events.iter().filter(|event| event.starts_with("identity.signed_out ")).count(), 1);
        assert!(events.last().unwrap().starts_with("identity.signed_in "), "{events:?}");
    });
}
