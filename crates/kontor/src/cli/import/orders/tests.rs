//! How rows become orders: which are taken, which not and why, and how they are handed on.

use clap::Parser;
use kontor_formats::csv::{CsvReader, Wanted};
use kontor_formats::values::DecimalMark;
use kontor_kernel::limits;

use super::gather::{Gatherer, Portion};
use super::line::{Fields, Reading};
use super::{COLUMNS, Orders};
use crate::cli::import::cells::Spelling;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    orders: Orders,
}

const HEAD: &str = "number,sku,quantity,price,at,name,customer,country\n";

/// Reads a file to its end.
fn portions(arguments: &[&str], file: &str) -> Vec<Portion> {
    let arguments = [&["import", "orders.csv"], arguments].concat();
    let orders = Cli::parse_from(arguments).orders;
    let source = Box::new(std::io::Cursor::new(file.as_bytes().to_vec()));
    let rows = CsvReader::new(source, Wanted::default()).unwrap();
    let fields = Fields::find(&orders.source, &rows).unwrap();
    let spelling = Spelling { mark: DecimalMark::Point, dates: None };
    let reading = Reading { fields, spelling, defaults: orders.defaults() };
    let mut gatherer = Gatherer::new("orders.csv".into(), reading, rows);
    let mut portions = Vec::new();
    while let Some(portion) = gatherer.next().unwrap() {
        portions.push(portion);
    }
    portions
}

/// Orders with the lines of the file that they are made of, and lines that are not taken with their reason.
fn read(arguments: &[&str], file: &str) -> String {
    let mut text = String::new();
    for (index, portion) in portions(arguments, file).into_iter().enumerate() {
        if index > 0 {
            text.push_str("| ");
        }
        for order in portion.orders {
            let lines: Vec<String> = order.lines.iter().map(|line| line.row.line.to_string()).collect();
            let again = if order.again { " again" } else { "" };
            text.push_str(&format!("{}: {}{again}. ", order.head.number, lines.join(" ")));
        }
        for refused in portion.refused {
            text.push_str(&format!("{refused}. "));
        }
    }
    text.trim_end().to_owned()
}

#[test]
fn each_rule_refuses_a_row_with_its_own_code() {
    let long = "x".repeat(201);
    for (arguments, row, said) in [
        ("", "1,A1,2,9.90,2010-12-01,Mug,17850.0,EIRE", "1: 2."),
        ("", "1,A1,2", "2 bad_row."),
        ("", ",A1,2,9.90,2010-12-01,,,", "2 empty_field."),
        ("", "C1,A1,-2,x,,,,", "2 needs_return."),
        ("", "A1,,,,,,,", "2 adjustment."),
        ("", "CA-1,A1,2,9.90,2010-12-01,,,", "CA-1: 2."),
        ("--plain-numbers", "C1,A1,2,9.90,2010-12-01,,,", "C1: 2."),
        ("", "1,,2,9.90,2010-12-01,,,", "2 empty_field."),
        ("", &format!("1,{},2,9.90,2010-12-01,,,", "x".repeat(65)), "2 bad_text."),
        ("", "1,A1,two,9.90,2010-12-01,,,", "2 unreadable_number."),
        ("", "1,A1,0.0001,9.90,2010-12-01,,,", "2 unreadable_number."),
        ("", "1,A1,0,9.90,2010-12-01,,,", "2 bad_quantity."),
        ("", "1,A1,'-5,9.90,2010-12-01,,,", "2 bad_quantity."),
        ("", "1,A1,2,,2010-12-01,,,", "2 empty_field."),
        ("", "1,A1,2,0.00,2010-12-01,,,", "2 no_price."),
        ("", "1,A1,2,-0.01,2010-12-01,,,", "2 negative_price."),
        ("--any-price", "1,A1,2,0.00,2010-12-01,,,", "1: 2."),
        ("--any-price", "1,A1,2,-0.01,2010-12-01,,,", "1: 2."),
        ("", "1,A1,2,9.90,12/1/2010,,,", "2 unreadable_date."),
        ("", "1,A1,2,9.90,,,,", "2 empty_field."),
        ("", &format!("1,A1,2,9.90,2010-12-01,{long},,"), "2 bad_text."),
        ("", &format!("1,A1,2,9.90,2010-12-01,,{long},"), "2 bad_text."),
        ("", "1,A1,2,9.90,2010-12-01,,,Atlantis", "1: 2."),
    ] {
        let arguments: Vec<&str> = arguments.split(' ').filter(|word| !word.is_empty()).collect();
        assert_eq!(read(&arguments, &format!("{HEAD}{row}\n")), said, "{row}");
    }
}

/// A row of an order.
fn row(number: &str) -> String {
    format!("{number},A1,1,2.00,2010-12-01,,,\n")
}

fn rows(numbers: &str) -> String {
    let rows: String = numbers.split(' ').map(row).collect();
    format!("{HEAD}{rows}")
}

