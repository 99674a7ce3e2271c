//! Data for other programs: the books as a journal, orders and invoices as tables. The command line prints them, the
//! console sends them as files.
//!
//! Every export is written page by page, each in a short read of its own: whoever reads the output slowly, through a
//! pipe or a thin line, holds up neither the writer nor the clearing of SQLite's log, and no more than a page is held.

mod books;
pub mod http;
mod invoices;
mod orders;

use std::io::{self, Write};

use kontor_store::{Fault, FaultKind, ReadDb};

use self::books::Books;
pub use self::books::Program;
use self::invoices::Invoices;
use self::orders::Orders;

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The books as a journal of a plain-text accounting program.
    Books(Program),
    /// All invoices and credit notes as a table.
    Invoices,
    /// All orders as a table.
    Orders,
}

/// An export that is being written.
pub struct Export<W: Write> {
    inner: Inner<W>,
}

enum Inner<W: Write> {
    Books(Box<Books<W>>),
    Invoices(Box<Invoices<W>>),
    Orders(Box<Orders<W>>),
}

impl<W: Write> Export<W> {
    /// Begins an export of what a merchant has by now.
    ///
    /// # Errors
    /// When the database can't be read, or `out` fails.
    pub async fn begin(reads: &ReadDb, org: i64, sort: Sort, out: W) -> Result<Self, Fault> {
        let inner = match sort {
            Sort::Books(program) => Inner::Books(Box::new(Books::begin(reads, org, program, out).await?)),
            Sort::Invoices => Inner::Invoices(Box::new(Invoices::begin(reads, org, out).await?)),
            Sort::Orders => Inner::Orders(Box::new(Orders::begin(reads, org, out).await?)),
        };
        Ok(Self { inner })
    }

    /// Writes the next page; whether there may be more.
    ///
    /// # Errors
    /// As [`Export::begin`].
    pub async fn page(&mut self) -> Result<bool, Fault> {
        match &mut self.inner {
            Inner::Books(books) => books.page().await,
            Inner::Invoices(invoices) => invoices.page().await,
            Inner::Orders(orders) => orders.page().await,
        }
    }

    /// Writes the end.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn finish(self) -> Result<W, Fault> {
        match self.inner {
            Inner::Books(books) => books.finish(),
            Inner::Invoices(invoices) => invoices.finish(),
            Inner::Orders(orders) => orders.finish(),
        }
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// As [`Export::begin`].
    pub async fn whole(reads: &ReadDb, org: i64, sort: Sort, out: W) -> Result<(), Fault> {
        let mut export = Self::begin(reads, org, sort, out).await?;
        while export.page().await? {}
        written(export.finish()?.flush())
    }
}

fn written<T>(outcome: io::Result<T>) -> Result<T, Fault> {
    outcome.map_err(|error| Fault::new(FaultKind::Setting, "the export can't be written", error))
}
