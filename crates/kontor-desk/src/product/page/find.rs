//! Finding products: in the order of their SKUs, and those that a search finds.

use kontor_catalog::model::ProductId;
use kontor_catalog::records::Product;
use kontor_kernel::Quantity;
use kontor_store::db::{Row, one_more};
use kontor_store::desk::Record;
use kontor_store::{Fault, ReadDb};

use crate::lookup;
use crate::search::{self, id_places, padded};

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
    selected(&format!("FROM catalog_product p WHERE p.org_id = $1 AND p.id IN ({})", id_places(2, IDS)))
}

/// How many a search shows.
const IDS: usize = 50;

pub(super) fn queries() -> Vec<String> {
    vec![by_sku(), named()]
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

/// The products that somebody means by what they type: the one with this SKU or barcode, else those that a search finds,
/// the best first.
pub(crate) async fn found(reads: &ReadDb, org: i64, text: &str) -> Result<Vec<Listed>, Fault> {
    let ids: Vec<ProductId> = match lookup::product(reads, org, text).await? {
        Some(product) => vec![product.id],
        None => search::products(reads, org, text, IDS).await?,
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let raw: Vec<i64> = ids.iter().map(|id| id.raw()).collect();
    let params = std::iter::once(org.into()).chain(padded(&raw, IDS)).collect();
    let rows = reads.query(&named(), params).await?;
    let mut found: Vec<Listed> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    found.sort_by_key(|one| ids.iter().position(|id| *id == one.product.id));
    Ok(found)
}
