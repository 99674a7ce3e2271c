//! What stands in a form with lines so far, as it was typed, and what a button does to it.

use kontor_catalog::records::Product;
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Quantity, UnitPrice};
use kontor_orders::place::PlacedOrderLine;
use kontor_store::{Fault, ReadDb};
use kontor_web::console::Form;
use kontor_web::{Language, Problem};
use serde::Deserialize;

use crate::lookup;

/// The names of fields of a line whose numbers stand as people write them.
pub(crate) const DECIMALS: &[&str] = &["quantity", "price"];

/// A line as it was typed, and what is known of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// What keeps a row of the page the same when others come and go.
    pub(crate) key: u32,
    /// A SKU, a barcode or some words.
    pub(crate) sku: String,
    /// How much; empty for one.
    pub(crate) quantity: String,
    /// A price other than the product's; empty for the product's.
    pub(crate) price: String,
    /// What it was found to be.
    pub(crate) product: Option<Product>,
    /// What it may be, where that is more than one.
    pub(crate) found: Vec<Product>,
    /// What of it can be promised now; none for what is not kept in stock.
    pub(crate) available: Option<Quantity>,
    /// What the dry run made of it.
    pub(crate) result: Option<PlacedOrderLine>,
    /// Why it is refused.
    pub(crate) problem: Option<Problem>,
}

/// A line as it is read for a command.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    quantity: Quantity,
    price: Option<UnitPrice>,
}

impl Line {
    fn of(form: &Form, row: usize) -> Self {
        let value = |field: &str| form.value(&format!("lines[{row}][{field}]")).trim().to_owned();
        let (sku, quantity, price) = (value("sku"), value("quantity"), value("price"));
        Self { key: value("row").parse().unwrap_or(0), sku, quantity, price, ..Self::default() }
    }

    /// A line of a product.
    pub(crate) fn of_product(key: u32, sku: &str, quantity: String) -> Self {
        Self { key, sku: sku.to_owned(), quantity, ..Self::default() }
    }

    /// Whether nothing was typed into it.
    pub(crate) fn is_empty(&self) -> bool {
        self.sku.is_empty() && self.quantity.is_empty() && self.price.is_empty()
    }

    /// How much of what, read as the command's own door reads it; the SKU is the one that was found, or else what was
    /// typed, for the command to refuse.
    pub(crate) fn read(&self, language: Language) -> Result<(String, Quantity, Option<UnitPrice>), Problem> {
        let quantity = if self.quantity.is_empty() { "1" } else { &self.quantity };
        let form = Form::default().with("quantity", quantity).with("price", &*self.price);
        let typed: Typed = form.read(language, DECIMALS)?;
        let sku = self.product.as_ref().map_or(&*self.sku, |product| product.sku.as_str());
        Ok((sku.to_owned(), typed.quantity, typed.price))
    }
}

/// The lines of a form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines(pub(crate) Vec<Line>);

impl Lines {
    /// As they were sent. Rows that came without a key of their own get one.
    pub(crate) fn of(form: &Form) -> Self {
        let mut lines = Self((0..form.rows("lines")).map(|row| Line::of(form, row)).collect());
        for index in 0..lines.0.len() {
            let next = lines.next_key();
            if let Some(line) = lines.0.get_mut(index).filter(|line| line.key == 0) {
                line.key = next;
            }
        }
        lines
    }

    /// A key that no row has.
    pub(crate) fn next_key(&self) -> u32 {
        self.0.iter().map(|line| line.key).max().unwrap_or(0).saturating_add(1)
    }

    /// The row of this key.
    pub(crate) fn row(&mut self, key: u32) -> Option<&mut Line> {
        self.0.iter_mut().find(|line| line.key == key)
    }

    /// Without the row of this key.
    pub(crate) fn remove(&mut self, key: u32) {
        self.0.retain(|line| line.key != key);
    }

    /// An empty row at the end, unless there is one.
    pub(crate) fn grow(&mut self) {
        if self.0.last().is_none_or(|last| !last.is_empty()) {
            self.0.push(Line { key: self.next_key(), ..Line::default() });
        }
    }

    /// Finds out which products are meant; where that isn't clear and `search` is wanted, which it may be.
    pub(crate) async fn resolve(&mut self, reads: &ReadDb, org: i64, search: bool) -> Result<(), Fault> {
        let mut known: Vec<Product> = Vec::new();
        for line in self.0.iter_mut().filter(|line| !line.sku.is_empty()) {
            let product = known.iter().find(|product| product.sku.as_str() == line.sku).cloned();
            line.product = match product {
                Some(product) => Some(product),
                None => lookup::product(reads, org, &line.sku).await?,
            };
            if line.product.is_none() && search {
                line.found = lookup::products(reads, org, &line.sku).await?;
                if line.found.len() == 1 {
                    line.product = line.found.pop();
                }
            }
            if let Some(product) = &line.product {
                line.sku = product.sku.to_string();
                known.push(product.clone());
            }
        }
        Ok(())
    }

