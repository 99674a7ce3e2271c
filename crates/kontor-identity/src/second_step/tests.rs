//! The second step from its first code to its last.

use std::time::Duration;

use kontor_kernel::{Clock, Refuse};
use kontor_store::Room;
use kontor_testkit::{TestDb, on_both_alone};

use super::totp::{STEP_SECONDS, code};
use super::{Enrolment, Reject};
use crate::permissions::Role;
use crate::records::Ticket;
use crate::samples::{self, PASSWORD};
use crate::sign_in::{Gate, Step};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn step_now(db: &TestDb) -> i64 {
    db.clock.now().micros() / 1_000_000 / STEP_SECONDS
}

/// The key that the house remembers for an enrolment.
async fn key_of(db: &TestDb) -> Vec<u8> {
    let tickets: Vec<Ticket> =
        db.reads.records("org_id = $1 AND kind = 'enrol' AND used_at IS NULL", vec![0.into()]).await.unwrap();
    tickets[0].state.clone().unwrap().0
}

async fn password(db: &TestDb, gate: &Gate) -> Step {
    let mail = samples::mail(db, "bea");
    gate.password((mail.as_str(), PASSWORD.parse().unwrap()), None, &samples::visitor()).await.unwrap()
}

/// Signs in with a password and what is typed behind it; the code of the refusal, or how they are in.
async fn with_code(db: &TestDb, gate: &Gate, typed: &str) -> String {
    let Step::Code(ticket) = password(db, gate).await else { return "no code wanted".to_owned() };
    match gate.code(&ticket.0, typed, &samples::visitor()).await {
        Ok(Step::In(_)) => "in".to_owned(),
        Ok(other) => format!("{other:?}"),
        Err(problem) => problem.body().code.clone(),
    }
}

#[test]
fn a_code_is_wanted_and_each_is_good_once() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        assert_eq!(with_code(&db, &gate, "").await, "no code wanted");
        let none = gate.new_recovery_codes(bea).await.unwrap_err();
        assert_eq!(none.body().code, Reject::NoSecondStep.refusal().code);
        assert_eq!(gate.turn_second_step_off(bea).await.unwrap_err().body().code, "no_second_step");

        let Enrolment { ticket, uri, qr, key: shown } = gate.begin_second_step(bea).await.unwrap();
        let key = key_of(&db).await;
        assert!(uri.0.starts_with("otpauth://totp/Kontor:bea.") && uri.0.contains(&shown.0), "{}", uri.0);
        assert!(qr.0.starts_with("<svg") && qr.0.ends_with("</svg>"), "{}", qr.0);
        assert_eq!(shown.0.len(), 32);
        let wrong = gate.turn_second_step_on(bea, &ticket.0, "000000").await.unwrap_err();
        assert_eq!(wrong.body().code, Reject::CodeWrong.refusal().code);
        let first = code(&key, step_now(&db));
        let codes = gate.turn_second_step_on(bea, &ticket.0, &first).await.unwrap();
        assert_eq!(
            gate.turn_second_step_on(bea, &ticket.0, &first).await.unwrap_err().body().code,
            "link_over"
        );

        assert_eq!(with_code(&db, &gate, &first).await, "code_wrong", "it was used to turn it on");
        db.advance(Duration::from_secs(30));
        let second = code(&key, step_now(&db));
        assert_eq!(with_code(&db, &gate, &second).await, "in");
        assert_eq!(with_code(&db, &gate, &second).await, "code_wrong", "used");
        let earlier = code(&key, step_now(&db) - 1);
        assert_eq!(with_code(&db, &gate, &earlier).await, "code_wrong", "those before are over as well");
        db.advance(Duration::from_secs(60));
        assert_eq!(with_code(&db, &gate, &code(&key, step_now(&db))).await, "in");

        let recovery = codes.0[3].0.to_uppercase();
        assert_eq!(with_code(&db, &gate, &recovery).await, "in");
        assert_eq!(with_code(&db, &gate, &recovery).await, "code_wrong", "a recovery code is good once");
        db.advance(Duration::from_secs(60));
        let fresh = gate.new_recovery_codes(bea).await.unwrap();
        assert_eq!(with_code(&db, &gate, &codes.0[4].0).await, "code_wrong", "the former ones are void");
        db.advance(Duration::from_secs(60));
        assert_eq!(with_code(&db, &gate, &fresh.0[0].0).await, "in");
        gate.turn_second_step_off(bea).await.unwrap();
        assert_eq!(with_code(&db, &gate, "").await, "no code wanted");
    });
}

#[test]
fn a_step_is_taken_once_and_in_time_and_guesses_are_counted() {
    on_both_alone(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let enrolment = gate.begin_second_step(bea).await.unwrap();
        let key = key_of(&db).await;
        gate.turn_second_step_on(bea, &enrolment.ticket.0, &code(&key, step_now(&db))).await.unwrap();
        db.advance(Duration::from_secs(60));
        let Step::Code(late) = password(&db, &gate).await else { panic!("no code wanted") };
        db.advance(Duration::from_secs(600));
        let over = gate.code(&late.0, &code(&key, step_now(&db)), &samples::visitor()).await.unwrap_err();
        assert_eq!(over.body().code, "link_over");
        // The password is known, the telephone is not: guessing codes comes to a halt.
        let Step::Code(ticket) = password(&db, &gate).await else { panic!("no code wanted") };
        let mut answers = Vec::new();
        for guess in 0..6 {
            let typed = format!("00000{guess}");
            answers.push(
                gate.code(&ticket.0, &typed, &samples::visitor()).await.unwrap_err().body().code.clone(),
            );
        }
        assert_eq!(answers.first().map(String::as_str), Some("code_wrong"));
        assert_eq!(answers.last().map(String::as_str), Some("too_many_attempts"), "{answers:?}");
    });
}
