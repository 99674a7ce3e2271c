//! The round goes up; that sessions of earlier rounds are over is told with the keeper.

use kontor_store::{Failure, Room};
use kontor_testkit::on_both_alone;

use super::EndAllSessions;
use crate::house;
use crate::model::UserId;
use crate::records::User;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn each_time_a_new_round_begins() {
    on_both_alone(rooms, |db| async move {
        let user = samples::owner(&db).await;
        for _ in 0..2 {
            db.writer.submit(house::envelope(db.actor()), EndAllSessions { user }).await.unwrap();
        }
        let rows: Vec<User> = db.reads.records("org_id = $1", vec![house::HOUSE.into()]).await.unwrap();
        assert_eq!(rows[0].session_round, 3);
        let nobody =
            db.writer.submit(house::envelope(db.actor()), EndAllSessions { user: UserId::new(1) }).await;
        assert!(matches!(nobody, Err(Failure::Refused(refusal)) if refusal.code == "unknown_user"));
    });
}