    /// Finds out what of each product can be promised now at a location.
    pub(crate) async fn count(
        &mut self,
        reads: &ReadDb,
        org: i64,
        location: LocationCode,
    ) -> Result<(), Fault> {
        for line in &mut self.0 {
            let Some(product) = &line.product else { continue };
            if product.kind != kontor_catalog::model::ProductKind::Goods {
                continue;
            }
            let stock = kontor_inventory::stock::one(reads, org, product.id).await?;
            let place =
                stock.and_then(|stock| stock.places.into_iter().find(|place| place.location == location));
            let available = place.and_then(|place| place.on_hand.checked_sub(place.reserved));
            line.available = Some(available.unwrap_or(Quantity::ZERO));
        }
        Ok(())
    }
}

/// What the pressed button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Button {
    /// Show what it comes to, of what was typed so far.
    Preview,
    /// Find what is meant by what was typed, and show what it comes to. Also what is asked when no button was pressed,
    /// as by Enter or a scanner: nothing is placed by accident.
    Look,
    /// Do it; with a word more, such as how it is paid.
    Place(String),
    /// Another line.
    Add,
    /// Without the line of this key.
    Remove(u32),
    /// One more of the line of this key, or one less.
    Step(u32, bool),
    /// This customer; empty for none.
    Customer(String),
    /// This product in the line of this key.
    Product(u32, String),
}

impl Button {
    /// The button that sent a form.
    pub(crate) fn of(form: &Form) -> Self {
        Self::named(form.button())
    }

    fn named(name: &str) -> Self {
        let (word, rest) = name.split_once(':').unwrap_or((name, ""));
        let (first, second) = rest.split_once(':').unwrap_or((rest, ""));
        match word {
            "" | "look" => Self::Look,
            "place" => Self::Place(rest.to_owned()),
            "add" => Self::Add,
            "remove" => Self::Remove(first.parse().unwrap_or(0)),
            "more" => Self::Step(first.parse().unwrap_or(0), true),
            "less" => Self::Step(first.parse().unwrap_or(0), false),
            "customer" => Self::Customer(rest.to_owned()),
            "product" => Self::Product(first.parse().unwrap_or(0), second.to_owned()),
            _ => Self::Preview,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rows: &[(&str, &str)]) -> Lines {
        let mut form = Form::default();
        for (index, (key, sku)) in rows.iter().enumerate() {
            form =
                form.with(&format!("lines[{index}][row]"), *key).with(&format!("lines[{index}][sku]"), *sku);
        }
        Lines::of(&form)
    }

    fn shown(lines: &Lines) -> Vec<(u32, &str)> {
        lines.0.iter().map(|line| (line.key, &*line.sku)).collect()
    }

    #[test]
    fn rows_keep_their_keys_and_new_ones_get_their_own() {
        let mut lines = lines(&[("4", "TEA"), ("", "CUP"), ("2", ""), ("x", "")]);
        assert_eq!(shown(&lines), [(4, "TEA"), (5, "CUP"), (2, ""), (6, "")]);
        lines.grow();
        assert_eq!(lines.0.len(), 4, "an empty row at the end is enough");
        lines.remove(6);
        lines.remove(2);
        lines.grow();
        lines.remove(99);
        assert_eq!(shown(&lines), [(4, "TEA"), (5, "CUP"), (6, "")]);
    }

    #[test]
    fn a_line_is_read_as_people_write_numbers() {
        let line = |quantity: &str, price: &str| Line {
            sku: "TEA".into(),
            quantity: quantity.into(),
            price: price.into(),
            ..Line::default()
        };
        let read = |line: Line| {
            let read = line.read(Language::German).map(|(sku, quantity, price)| {
                format!("{sku} {quantity} {}", price.map_or_else(String::new, |price| price.to_string()))
            });
            read.map_err(|problem| problem.body().field.clone().unwrap_or_default())
        };
        assert_eq!(read(line("", "")), Ok("TEA 1 ".into()));
        assert_eq!(read(line("2,5", "1.234,50")), Ok("TEA 2.5 1234.5".into()));
        assert_eq!(read(line("two", "")), Err("quantity".into()));
        assert_eq!(read(line("1", "cheap")), Err("price".into()));
    }

    #[test]
    fn nothing_is_placed_without_its_button() {
        assert_eq!((Button::named(""), Button::named("look")), (Button::Look, Button::Look));
        for other in ["preview", "Place", "placed", "card"] {
            assert_eq!(Button::named(other), Button::Preview, "{other}");
        }
        assert_eq!(Button::named("place"), Button::Place(String::new()));
        assert_eq!(Button::named("place:card"), Button::Place("card".into()));
        assert_eq!(Button::named("product:3:A:B"), Button::Product(3, "A:B".into()));
        assert_eq!(Button::named("customer:K:1"), Button::Customer("K:1".into()));
        assert_eq!(Button::named("remove:x"), Button::Remove(0), "no row has the key 0");
    }
}
