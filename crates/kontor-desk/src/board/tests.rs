//! The board shows the newest first, narrowed down, with the right badge, by indexes.

use std::time::Duration;

use kontor_customers::model::{CustomerId, CustomerNumber};
use kontor_kernel::PageCursor;
use kontor_orders::cancel::Cancel;
use kontor_orders::model::{Channel, OrderId};
use kontor_orders::place::Place;
use kontor_testkit::{TestDb, on_both, on_sqlite};

use super::{Asked, BoardTab, Filter, Page, Summary, page, tab_counts};
use crate::samples::{Shop, euros, invoice, order_of, pay, place, plan, rooms, ship, today};

async fn board(db: &TestDb, asked: &Asked) -> Page {
    let (day, zone) = today(db);
    page(&db.reads, db.org, (day, &zone), asked).await.unwrap()
}

async fn ids(db: &TestDb, tab: BoardTab, filter: Filter) -> Vec<OrderId> {
    let asked = Asked { filter, ..Asked::tab(tab, 50) };
    board(db, &asked).await.cards.iter().map(|card| card.order.id).collect()
}

/// Checks what a tab shows: all of it, one customer's orders, and orders that were found in another way.
async fn stands_on(db: &TestDb, tab: BoardTab, expected: &[OrderId], customer: CustomerId) {
    assert_eq!(ids(db, tab, Filter::default()).await, expected, "{tab}");
    let everything = board(db, &Asked::tab(BoardTab::All, 50)).await.cards;
    let of_customer = Filter { customer: Some(customer), ..Filter::default() };
    let theirs = everything.iter().filter(|card| card.order.customer == Some(customer));
    let mut theirs: Vec<OrderId> = theirs.map(|card| card.order.id).collect();
    theirs.retain(|id| expected.contains(id));
    assert_eq!(ids(db, tab, of_customer.clone()).await, theirs, "{tab} of one customer");
    let found = Filter { ids: Some(everything.iter().map(|card| card.order.id).collect()), ..of_customer };
    assert_eq!(ids(db, tab, found).await, theirs, "{tab} of those found");
}

#[test]
fn each_order_has_the_badge_that_matters_and_stands_on_its_tabs() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let waiting = place(&db, shop.anna, &[("TEA", "1"), ("POT", "1")]).await;
        let to_ship = place(&db, shop.anna, &[("TEA", "2")]).await;
        let partly = place(&db, shop.ben, &[("TEA", "3")]).await;
        ship(&db, partly, &[(1, "1")]).await;
        let to_invoice = place(&db, shop.ben, &[("TEA", "1")]).await;
        ship(&db, to_invoice, &[]).await;
        let overdue = place(&db, shop.ben, &[("TEA", "1")]).await;
        ship(&db, overdue, &[]).await;
        invoice(&db, overdue).await;
        db.advance(Duration::from_secs(86_400 * 15));
        let unpaid = place(&db, shop.anna, &[("TEA", "1")]).await;
        ship(&db, unpaid, &[]).await;
        let open = invoice(&db, unpaid).await;
        pay(&db, open, "1.00").await;
        let completed = place(&db, shop.anna, &[("TEA", "1")]).await;
        ship(&db, completed, &[]).await;
        let closed = invoice(&db, completed).await;
        pay(&db, closed, "9.90").await;
        let cancelled = place(&db, shop.anna, &[("TEA", "1")]).await;
        db.submit(Cancel { order: cancelled, lines: Vec::new(), reason: "Gone".into() }).await.unwrap();

        let all = board(&db, &Asked::tab(BoardTab::All, 50)).await;
        let summaries: Vec<(OrderId, Summary)> =
            all.cards.iter().map(|card| (card.order.id, card.summary)).collect();
        assert_eq!(
            summaries,
            [
                (cancelled, Summary::Cancelled),
                (completed, Summary::Completed),
                (unpaid, Summary::Unpaid),
                (overdue, Summary::Overdue),
                (to_invoice, Summary::ToInvoice),
                (partly, Summary::PartlyShipped),
                (to_ship, Summary::ToShip),
                (waiting, Summary::Waiting),
            ]
        );
        assert_eq!((all.next, all.is_cut), (None, false));
        let card = &all.cards[5];
        assert_eq!((card.name.as_str(), card.city.as_str()), ("Hansen Kaffee GmbH", "Kiel"));
        assert_eq!(card.customer_number.as_ref().map(CustomerNumber::as_str), Some("K10002"));
        assert!(all.cards[3].due.is_some() && card.due.is_none());

        let tabs = [
            (BoardTab::ToShip, vec![partly, to_ship, waiting]),
            (BoardTab::ToInvoice, vec![to_invoice, partly, to_ship, waiting]),
            (BoardTab::Placed, vec![unpaid, overdue, to_invoice, partly, to_ship, waiting]),
            (BoardTab::Unpaid, vec![unpaid, overdue]),
            (BoardTab::Backordered, vec![waiting]),
            (BoardTab::Completed, vec![completed]),
            (BoardTab::Cancelled, vec![cancelled]),
        ];
        for (tab, expected) in tabs {
            stands_on(&db, tab, &expected, shop.anna).await;
        }
        let counts = tab_counts(&db.reads, db.org).await.unwrap();
        let counts: Vec<(BoardTab, i64, bool)> =
            counts.iter().map(|count| (count.tab, count.count, count.is_least)).collect();
        let expected = [8, 3, 4, 6, 2, 1, 1, 1];
        let expected: Vec<_> =
            BoardTab::ALL.iter().zip(expected).map(|(tab, count)| (*tab, count, false)).collect();
        assert_eq!(counts, expected);
    });
}

