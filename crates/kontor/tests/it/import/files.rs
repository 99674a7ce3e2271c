//! Products, customers and stock.

use crate::import::{british, events, file, import, refusal, told};
use crate::support::{Client, Place, Server};

const PRODUCTS: &str = "\
sku,name,price,unit,kind,tax_class,basis,out_of_stock
MUG,\"Mug, blue\",9.90,C62,goods,standard,gross,backorder
COFFEE,Coffee,0.001,KGM,,,net,
POST,Postage,4.90,,service,,,
,No number,1,,,,,
MUG,Another mug,1,,,,,
BAD,Bad unit,1,PIECE,,,,
WORSE,Bad price,1.0000001,,,,,
LOW,Below zero,-1,,,,,
";

#[test]
fn products_are_added_once_and_changed_when_that_is_wanted() {
    for place in [Place::sqlite(), Place::postgres()] {
        let org = british(&place);
        let products = file(&place, "products.csv", PRODUCTS);
        let rejects = file(&place, "rejects.csv", "");
        let arguments = ["products", &products, "--rejects", &rejects];
        let refused = "refused {bad_text:1,empty_field:1,negative_price:1,twice_in_file:1,unreadable_number:1}, rows 8, \
                       rows_refused 5";
        let before = events(&place);
        let preview = import(&place, &[&arguments[..], &["--dry-run"]].concat());
        assert_eq!(told(&preview), format!("added 3, dry_run true, {refused}"));
        assert_eq!(events(&place), before, "a dry run changes nothing");
        assert_eq!(told(&import(&place, &arguments)), format!("added 3, {refused}"));
        assert_eq!(
            std::fs::read_to_string(&rejects).expect("the rejects"),
            "line,code,reason,sku,name,price,unit,kind,tax_class,basis,out_of_stock\n\
             5,empty_field,The column sku is empty: fill it in.,,No number,1,,,,,\n\
             6,twice_in_file,MUG stands in line 2 already: keep one of the two.,MUG,Another mug,1,,,,,\n\
             7,bad_text,\"The column unit can't be taken: PIECE: a unit is a UN/ECE Rec 20 code of two or three letters and \
             digits, such as C62, KGM or MTR.\",BAD,Bad unit,1,PIECE,,,,\n\
             8,unreadable_number,The column price can't be read: 1.0000001: at most 6 decimal places are kept.,WORSE,Bad \
             price,1.0000001,,,,,\n\
             9,negative_price,A price is zero or more: correct it.,LOW,Below zero,'-1,,,,,\n"
        );
        let added = events(&place);
        assert_eq!(told(&import(&place, &arguments)), format!("here_already 3, {refused}"));
        assert_eq!(events(&place), added, "a second run adds nothing");

        let dearer = file(&place, "dearer.csv", "SKU;Name;Preis\nMUG;Mug, blue;10,90\nCOFFEE;Coffee;0,001\n");
        let arguments = ["products", &dearer, "--columns", "price=preis"];
        assert_eq!(told(&import(&place, &arguments)), "here_already 2, refused {}, rows 2");
        let update = [&arguments[..], &["--update"]].concat();
        let preview = import(&place, &[&update[..], &["--dry-run"]].concat());
        assert_eq!(told(&preview), "changed 1, dry_run true, here_already 1, refused {}, rows 2");
        assert_eq!(told(&import(&place, &update)), "changed 1, here_already 1, refused {}, rows 2");
        assert_eq!(told(&import(&place, &update)), "here_already 2, refused {}, rows 2");

        let token = place.token(&org, "analyst");
        let server = Server::start(&place);
        let mut client = Client::new(&server.address, &token);
        let mug = client.see("/api/v1/products?sku=MUG").body["items"][0].clone();
        assert_eq!((&mug["price"], &mug["out_of_stock"]), (&"10.9".into(), &"backorder".into()), "{mug}");
        let coffee = client.see("/api/v1/products?sku=COFFEE").body["items"][0].clone();
        assert_eq!(
            (&coffee["price"], &coffee["unit"], &coffee["basis"]),
            (&"0.001".into(), &"KGM".into(), &"net".into())
        );
        server.stop();
        place.finish();
    }
}

