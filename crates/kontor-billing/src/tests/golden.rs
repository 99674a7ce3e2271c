//! Events as they were written once: they are read for ever.

use kontor_kernel::Currency;
use kontor_store::Event;
use serde_json::Value;

use crate::events::{Credited, Invoiced, Paid, Refunded};

/// The event reads this payload, writes it again to the letter, and publishes these parts of it.
fn check<E: Event>(kind: &str, written: &str, published: &[(&str, &str)]) {
    assert_eq!((E::KIND, E::VERSION), (kind, 1));
    let read: E = serde_json::from_str(written).unwrap_or_else(|error| panic!("{written}: {error}"));
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    let public = read.publish(Currency::EUR);
    for (pointer, expected) in published {
        let got = public.pointer(pointer).and_then(Value::as_str);
        assert_eq!(got, Some(*expected), "{pointer} of {public}");
    }
}

#[test]
fn an_invoice_of_version_1() {
    check::<Invoiced>(
        "billing.invoiced",
        r#"{"id":"inv_0000000000007","number":"RE-2026-000001","order":"ord_0000000000003","customer":"cus_0000000000002","document_date":"2026-11-24","supply_date":"2026-11-23","due_date":"2026-12-08","basis":"gross","lines":[{"order_line":1,"sku":"TEA","name":"Earl Grey","quantity":"3","price":"11.9","tax_class":"standard","tax_rate":"19","net":3000,"tax":570},{"order_line":2,"sku":"SCREW","name":"Screw","unit":"KGM","quantity":"0.5","price":"3.75","price_base":"100","tax_class":"none","tax_rate":"0","net":2,"tax":0}],"paid_by":[{"payment":"pay_0000000000009","amount":1000}]}"#,
        &[
            ("/gross", "35.72"),
            ("/lines/0/unit", "C62"),
            ("/lines/0/gross", "35.70"),
            ("/paid_by/0/amount", "10.00"),
        ],
    );
    check::<Invoiced>(
        "billing.invoiced",
        r#"{"id":"inv_0000000000007","number":"RE-2026-000001","order":"ord_0000000000003","document_date":"2026-11-24","basis":"net","lines":[]}"#,
        &[("/supply_date", "2026-11-24"), ("/due_date", "2026-11-24"), ("/gross", "0.00")],
    );
}

#[test]
fn a_credit_note_of_version_1() {
    check::<Credited>(
        "billing.credited",
        r#"{"id":"inv_0000000000008","number":"GU-2026-000001","corrects":"inv_0000000000007","order":"ord_0000000000003","document_date":"2026-11-24","reason":"Damaged","lines":[{"line":1,"quantity":"1","net":1000,"tax":190}],"freed":[{"payment":"pay_0000000000009","amount":190}]}"#,
        &[
            ("/gross", "11.90"),
            ("/lines/0/gross", "11.90"),
            ("/freed/0/amount", "1.90"),
            ("/reason", "Damaged"),
        ],
    );
}

#[test]
fn a_payment_of_version_1() {
    check::<Paid>(
        "billing.paid",
        r#"{"id":"pay_0000000000009","number":"ZE-2026-000001","method":"card","amount":5000,"customer":"cus_0000000000002","order":"ord_0000000000003","date":"2026-11-24","reference":"TX-1","settles":[{"invoice":"inv_0000000000007","amount":3572}]}"#,
        &[("/amount", "50.00"), ("/unassigned", "14.28"), ("/settles/0/amount", "35.72")],
    );
}

#[test]
fn a_refund_of_version_1() {
    check::<Refunded>(
        "billing.refunded",
        r#"{"id":"pay_000000000000a","number":"ER-2026-000001","payment":"pay_0000000000009","amount":1428,"date":"2026-11-24","reason":"Paid twice"}"#,
        &[("/amount", "14.28"), ("/reason", "Paid twice")],
    );
}