#[test]
fn orders_are_narrowed_down_by_what_is_known_of_them() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let first = place(&db, shop.anna, &[("TEA", "1")]).await;
        db.advance(Duration::from_secs(86_400));
        let web = Place { channel: Channel::Web, ..order_of(Some(shop.ben), &[("TEA", "5")]) };
        let second = db.submit(web).await.unwrap().answer.order;
        db.advance(Duration::from_secs(86_400));
        let third = place(&db, shop.ben, &[("TEA", "2")]).await;
        let (day, _) = today(&db);
        let yesterday = day.add_days(-1);
        let none = Filter::default();
        for (filter, expected) in [
            (Filter { channel: Some(Channel::Web), ..none.clone() }, vec![second]),
            (Filter { customer: Some(shop.ben), ..none.clone() }, vec![third, second]),
            (Filter { from: yesterday, ..none.clone() }, vec![third, second]),
            (Filter { to: yesterday, ..none.clone() }, vec![second, first]),
            (Filter { from: yesterday, to: yesterday, ..none.clone() }, vec![second]),
            (Filter { least: Some(euros("19.80")), ..none.clone() }, vec![third, second]),
            (Filter { most: Some(euros("19.80")), ..none.clone() }, vec![third, first]),
            (Filter { customer: Some(shop.ben), to: yesterday, ..none.clone() }, vec![second]),
            (Filter { ids: Some(vec![first, third]), from: Some(day), ..none.clone() }, vec![third]),
            (Filter { location: Some("other".parse().unwrap()), ..none.clone() }, vec![]),
            (Filter { payment_method: Some("invoice".parse().unwrap()), ..none }, vec![third, second, first]),
        ] {
            assert_eq!(ids(&db, BoardTab::All, filter.clone()).await, expected, "{filter:?}");
            assert_eq!(ids(&db, BoardTab::ToShip, filter.clone()).await, expected, "to ship, {filter:?}");
        }
        for order in [first, second] {
            ship(&db, order, &[]).await;
        }
        // The older order has the younger invoice, and dates are those of the order.
        invoice(&db, second).await;
        invoice(&db, first).await;
        assert_eq!(ids(&db, BoardTab::Unpaid, Filter::default()).await, [first, second]);
        let until = Filter { to: day.add_days(-2), ..Filter::default() };
        assert_eq!(ids(&db, BoardTab::Unpaid, until).await, [first]);
        let since = Filter { from: yesterday, ..Filter::default() };
        assert_eq!(ids(&db, BoardTab::Unpaid, since).await, [second]);
    });
}

#[test]
fn pages_follow_each_other_without_gaps_on_every_tab() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let mut placed = Vec::new();
        for number in 0..7 {
            let order = place(&db, shop.anna, &[("TEA", "1"), ("POT", "1")]).await;
            if number % 2 == 0 {
                ship(&db, order, &[(1, "1")]).await;
                invoice(&db, order).await;
            }
            placed.insert(0, order);
        }
        let of_anna = Filter { customer: Some(shop.anna), ..Filter::default() };
        for (tab, filter, expected) in [
            (BoardTab::All, Filter::default(), placed.clone()),
            (BoardTab::All, of_anna.clone(), placed.clone()),
            (BoardTab::Backordered, Filter::default(), placed.clone()),
            (BoardTab::Unpaid, Filter::default(), placed.iter().copied().step_by(2).collect()),
            (BoardTab::ToShip, Filter { channel: Some(Channel::Phone), ..of_anna }, placed.clone()),
        ] {
            let mut asked = Asked { filter, ..Asked::tab(tab, 2) };
            let mut seen = Vec::new();
            loop {
                let page = board(&db, &asked).await;
                assert!(page.cards.len() <= 2);
                seen.extend(page.cards.iter().map(|card| card.order.id));
                let Some(next) = page.next else { break };
                asked.after = Some(PageCursor::new(next.value()));
            }
            assert_eq!(seen, expected, "{tab}");
        }
    });
}

/// SQLite plans with the statistics that every database is given: those of a merchant with a million orders.
#[test]
fn no_statement_of_the_board_reads_a_whole_merchant() {
    on_sqlite(rooms, |db| async move {
        for statement in super::queries() {
            let steps = plan(&db, &statement).await;
            for step in &steps {
                let is_derived =
                    ["SCAN o", "SCAN f", "SCAN i", "SCAN w", "SCAN c", "SCAN chain", "SCAN u", "SCAN b"]
                        .contains(&step.as_str());
                assert!(!step.starts_with("SCAN") || is_derived, "{step} in {steps:#?}\n{statement}");
            }
        }
        for (tab, index) in [
            (BoardTab::All, "orders_order USING PRIMARY KEY (org_id=? AND id>? AND id<?)"),
            (BoardTab::Placed, "orders_order_state"),
            (BoardTab::ToShip, "orders_order_to_ship"),
            (BoardTab::ToInvoice, "orders_order_to_invoice"),
            (BoardTab::Unpaid, "billing_invoice_open"),
            (BoardTab::Backordered, "inventory_reservation_waiting"),
        ] {
            let plan = plan(&db, &super::sql::plain(tab)).await.join("; ");
            assert!(plan.contains(index), "{tab}: {plan}");
            assert!(plan.contains("r USING PRIMARY KEY (org_id=? AND holder=?)"), "{tab}: {plan}");
        }
    });
}
