//! Who guesses waits, and who signs in well does not.

use std::time::Duration;

use kontor_kernel::limits;
use kontor_store::{Failure, Room};
use kontor_testkit::{TestDb, on_both_alone};

use super::{AttemptWentWell, CountAttempt, Reject, Subjects};
use crate::house;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn from(mail: &str, address: &str) -> Subjects {
    Subjects::of(mail, address.parse().unwrap())
}

/// Seconds to wait; 0 when the attempt is taken.
async fn waits(db: &TestDb, subjects: Subjects) -> u64 {
    match db.writer.submit(house::envelope(db.actor()), CountAttempt(subjects)).await {
        Ok(_) => 0,
        Err(Failure::Refused(refusal)) => {
            assert_eq!(refusal.code, Reject::DOCS[0].code);
            assert_eq!(
                refusal.message,
                Reject::TooManyAttempts { seconds: refusal.detail[0].1.parse().unwrap() }.to_string()
            );
            refusal.detail[0].1.parse().unwrap()
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn each_further_attempt_waits_twice_as_long_up_to_a_bound() {
    on_both_alone(rooms, |db| async move {
        let anna = from("anna@example.com", "192.0.2.1");
        for _ in 0..limits::ATTEMPTS_OF_MAIL {
            assert_eq!(waits(&db, anna).await, 0);
        }
        let mut pauses = Vec::new();
        for _ in 0..11 {
            assert_eq!(waits(&db, anna).await, 0);
            let pause = waits(&db, from(" ANNA@example.com", "198.51.100.7")).await;
            pauses.push(pause);
            db.advance(Duration::from_secs(pause));
        }
        assert_eq!(pauses, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(waits(&db, from("bea@example.com", "198.51.100.8")).await, 0, "others don't wait");
        db.advance(Duration::from_secs(limits::ATTEMPTS_HOURS * 60 * 60));
        assert_eq!(waits(&db, anna).await, 0);
        assert_eq!(waits(&db, anna).await, 0, "a day later it begins anew");
    });
}

#[test]
fn one_address_that_tries_many_users_waits() {
    on_both_alone(rooms, |db| async move {
        for number in 0..=limits::ATTEMPTS_OF_ADDRESS {
            assert_eq!(waits(&db, from(&format!("u{number}@example.com"), "2001:db8::1")).await, 0);
        }
        assert_eq!(waits(&db, from("anna@example.com", "2001:db8::ffff:1")).await, 2, "the same network");
        assert_eq!(waits(&db, from("anna@example.com", "2001:db8:0:1::1")).await, 0);
        assert_eq!(from("a", "::ffff:192.0.2.1"), from("a", "192.0.2.1"));
    });
}

#[test]
fn what_went_well_is_taken_off_again() {
    on_both_alone(rooms, |db| async move {
        // An office: all from one address, and nobody mistypes.
        for number in 0..limits::ATTEMPTS_OF_ADDRESS * 3 {
            let subjects = from(&format!("u{}@example.com", number % 7), "192.0.2.1");
            assert_eq!(waits(&db, subjects).await, 0, "{number}");
            db.writer.submit(house::envelope(db.actor()), AttemptWentWell(subjects)).await.unwrap();
        }
        // Whoever has one good password does not make room for guessing others.
        let own = from("own@example.com", "198.51.100.7");
        for number in 0..=limits::ATTEMPTS_OF_ADDRESS {
            assert_eq!(waits(&db, from(&format!("v{number}@example.com"), "198.51.100.7")).await, 0);
            if number < limits::ATTEMPTS_OF_ADDRESS {
                assert_eq!(waits(&db, own).await, 0);
                db.writer.submit(house::envelope(db.actor()), AttemptWentWell(own)).await.unwrap();
            }
        }
        assert_eq!(waits(&db, own).await, 2);
    });
}