#[test]
fn customers_are_registered_once() {
    for place in [Place::sqlite(), Place::postgres()] {
        let org = british(&place);
        let customers = file(
            &place,
            "customers.csv",
            "number,name,company,mail,street,zip,city,country,language,terms_days,credit_limit\n\
             17850.0,,,,,,,,,,\n\
             2,Anna Hansen,Hansen Tee GmbH,anna@example.com,Am Kai 1,20457,Hamburg,Germany,de,30,5000.50\n\
             3,Bob,,,\"1, The Mall\",SW1,London,,en,,\n\
             4,Eve,,no mail,,,,,,,\n\
             5,Eve,,,,,,Atlantis,,,\n",
        );
        let arguments = ["customers", &customers];
        let told_first = "added 3, refused {bad_mail:1,bad_text:1}, rows 5, rows_refused 2";
        assert_eq!(told(&import(&place, &arguments)), told_first);
        let added = events(&place);
        assert_eq!(told(&import(&place, &arguments)), told_first.replace("added", "here_already"));
        assert_eq!(events(&place), added);

        let token = place.token(&org, "owner");
        let server = Server::start(&place);
        let mut client = Client::new(&server.address, &token);
        let one = |client: &mut Client, number: &str| {
            client.see(&format!("/api/v1/customers?number={number}")).body["items"][0].clone()
        };
        let bare = one(&mut client, "17850");
        assert_eq!((&bare["contact"]["name"], &bare["kind"]), (&"Customer 17850".into(), &"person".into()));
        let company = one(&mut client, "2");
        assert_eq!((&company["kind"], &company["credit_limit"]), (&"company".into(), &"5000.50".into()));
        assert_eq!(company["contact"]["addresses"][0]["country"], "DE");
        let bob = one(&mut client, "3");
        assert_eq!(bob["contact"]["addresses"][0]["country"], "GB", "the merchant's own country");
        server.stop();
        place.finish();
    }
}

#[test]
fn counts_are_taken_over_and_change_nothing_where_they_agree() {
    for place in [Place::sqlite(), Place::postgres()] {
        british(&place);
        let products = file(&place, "products.csv", "sku,name,price\nMUG,Mug,9.90\nTEA,Tea,3\nCUP,Cup,2\n");
        import(&place, &["products", &products]);
        let counts = file(
            &place,
            "stock.csv",
            "sku,quantity,cost\nMUG,12,2.50\nTEA,0.5,\nCUP,0,\nNONE,0,\nMUG,13,\nTEA,-1,\n",
        );
        let arguments = ["stock", &counts, "--cost", "1.10"];
        let refused = "refused {bad_quantity:1,twice_in_file:1,unknown_sku:1}, rows 6, rows_refused 3";
        let before = events(&place);
        let preview = import(&place, &[&arguments[..], &["--dry-run"]].concat());
        assert_eq!(told(&preview), format!("changed 2, dry_run true, here_already 1, {refused}"));
        assert_eq!(events(&place), before);
        assert_eq!(told(&import(&place, &arguments)), format!("changed 2, here_already 1, {refused}"));
        let counted = events(&place);
        assert_eq!(told(&import(&place, &arguments)), format!("here_already 3, {refused}"));
        assert_eq!(events(&place), counted);
        let value = "SELECT CAST(SUM(value) AS BIGINT) FROM inventory_value";
        assert_eq!(crate::import::number(&place, value), 3_000 + 55);
        place.finish();
    }
}

#[test]
fn what_an_import_can_not_begin_with_is_said() {
    let place = Place::sqlite();
    british(&place);
    let products = file(&place, "products.csv", "sku,name\nMUG,Mug\n");
    let empty = file(&place, "empty.csv", "");
    let garbage = file(&place, "garbage.csv.gz", b"\x1f\x8b\x08not gzip at all");
    let missing = format!("{products}.missing");
    for (arguments, says) in [
        (&["products", &products][..], "has no column price: say with --columns price=…"),
        (
            &["products", &products, "--columns", "price=Preis"],
            "the file has no column Preis: its columns are sku, name",
        ),
        (&["products", &products, "--columns", "color=name"], "color is none of sku, name, price"),
        (&["products", &empty], "the file is empty"),
        (&["products", &garbage], "garbage.csv.gz"),
        (&["products", &missing], "products.csv.missing"),
        (
            &["products", &products, "--columns", "price=name", "--rejects", &products],
            "--rejects names the file that is read",
        ),
        (&["products", &products, "--columns", "price=name", "--separator", ";;"], "one sign"),
        (&["orders", &products, "--cost", "1"], "--complete"),
    ] {
        let said = refusal(&place, arguments);
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
}
