//! Invoices and credit notes as a table: a row each. Amounts of a credit note are above zero, as on the document.

use std::io::Write;

use kontor_billing::export::InvoicePages;
use kontor_billing::records::Invoice;
use kontor_formats::csv::{Cell, CsvWriter};
use kontor_identity::show_org;
use kontor_kernel::Currency;
use kontor_store::{Fault, ReadDb};

use super::orders::Buyers;
use super::written;

const HEADER: [&str; 18] = [
    "number",
    "kind",
    "document_date",
    "supply_date",
    "due_date",
    "customer",
    "country",
    "order",
    "corrects",
    "currency",
    "net",
    "tax",
    "gross",
    "paid",
    "credited",
    "open",
    "settlement",
    "reason",
];

/// The invoices of a merchant being written.
pub(super) struct Invoices<W: Write> {
    buyers: Buyers,
    currency: Currency,
    pages: InvoicePages,
    table: CsvWriter<W>,
}

impl<W: Write> Invoices<W> {
    pub(super) async fn begin(reads: &ReadDb, org: i64, out: W) -> Result<Self, Fault> {
        let merchant = show_org::one(reads, org).await?.ok_or_else(|| Fault::bug("the merchant is gone"))?;
        let mut table = CsvWriter::new(out, b',');
        written(table.write(&HEADER.map(Cell::Plain)))?;
        let pages = InvoicePages::up_to_now(reads, org).await?;
        Ok(Self { buyers: Buyers::new(reads, org), currency: merchant.currency, pages, table })
    }

    pub(super) async fn page(&mut self) -> Result<bool, Fault> {
        let page = self.pages.next().await?;
        for invoice in &page {
            let buyer = self.buyers.of(invoice.customer).await?;
            written(self.row(invoice, &buyer.number, &buyer.country))?;
        }
        Ok(!page.is_empty())
    }

    pub(super) fn finish(self) -> Result<W, Fault> {
        written(self.table.finish())
    }

    fn row(&mut self, invoice: &Invoice, customer: &str, country: &str) -> std::io::Result<()> {
        let currency = self.currency;
        let settlement = invoice.settlement();
        self.table.write(&[
            Cell::Plain(&invoice.number),
            Cell::Plain(invoice.kind.as_str()),
            Cell::Plain(&invoice.document_date.to_string()),
            Cell::Plain(&invoice.supply_date.to_string()),
            Cell::Plain(&invoice.due_date.to_string()),
            Cell::Text(customer),
            Cell::Text(country),
            Cell::Plain(&invoice.order_id.to_string()),
            Cell::Plain(&invoice.corrects.map(|id| id.to_string()).unwrap_or_default()),
            Cell::Plain(currency.as_str()),
            Cell::Plain(&invoice.net.text(currency)),
            Cell::Plain(&invoice.tax.text(currency)),
            Cell::Plain(&invoice.gross.text(currency)),
            Cell::Plain(&invoice.paid.text(currency)),
            Cell::Plain(&invoice.credited.text(currency)),
            Cell::Plain(&invoice.open().text(currency)),
            Cell::Plain(settlement.map_or("", |settlement| settlement.as_str())),
            Cell::Text(invoice.reason.as_ref().map_or("", |reason| reason.as_str())),
        ])
    }
}
