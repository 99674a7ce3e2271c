//! Invoices and credit notes as plain data, for files that other programs read.
//!
//! They are read page by page, each in a short read of its own. Documents never change, what is paid and credited of
//! them does: each stands as of the moment in which its page was read; those that are issued meanwhile are left out.

#[cfg(test)]
mod tests;

use kontor_kernel::limits;
use kontor_store::{Fault, ReadDb, db};

use crate::records::Invoice;

const LAST: &str = "SELECT id FROM billing_invoice WHERE org_id = $1 ORDER BY id DESC LIMIT 1";
const PAGE: &str = "org_id = $1 AND id > $2 AND id <= $3 ORDER BY id LIMIT $4";

/// All invoices and credit notes of a merchant in the order in which they were issued, page by page.
pub struct InvoicePages {
    reads: ReadDb,
    org: i64,
    last: i64,
    end: i64,
}

impl InvoicePages {
    /// The pages of what is issued by now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn up_to_now(reads: &ReadDb, org: i64) -> Result<Self, Fault> {
        let newest = reads.query(LAST, vec![org.into()]).await?.into_iter().next();
        let end = newest.map_or(Ok(0), |mut row| row.take())?;
        Ok(Self { reads: reads.clone(), org, last: 0, end })
    }

    /// The next page; empty at the end.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next(&mut self) -> Result<Vec<Invoice>, Fault> {
        let params = vec![self.org.into(), self.last.into(), self.end.into(), limits::EXPORT_PAGE.into()];
        let page: Vec<Invoice> = self.reads.records(PAGE, params).await?;
        if let Some(last) = page.last() {
            self.last = last.id.raw();
        }
        Ok(page)
    }
}

pub(crate) fn queries() -> Vec<String> {
    vec![LAST.to_owned(), db::select::<Invoice>(PAGE)]
}
