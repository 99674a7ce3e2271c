//! A ticket is good once, for its time, and for its own purpose.

use std::time::Duration;

use kontor_store::{Failure, Room};
use kontor_testkit::{TestDb, on_both_alone};

use super::{NewTicket, Reject, UseTicket, find};
use crate::house;
use crate::model::{Hidden, TicketKind};
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

const HOUR: Duration = Duration::from_secs(3_600);

async fn make(db: &TestDb, ticket: NewTicket) -> Hidden {
    db.writer.submit(house::envelope(db.actor()), ticket.command).await.unwrap();
    ticket.text
}

/// The status with which a text is answered; 200 when it is good.
async fn status(db: &TestDb, text: &Hidden, kind: TicketKind) -> u16 {
    use kontor_kernel::Clock;
    match find(&db.reads, &text.0, kind, db.clock.now()).await {
        Ok(_) => 200,
        Err(problem) => problem.status(),
    }
}

#[test]
fn a_ticket_is_good_once_and_for_its_time() {
    on_both_alone(rooms, |db| async move {
        let ticket = NewTicket::new(TicketKind::Choice, HOUR).unwrap();
        let id = ticket.command.ticket;
        let text = make(&db, ticket).await;
        assert_eq!(status(&db, &text, TicketKind::Choice).await, 200);
        assert_eq!(status(&db, &text, TicketKind::Reset).await, 410, "for its own purpose");
        let other = NewTicket::new(TicketKind::Choice, HOUR).unwrap().text;
        assert_eq!(status(&db, &other, TicketKind::Choice).await, 410, "one that never was");
        assert_eq!(status(&db, &Hidden("nonsense".into()), TicketKind::Choice).await, 410);
        let use_it = || db.writer.submit(house::envelope(db.actor()), UseTicket { ticket: id });
        use_it().await.unwrap();
        assert!(
            matches!(use_it().await, Err(Failure::Refused(refusal)) if refusal.code == Reject::DOCS[0].code)
        );
        assert_eq!(status(&db, &text, TicketKind::Choice).await, 410);

        let ticket = NewTicket::new(TicketKind::Choice, HOUR).unwrap();
        let id = ticket.command.ticket;
        let text = make(&db, ticket).await;
        db.advance(HOUR);
        assert_eq!(status(&db, &text, TicketKind::Choice).await, 410);
        let late = db.writer.submit(house::envelope(db.actor()), UseTicket { ticket: id }).await;
        assert!(
            matches!(late, Err(Failure::Refused(refusal)) if refusal.message == Reject::LinkOver.to_string())
        );
    });
}

#[test]
fn a_new_link_takes_the_former_one_of_the_same_user_back() {
    on_both_alone(rooms, |db| async move {
        let (anna, bea) = (samples::owner(&db).await, samples::user(&db, "bea").await);
        let reset = |user| NewTicket::new(TicketKind::Reset, HOUR).unwrap().of(user);
        let first = make(&db, reset(anna)).await;
        let beas = make(&db, reset(bea)).await;
        let second = make(&db, reset(anna)).await;
        let kind = TicketKind::Reset;
        let all = [
            status(&db, &first, kind).await,
            status(&db, &beas, kind).await,
            status(&db, &second, kind).await,
        ];
        assert_eq!(all, [410, 200, 200]);
    });
}
