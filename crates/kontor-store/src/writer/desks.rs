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
}

/// The desks, at most [`limits::DESKS`] of them.
#[derive(Default)]
pub(super) struct Desks {
    desks: HashMap<i64, KeptDesk>,
    turn: u64,
}

impl Desks {
    pub(super) fn get_or_new(&mut self, org: i64, schema: &Arc<Schema>, dialect: Dialect) -> &mut KeptDesk {
        self.turn = self.turn.wrapping_add(1);
        if self.desks.len() >= limits::DESKS && !self.desks.contains_key(&org) {
            let oldest = self.desks.iter().min_by_key(|(_, kept)| kept.used).map(|(org, _)| *org);
            oldest.map(|org| self.desks.remove(&org));
        }
        let turn = self.turn;
        let kept = self.desks.entry(org).or_insert_with(|| KeptDesk {
            desk: Desk::new(Arc::clone(schema), dialect),
            good_at: None,
            used: turn,
        });
        kept.used = turn;
        kept
    }

    /// Any error empties the desk.
    pub(super) fn forget(&mut self, org: i64) {
        self.desks.remove(&org);
    }
}
