//! What is told, to whom, and how often.

use kontor_identity::permissions::Role;

use super::*;

fn event(position: i64, kind: &str, subject: i64) -> Brief {
    Brief { position, kind: kind.into(), subject, cause: position }
}

#[test]
fn a_change_is_told_by_topics_to_those_who_may_know() {
    let events = [
        event(7, "orders.placed", 1),
        event(8, "inventory.reserved", 1),
        event(9, "customers.account_moved", 1),
        event(10, "ledger.booked", 5),
        event(11, "orders.lines_shipped", 1),
        event(12, "something.new", 1),
    ];
    let changed = Changed::of(&events).unwrap();
    assert_eq!(changed.position, 12);
    let owner = changed.topics_for(Rights::of_role(Role::Owner));
    assert_eq!(owner, ["orders", "order:ord_0000000000001", "stock", "customers", "ledger"]);
    let analyst = changed.topics_for(Rights::of_role(Role::Analyst));
    let seen = ["orders", "order:ord_0000000000001", "stock", "ledger"];
    assert_eq!(analyst, seen, "an analyst sees no customers");
    let partner = changed.topics_for(Rights::of_role(Role::Partner));
    assert!(partner.is_empty(), "a partner sees shipments alone: {partner:?}");
    assert!(changed.topics_for(Rights::NONE).is_empty());
    assert_eq!(Changed::of(&[]), None);
}

#[test]
fn very_much_at_once_is_told_in_short() {
    let events: Vec<Brief> = (1..=5_000).map(|number| event(number, "orders.placed", number)).collect();
    let changed = Changed::of(&events).unwrap();
    assert_eq!(changed.topics_for(Rights::of_role(Role::Owner)), ["orders", "*"]);
}

#[test]
fn every_kind_of_event_has_a_topic() {
    let schema = crate::schema::schema().unwrap();
    let kinds = schema.event_kinds();
    let silent: Vec<_> =
        kinds.iter().filter(|(kind, _)| !TOPICS.iter().any(|(start, ..)| kind.starts_with(start))).collect();
    assert!(silent.is_empty(), "name their topics in TOPICS: {silent:?}");
}
