//! A duplicate that was merged: its documents stay, its money and its lists are the survivor's.

use kontor_customers::merge::MergeCustomer;
use kontor_testkit::{on_both, on_both_alone};

use crate::list::{Whose, open_page, page};
use crate::pay::Target;
use crate::samples::{
    Shop, account, bill, credit_of, deliver, invoice_of, named, order_of, payment_of, place, rooms, standing,
};

#[test]
fn the_survivors_money_settles_the_duplicates_invoices_and_its_lists_show_them() {
    on_both_alone(rooms, |db| async move {
        let Shop { anna, ben } = Shop::open(&db).await;
        let (_, first) = bill(&db, ben, &[("TEA", "1")]).await;
        let (_, second) = bill(&db, anna, &[("TEA", "2")]).await;
        let open = deliver(&db, ben, &[("TEA", "1")]).await;
        let (_, third) = bill(&db, ben, &[("WRAP", "1")]).await;
        db.submit(MergeCustomer { customer: anna, from: ben }).await.unwrap();
        assert_eq!((account(&db, anna).await, account(&db, ben).await), ((1_190, 3_670), (0, 0)));

        let mine = |whose: Whose| {
            let db = db.clone();
            async move {
                let mut seen = Vec::new();
                let mut before = i64::MAX;
                // Page by page, each of one.
                loop {
                    let rows = page(&db.reads, db.org, &whose, before, 1).await.unwrap();
                    let Some(first) = rows.first() else { return seen };
                    seen.push(first.id);
                    before = first.id.raw();
                }
            }
        };
        assert_eq!(mine(Whose::Customer(anna)).await, [third, second, first]);
        assert_eq!(mine(Whose::Customer(ben)).await, [third, first]);
        let open_ones = open_page(&db.reads, db.org, &Whose::Customer(anna), i64::MAX, 2).await.unwrap();
        assert_eq!(open_ones.iter().map(|row| row.id).collect::<Vec<_>>(), [third, second, first]);

        // Money of the duplicate is the survivor's, and goes to the oldest of both.
        let paid = db.submit(payment_of(Target::Customer(ben), "20.00")).await.unwrap().answer;
        assert_eq!(paid.customer, Some(anna));
        assert_eq!(standing(&db, first).await, "1190+0/1190 paid");
        assert_eq!(standing(&db, second).await, "810+0/2380 partly_paid");
        // One payment may name invoices of both; what is invoiced or credited later counts for the survivor.
        db.submit(payment_of(named(&[(second, ""), (third, "")]), "16.70")).await.unwrap();
        assert_eq!(account(&db, anna).await, (1_190, 0));
        db.submit(invoice_of(open, &[])).await.unwrap();
        assert_eq!((account(&db, anna).await, account(&db, ben).await), ((0, 1_190), (0, 0)));
        db.submit(credit_of(first, &[])).await.unwrap();
        assert_eq!(account(&db, anna).await, (0, 0));
    });
}

#[test]
fn nothing_is_ordered_for_a_duplicate_and_its_orders_are_among_the_survivors() {
    on_both(rooms, |db| async move {
        let Shop { anna, ben } = Shop::open(&db).await;
        let mut placed = Vec::new();
        for customer in [ben, anna, ben, anna, anna, ben] {
            placed.push(place(&db, customer, &[("WRAP", "1")]).await);
        }
        db.submit(MergeCustomer { customer: anna, from: ben }).await.unwrap();
        assert_eq!(
            db.refused(order_of(Some(ben), vec![crate::samples::line("WRAP", "1")])).await,
            "customer_merged"
        );
        placed.push(place(&db, anna, &[("WRAP", "1")]).await);
        let filter = kontor_orders::list::Filter { customer: Some(anna), ..Default::default() };
        let (mut seen, mut before) = (Vec::new(), i64::MAX);
        loop {
            let rows = kontor_orders::list::page(&db.reads, db.org, &filter, before, 2).await.unwrap();
            let two: Vec<_> = rows.iter().take(2).map(|row| row.id).collect();
            let Some(last) = two.last() else { break };
            before = last.raw();
            seen.extend(two);
        }
        placed.reverse();
        assert_eq!(seen, placed);
    });
}
