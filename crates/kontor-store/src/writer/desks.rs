//! The desks of the merchants served last, with the rows that stay good between batches.

use std::sync::Arc;

use hashbrown::HashMap;
use kontor_kernel::limits;

use crate::db::Dialect;
use crate::desk::Desk;
use crate::journal::Head;
use crate::room::Schema;

/// A desk, and up to where its kept rows are good.
pub(super) struct KeptDesk {
    pub(super) desk: Desk,
    good_at: Option<(i64, [u8; 32])>,
    used: u64,
}

impl KeptDesk {
    /// Kept rows are good when the locked head stands where this process left it; else somebody else has written.
    pub(super) fn trust(&mut self, head: &Head) {
        if self.good_at != Some((head.position, head.hash)) {
            self.desk.rows_mut().clear();
        }
        // Until the commit is through, nothing in hand can be trusted by a later batch.
        self.good_at = None;
    }

    pub(super) fn settle(&mut self, head: &Head) {
        self.desk.rows_mut().settle();
        self.good_at = Some((head.position, head.hash));
    }

    fn clear(&mut self) {
        self.desk.rows_mut().clear();
        self.good_at = None;
    }
}

/// The desks, at most [`limits::DESKS`] of them. The one used longest ago is cleared for the next merchant: a desk's
/// statements cost more to make than its rows to forget.
#[derive(Default)]
pub(super) struct Desks {
    desks: HashMap<i64, KeptDesk>,
    turn: u64,
}

impl Desks {
    pub(super) fn get_or_new(&mut self, org: i64, schema: &Arc<Schema>, dialect: Dialect) -> &mut KeptDesk {
        self.turn = self.turn.wrapping_add(1);
        let turn = self.turn;
        let spare = if self.desks.contains_key(&org) { None } else { self.take_oldest() };
        let kept = self.desks.entry(org).or_insert_with(|| {
            spare.unwrap_or_else(|| KeptDesk {
                desk: Desk::new(Arc::clone(schema), dialect),
                good_at: None,
                used: turn,
            })
        });
        kept.used = turn;
        kept
    }

    fn take_oldest(&mut self) -> Option<KeptDesk> {
        if self.desks.len() < limits::DESKS {
            return None;
        }
        let oldest = self.desks.iter().min_by_key(|(_, kept)| kept.used).map(|(org, _)| *org)?;
        let mut desk = self.desks.remove(&oldest)?;
        desk.clear();
        Some(desk)
    }

    /// Any error empties the desk.
    pub(super) fn forget(&mut self, org: i64) {
        if let Some(kept) = self.desks.get_mut(&org) {
            kept.clear();
        }
    }
}