#[test]
fn the_rows_of_an_order_may_stand_mixed_with_those_of_others() {
    // A cancellation in between ends nothing.
    assert_eq!(read(&[], &rows("1 1 C9 1 2")), "1: 2 3 5. 2: 6. 4 needs_return.");
    assert_eq!(
        read(&[], &rows("1 2 3 4 5 6 7 1 8 2 1")),
        "3: 4. 4: 5. 5: 6. 6: 7. 7: 8. 8: 10. 2: 3 11. 1: 2 9 12."
    );
}

#[test]
fn lines_that_stand_too_far_apart_are_another_order_and_wait_for_the_first() {
    assert_eq!(
        read(&[], &rows("1 2 3 4 5 6 7 8 9 1")),
        "1: 2. 2: 3. 3: 4. 4: 5. 5: 6. 6: 7. 7: 8. 8: 9. 9: 10. | 1: 11 again."
    );
    // The same number of another channel is another order.
    let file = "number,sku,quantity,price,at,channel\n1,A,1,2,2010-12-01,web\n1,A,1,2,2010-12-01,phone\n";
    assert_eq!(read(&[], file), "1: 2. 1: 3.");
}

#[test]
fn of_an_order_that_is_too_long_no_line_is_taken() {
    let most = limits::ORDER_LINES;
    let numbers = |count: usize| vec!["1"; count].join(" ");
    assert!(read(&[], &rows(&numbers(most))).starts_with("1: 2 3 4 "));
    let file = rows(&format!("{} 2 3 4 5 6 7 8 9 10 1", numbers(most + 2)));
    let (mut orders, mut refused) = (Vec::new(), Vec::new());
    for portion in portions(&[], &file) {
        orders.extend(portion.orders.iter().map(|order| order.head.number.to_string()));
        refused.extend(portion.refused.iter().map(ToString::to_string));
    }
    assert_eq!(orders, ["2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    assert_eq!(refused.len(), most + 3);
    assert_eq!(refused.last().unwrap(), &format!("{} too_many_lines", most + 13));
}

#[test]
fn portions_are_bounded_by_orders_lines_and_refusals() {
    let sizes = |file: &str| -> Vec<(usize, usize, usize)> {
        let size = |portion: &Portion| {
            let lines = portion.orders.iter().map(|order| order.lines.len()).sum();
            (portion.orders.len(), lines, portion.refused.len())
        };
        portions(&[], file).iter().map(size).collect()
    };
    let many: Vec<String> = (1..=600).map(|number| number.to_string()).collect();
    assert_eq!(sizes(&rows(&many.join(" "))), [(250, 250, 0), (250, 250, 0), (100, 100, 0)]);
    let long: Vec<String> = (1..=6).flat_map(|number| vec![number.to_string(); 2_000]).collect();
    assert_eq!(sizes(&rows(&long.join(" "))), [(3, 6_000, 0), (3, 6_000, 0)]);
    assert_eq!(sizes(&rows(&vec!["C1"; 5_001].join(" "))), [(0, 0, 5_000), (0, 0, 1)]);
    assert_eq!(sizes(HEAD), []);
}

#[test]
fn the_first_row_says_what_holds_for_the_order() {
    let file = "number,sku,quantity,price,at,customer,country,basis,payment_method,reference,customer_name\n\
                1,A1,1,2,2010-12-01 08:26:00,17850.0,United Kingdom,net,card,PO 1,Ann\n\
                1,POST,1,2,2010-12-02,2,France,gross,cash,PO 2,Bob\n\
                2,C2,1,2,2010-12-02,,,,,,\n";
    let arguments = ["--services", "C2,X", "--basis", "gross", "--channel", "web", "--tax-class", "reduced"];
    let portion = portions(&arguments, file).remove(0);
    let heads: Vec<String> = portion.orders.iter().map(|order| format!("{:?}", order.head)).collect();
    assert_eq!(
        heads,
        [
            "Head { number: \"1\", channel: Web, date: 2010-12-01, customer: Some(\"17850\"), customer_name: \
             Some(\"Ann\"), country: Some(\"GB\"), basis: Net, payment_method: Some(Card), reference: \
             Some(\"PO 1\") }",
            "Head { number: \"2\", channel: Web, date: 2010-12-02, customer: None, customer_name: None, country: \
             None, basis: Gross, payment_method: None, reference: None }",
        ]
    );
    let lines = portion.orders.iter().flat_map(|order| &order.lines);
    let kinds: Vec<String> =
        lines.map(|line| format!("{} {} {}", line.sku, line.kind, line.tax_class)).collect();
    assert_eq!(kinds, ["A1 goods reduced", "POST service reduced", "C2 service reduced"]);
}

#[test]
fn a_name_that_goes_over_two_lines_stands_on_one() {
    let file = "number,sku,quantity,price,at,name\n1,A1,1,2,2010-12-01,\"Mug,\r\n blue\"\n";
    let portion = portions(&[], file).remove(0);
    assert_eq!(portion.orders[0].lines[0].name.as_ref().unwrap().as_str(), "Mug, blue");
}

#[test]
fn the_help_says_what_each_column_is() {
    let help = crate::cli::import::columns::help(COLUMNS);
    for column in COLUMNS {
        assert!(help.contains(&format!("  {} ", column.name)), "{help}");
    }
}
