//! Rows in memory alone: what some events make of nothing, such as an order as it was.

use std::ops::Deref;
use std::sync::Arc;

use kontor_kernel::Cell;

use crate::Fault;
use crate::db::{Dialect, Loader, Statement};
use crate::desk::{Desk, RowCells, Rows};
use crate::journal::JournalRow;
use crate::replay::apply_one;
use crate::room::Schema;

/// Rows that events have made, without a database behind them: what no event has made is not there.
pub struct Memory {
    schema: Arc<Schema>,
    desk: Desk,
}

impl Deref for Memory {
    type Target = Rows;

    fn deref(&self) -> &Rows {
        &self.desk
    }
}

impl Memory {
    /// Nothing yet.
    #[must_use]
    pub fn new(schema: Arc<Schema>) -> Self {
        let desk = Desk::new(Arc::clone(&schema), Dialect::Sqlite);
        Self { schema, desk }
    }

    /// Applies an event to what the events before it have made.
    ///
    /// # Errors
    /// When it can't be read, or changes a row that none of them has made.
    pub fn apply(&mut self, row: &JournalRow) -> Result<(), Fault> {
        apply_one(&self.schema, &mut Nothing, &mut self.desk, row)
    }
}

/// A database in which there is nothing.
struct Nothing;

impl Loader for Nothing {
    fn load(
        &mut self,
        _: &Statement,
        _: usize,
        _: &[Cell<'_>],
        _: &mut dyn FnMut(&mut dyn RowCells) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        Ok(())
    }
}
