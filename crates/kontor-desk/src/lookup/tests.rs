//! What fields offer for what is typed, on both databases.

use kontor_testkit::on_both_alone;
use kontor_web::Language;

use crate::new_order::samples::{SERVICE, count, open_found, pages, rooms};

#[test]
fn customers_and_products_are_offered_as_one_types() {
    on_both_alone(rooms, |db| async move {
        open_found(&db, "DE").await;
        let app = pages(&db, Language::German, SERVICE);
        for (path, hits, parts) in [
            ("/lookup/customers?q=hansen", 2, vec!["data-value=\"K10001\"", "Hansen &amp; Sohn", "Hamburg"]),
            ("/lookup/customers?q=k10001", 1, vec!["Anna Hansen"]),
            ("/lookup/customers?q=anna@example", 1, vec!["data-value=\"K10001\""]),
            ("/lookup/customers?q=", 0, vec![]),
            ("/lookup/customers", 0, vec![]),
            ("/lookup/customers?q=%3Cscript%3E", 0, vec![]),
            ("/lookup/products?q=tea", 1, vec!["data-value=\"TEA\"", "11,90", "Earl Grey &lt;b&gt;"]),
            ("/lookup/products?q=4006381333931", 1, vec!["data-value=\"TEA\""]),
            ("/lookup/products?q=4006381333948", 0, vec![]),
            ("/lookup/products?q=blue+cup", 1, vec!["data-value=\"CUP\""]),
            ("/lookup/products?q=old+cup", 0, vec![]),
        ] {
            let list = app.page(path).await;
            assert_eq!(
                (list.status, count(&list.html, "role=\"option\"")),
                (200, hits),
                "{path}: {}",
                list.html
            );
            assert!(
                list.html.starts_with("<ul role=\"listbox\"") && !list.html.contains("<script"),
                "{}",
                list.html
            );
            for part in parts {
                assert!(list.html.contains(part), "{path} {part}: {}", list.html);
            }
        }
    });
}
