//! See one shipment with what is in it.

pub mod http;

use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::ShipmentId;
use crate::records::{Shipment, ShipmentLine};

const ONE: &str = "org_id = $1 AND id = $2";
const LINES: &str = "org_id = $1 AND shipment = $2 ORDER BY line";

/// A shipment and its lines, by number.
///
/// # Errors
/// When the database can't be read.
pub async fn one(
    reads: &ReadDb,
    org: i64,
    id: ShipmentId,
) -> Result<Option<(Shipment, Vec<ShipmentLine>)>, Fault> {
    let found = reads.records::<Shipment>(ONE, vec![org.into(), Value::of(&id)]).await?;
    let Some(shipment) = found.into_iter().next() else { return Ok(None) };
    let lines = reads.records::<ShipmentLine>(LINES, vec![org.into(), Value::of(&id)]).await?;
    Ok(Some((shipment, lines)))
}

pub(crate) fn queries() -> Vec<String> {
    vec![db::select::<Shipment>(ONE), db::select::<ShipmentLine>(LINES)]
}
