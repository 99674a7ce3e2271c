//! Each table carries the name of its domain, and only that domain writes it.

use super::Problem;
use crate::rust::{Source, cut, macro_calls, words};
use crate::tree::{Tree, crate_of, domain_of};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let domains: Vec<String> =
        tree.crates().filter_map(|(name, _)| domain_of(name)).map(|domain| format!("{domain}_")).collect();
    let mut problems = Vec::new();
    for source in tree.rust() {
        if let Some(domain) = domain_of(crate_of(&source.path)) {
            problems.extend(described(source, domain));
            for (at, text) in source.literals(0..source.code.len()) {
                problems.extend(written(text).filter_map(|table| {
                    let message = foreign(&table, domain)?;
                    Some(Problem::at(source, at, message))
                }));
            }
        }
    }
    for (path, text) in
        tree.texts().filter(|(path, _)| path.ends_with(".sql") && path.contains("/migrations/"))
    {
        let crate_name = crate_of(path);
        for table in written(text) {
            let message = match domain_of(crate_name) {
                Some(domain) => foreign(&table, domain),
                None => domains.iter().find(|domain| table.starts_with(domain.as_str())).map(|domain| {
                    format!("touches {table}: {crate_name} has tables of its own alone, without a domain's prefix {domain}")
                }),
            };
            problems.extend(message.map(|message| Problem::of(path, message)));
        }
    }
    problems
}

fn foreign(table: &str, domain: &str) -> Option<String> {
    let own = table.strip_prefix(domain).is_some_and(|rest| rest.starts_with('_'));
    (!own).then(|| {
        format!(
            "writes the table {table}: {domain} has tables that begin with {domain}_ and writes no others"
        )
    })
}

/// The tables that `record!` describes, where they are not the domain's.
fn described(source: &Source, domain: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for call in macro_calls(&source.production, "record") {
        let body = cut(&source.production, call.clone());
        let place = words(body).find(|(_, word)| *word == "in").map(|(at, _)| call.start + at);
        let name = place.and_then(|at| source.literals(at..call.end).into_iter().next());
        if let Some((at, table)) = name {
            problems.extend(foreign(table, domain).map(|message| Problem::at(source, at, message)));
        }
    }
    problems
}

/// The tables that SQL makes, changes or writes, in lower case.
fn written(sql: &str) -> impl Iterator<Item = String> {
    let plain: String =
        sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
    let plain = plain.to_lowercase();
    let words: Vec<&str> = plain
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .filter(|word| !word.is_empty() && !matches!(*word, "if" | "not" | "exists" | "only"))
        .collect();
    let mut found = Vec::new();
    for (index, _) in words.iter().enumerate() {
        let table = match words.get(index..).unwrap_or_default() {
            ["create" | "alter" | "drop", "table", name, ..]
            | ["insert", "into", name, ..]
            | ["delete", "from", name, ..]
            | ["update", name, "set", ..] => Some(name),
            ["create", "index", _, "on", name, ..] | ["create", "unique", "index", _, "on", name, ..] => {
                Some(name)
            }
            _ => None,
        };
        // `DO UPDATE SET` names no table.
        found.extend(table.filter(|name| **name != "set").map(|name| (*name).to_owned()));
    }
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const RECORDS: &str = "crates/kontor-orders/src/records.rs";
    const MIGRATION: &str = "crates/kontor-orders/migrations/0004_orders_lines.sql";

    #[test]
    fn tables_of_the_domain_pass() {
        let records =
            "record! { /// in\n pub struct Order in \"orders_order\", business, kept { key { id: i64 } } }";
        let sql = "-- create table stock\nCREATE TABLE IF NOT EXISTS orders_line (a BIGINT REFERENCES catalog_product);\n\
            CREATE UNIQUE INDEX orders_line_a ON orders_line (a); /*pg ALTER TABLE ONLY orders_line ADD b BIGINT; */\n\
            INSERT INTO orders_line VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1;";
        let page = "const LIST: &str = \"SELECT * FROM inventory_stock FOR UPDATE\"; // \"DELETE FROM x\"";
        let files = [(RECORDS, records), (MIGRATION, sql), ("crates/kontor-orders/src/list/mod.rs", page)];
        assert_eq!(found(check, &files), [""; 0]);
    }

    #[test]
    fn tables_of_others_are_found() {
        let stock = "\nrecord! { pub struct Stock in \"inventory_stock\", business, kept {} }";
        finds(check, &[(RECORDS, stock)], "records.rs:2: writes the table inventory_stock");
        let near = "record! { pub struct Stock in \"ordersstock\", business, kept {} }";
        finds(check, &[(RECORDS, near)], "ordersstock");
        for sql in [
            "CREATE TABLE line (a BIGINT);",
            "create index x on line (a);",
            "ALTER TABLE line ADD COLUMN b TEXT;",
            "UPDATE line SET a = 1;",
            "/*sqlite DELETE FROM line; */",
        ] {
            finds(check, &[(MIGRATION, sql)], "writes the table line");
        }
        let query = "fn f() { run(\"insert into inventory_stock values ($1)\") }";
        finds(
            check,
            &[("crates/kontor-desk/src/home/mod.rs", query)],
            "mod.rs:1: writes the table inventory_stock",
        );
    }

    #[test]
    fn the_store_keeps_to_its_own() {
        let orders = ("crates/kontor-orders/Cargo.toml", "");
        let migration = "crates/kontor-store/migrations/0001_store_journal.sql";
        assert_eq!(found(check, &[orders, (migration, "CREATE TABLE journal (a BIGINT);")]), [""; 0]);
        finds(check, &[orders, (migration, "CREATE TABLE orders_order (a BIGINT);")], "touches orders_order");
    }
}
