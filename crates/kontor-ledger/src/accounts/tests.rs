use kontor_testkit::on_both;

use crate::model::Chart;
use crate::samples::{Open, app, rooms};

#[test]
fn accounts_are_paged_by_number_with_leading_zeros() {
    on_both(rooms, |db| async move {
        db.submit(Open(Chart::Skr03)).await.unwrap();
        let app = app(&db);
        let (mut numbers, mut path) = (Vec::new(), "/api/v1/accounts?limit=7".to_owned());
        loop {
            let page = app.get(&path).await;
            let items = page.body["items"].as_array().unwrap();
            numbers.extend(items.iter().map(|item| item["number"].as_str().unwrap().to_owned()));
            let Some(next) = page.body["next"].as_str() else { break };
            path = format!("/api/v1/accounts?limit=7&after={next}");
        }
        let mut expected: Vec<_> =
            crate::chart::accounts(Chart::Skr03).iter().map(|account| account.number.to_string()).collect();
        expected.sort_unstable();
        assert_eq!(numbers, expected);
        assert_eq!(numbers[0], "0800");

        let first = app.get("/api/v1/accounts?limit=2").await;
        insta::allow_duplicates! { insta::assert_snapshot!(first.body["items"][1], @r#"{"kind":"asset","name_de":"Kasse","name_en":"Cash","number":"1000","role":"cash"}"#); }
        assert_eq!(app.get("/api/v1/accounts?limit=0").await.code(), "bad_limit");
        assert_eq!(app.get("/api/v1/accounts?after=x").await.code(), "bad_cursor");
        assert_eq!(app.get("/api/v1/accounts?after=c0000000000000").await.status, 200);
    });
}
