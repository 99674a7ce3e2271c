//! Finding products: in the order of their SKUs, and those whose SKU, barcode or name somebody types.

use kontor_catalog::model::{Gtin, ProductId};
use kontor_catalog::records::Product;
use kontor_kernel::{Quantity, limits};
use kontor_store::db::{Row, one_more};
use kontor_store::desk::Record;
use kontor_store::{Fault, ReadDb, Value};

use crate::entry::pattern;
use crate::lookup;

/// A product with how much of it is available at all locations together; none of what has never been in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) product: Product,
    pub(crate) available: Option<Quantity>,
}

fn selected(source: &str) -> String {
    let columns = Product::SPEC.column_list();
    let columns = columns.split(", ").map(|column| format!("p.{column}")).collect::<Vec<_>>().join(", ");
    format!(
        "SELECT {columns}, CAST((SELECT SUM(s.on_hand - s.reserved) FROM inventory_stock s \
         WHERE s.org_id = $1 AND s.product = p.id) AS BIGINT) {source}"
    )
}

fn by_sku() -> String {
    selected(
        "FROM catalog_product p WHERE p.org_id = $1 AND p.sku > $2 AND p.archived = $3 ORDER BY p.sku LIMIT $4",
    )
}

fn named() -> String {
    selected(
        "FROM (SELECT * FROM catalog_product WHERE org_id = $1 ORDER BY sku LIMIT $2) p \
         WHERE LOWER(p.sku) LIKE $3 ESCAPE '!' OR LOWER(p.name) LIKE $3 ESCAPE '!' ORDER BY p.sku LIMIT $4",
    )
}

fn one() -> String {
    selected("FROM catalog_product p WHERE p.org_id = $1 AND p.id = $2")
}

pub(super) fn queries() -> Vec<String> {
    vec![by_sku(), named(), one()]
}

fn read(mut row: Row) -> Result<Listed, Fault> {
    Ok(Listed { product: row.record()?, available: row.take()? })
}

/// A page of products behind a SKU; one more than `size`, to see whether there is a next page.
pub(super) async fn page(
    reads: &ReadDb,
    org: i64,
    (after, is_archived): (&str, bool),
    size: usize,
) -> Result<Vec<Listed>, Fault> {
    let params = vec![org.into(), after.into(), i64::from(is_archived).into(), one_more(size).into()];
    reads.query(&by_sku(), params).await?.into_iter().map(read).collect()
}

/// The product that a text names: by its SKU or barcode.
pub(crate) async fn exact(reads: &ReadDb, org: i64, text: &str) -> Result<Option<Product>, Fault> {
    if let Some(product) = lookup::product(reads, org, text).await? {
        return Ok(Some(product));
    }
    match Gtin::parse(text.trim()) {
        Ok(barcode) => kontor_catalog::show::by_barcode(reads, org, &barcode).await,
        Err(_) => Ok(None),
    }
}

/// The products that somebody means by what they type: the one with this SKU or barcode, else those whose SKU or name
/// holds it.
pub(crate) async fn found(reads: &ReadDb, org: i64, text: &str) -> Result<Vec<Listed>, Fault> {
    if let Some(product) = exact(reads, org, text).await? {
        return with_stock(reads, org, product.id).await;
    }
    let wanted = text.to_lowercase();
    let limit = i64::from(limits::PAGE_MAX);
    let params =
        vec![org.into(), limits::PRODUCT_SCAN.into(), pattern(&wanted).as_str().into(), Value::Int(limit)];
    let rows = reads.query(&named(), params).await?;
    let mut found: Vec<Listed> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    let holds = |text: &str| text.to_lowercase().contains(&wanted);
    found.retain(|one| holds(one.product.sku.as_str()) || holds(one.product.name.as_str()));
    found.truncate(usize::from(limits::PAGE_DEFAULT));
    Ok(found)
}

async fn with_stock(reads: &ReadDb, org: i64, id: ProductId) -> Result<Vec<Listed>, Fault> {
    let rows = reads.query(&one(), vec![org.into(), Value::of(&id)]).await?;
    rows.into_iter().map(read).collect()
}
