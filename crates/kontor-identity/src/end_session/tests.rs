//! Who ends which session.

use kontor_store::Room;
use kontor_testkit::on_both;

use super::{EndSession, Reject};
use crate::model::{DeviceName, SessionId, SignInBy};
use crate::open_session::OpenSession;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn a_session_is_ended_once_by_its_user_or_an_owner() {
    on_both(rooms, |db| async move {
        let user = samples::owner(&db).await;
        let stranger = samples::user(&db, "bea").await;
        let open = OpenSession {
            user,
            session_round: 1,
            by: SignInBy::Passkey,
            device: DeviceName::of_browser("Firefox"),
            workplace: None,
            hash: [1; 32],
        };
        let first = db.submit(open.clone()).await.unwrap().answer.session;
        let second = db.submit(open).await.unwrap().answer.session;
        let end = |session, of| EndSession { session, of };
        assert_eq!(db.refused(end(first, Some(stranger))).await, Reject::DOCS[0].code, "another's is none");
        assert_eq!(db.submit(end(first, Some(user))).await.unwrap().answer, first);
        assert_eq!(db.refused(end(first, None)).await, "unknown_session");
        assert_eq!(db.submit(end(second, None)).await.unwrap().answer, second);
        let never = db.refused(end(SessionId::new(1), None)).await;
        assert_eq!(never, "unknown_session");
        assert_eq!(Reject::UnknownSession.to_string(), Reject::DOCS[0].sentence);
    });
}
