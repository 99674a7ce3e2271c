//! What is named changes, and nothing else.

use kontor_store::{Failure, Room};
use kontor_testkit::on_both_alone;

use super::ChangeProfile;
use crate::house;
use crate::model::{Density, PersonName, Theme, UiLanguage, UserId};
use crate::records::User;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn what_is_left_out_stays() {
    on_both_alone(rooms, |db| async move {
        let user = samples::owner(&db).await;
        let nothing = ChangeProfile { user, name: None, language: None, theme: None, density: None };
        let changes = [
            ChangeProfile {
                language: Some(Some(UiLanguage::German)),
                theme: Some(Theme::Dark),
                ..nothing.clone()
            },
            ChangeProfile { name: Some(PersonName::parse("Anna H.").unwrap()), ..nothing.clone() },
            ChangeProfile { density: Some(Density::Cosy), ..nothing.clone() },
        ];
        for change in changes {
            db.writer.submit(house::envelope(db.actor()), change).await.unwrap();
        }
        let rows: Vec<User> = db.reads.records("org_id = $1", vec![house::HOUSE.into()]).await.unwrap();
        let user = &rows[0];
        assert_eq!(
            (user.name.as_str(), user.language, user.theme, user.density),
            ("Anna H.", Some(UiLanguage::German), Theme::Dark, Density::Cosy)
        );
        let nobody = ChangeProfile { user: UserId::new(1), ..nothing };
        let refused = db.writer.submit(house::envelope(db.actor()), nobody).await;
        assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal.code == "unknown_user"));
    });
}
