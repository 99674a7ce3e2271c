//! What is old goes, and what is not stays.

use std::time::Duration;

use kontor_kernel::limits;
use kontor_store::Room;
use kontor_testkit::on_both_alone;

use super::forget_old_sign_ins;
use crate::model::Password;
use crate::permissions::Role;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn old_sign_ins_are_forgotten() {
    on_both_alone(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let wrong = |mail: &'static str| {
            let gate = gate.clone();
            async move {
                let typed = (mail, Password::typed("wrong"));
                gate.password(typed, None, &samples::visitor()).await.unwrap_err()
            }
        };
        wrong("a@example.com").await;
        gate.begin_second_step(anna).await.unwrap();
        assert_eq!(forget_old_sign_ins(&gate.app).await.unwrap(), 0, "nothing is old yet");
        db.advance(Duration::from_secs(limits::ATTEMPTS_HOURS * 60 * 60 - 60));
        wrong("b@example.com").await;
        db.advance(Duration::from_secs(120));
        assert_eq!(
            forget_old_sign_ins(&gate.app).await.unwrap(),
            1,
            "one address; that of the network was used since"
        );
        let days = limits::SIGN_INS_KEPT_DAYS + limits::SESSION_DAYS + 1;
        db.advance(Duration::from_secs(days * 24 * 60 * 60));
        assert_eq!(forget_old_sign_ins(&gate.app).await.unwrap(), 4, "two counts, a ticket, a session");
        assert_eq!(forget_old_sign_ins(&gate.app).await.unwrap(), 0);
        let left = db.reads.query("SELECT id FROM identity_session", Vec::new()).await.unwrap();
        assert!(left.is_empty());
    });
}
