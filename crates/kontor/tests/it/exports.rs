//! The files that the console sends are those that the command line prints.

use kontor::export::{Export, Program, Sort, http};
use kontor::sample;
use kontor::schema::rooms;
use kontor_identity::model::OrgId;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, on_both_alone};
use kontor_web::Language;

use crate::client::Doors;

#[test]
fn exports_of_the_console_are_those_of_the_command_line() {
    on_both_alone(rooms, |db| async move {
        let doors = Doors::new(&db);
        let made = sample::make(&doors.house.app, OrgId::new(db.org), |_| ()).await;
        made.unwrap_or_else(|fault| panic!("{}", fault.chain()));
        let routes = Router::new()
            .route("/orders/export.csv", get(http::orders_csv))
            .route("/invoices/export.csv", get(http::invoices_csv))
            .route("/ledger/export.hledger", get(http::hledger))
            .route("/ledger/export.beancount", get(http::beancount));
        let app = TestApp::new(&db, routes).visited(Language::German, &[]);
        for (path, sort, name, start) in [
            ("/orders/export.csv", Sort::Orders, "orders.csv", "number,channel,sku,"),
            ("/invoices/export.csv", Sort::Invoices, "invoices.csv", "number,kind,document_date,"),
            ("/ledger/export.hledger", Sort::Books(Program::Hledger), "books.hledger", ""),
            ("/ledger/export.beancount", Sort::Books(Program::Beancount), "books.beancount", ""),
        ] {
            let sent = app.page(path).await;
            let mut printed = Vec::new();
            Export::whole(&db.reads, db.org, sort, &mut printed).await.unwrap();
            assert_eq!((sent.status, sent.html.as_bytes()), (200, printed.as_slice()), "{path}");
            assert!(sent.html.starts_with(start) && sent.html.lines().count() > 25, "{path}: {}", sent.html);
            let disposition = sent.headers["content-disposition"].to_str().unwrap();
            assert_eq!(disposition, format!("attachment; filename=\"2026-11-24-{name}\""));
        }
        // A row of the table is what the JSON door shows.
        let table = app.page("/invoices/export.csv").await.html;
        let first = table.lines().nth(1).unwrap();
        assert!(first.starts_with("RE-2026-000001,invoice,2026-"), "{first}");
        assert!(table.lines().any(|line| line.starts_with("GU-2026-000001,credit_note,")), "{table}");
    });
}
