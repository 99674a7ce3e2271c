//! File formats: writers and readers from and into plain data, which know no business.
//!
//! A format takes what it writes as borrowed values of its own or of the kernel and streams it into any
//! [`std::io::Write`], so an export of ten years needs no more memory than one entry. A reader hands out one row
//! after the other, so an import needs no more memory than one row.
//!
//! * [`csv`]: tables as spreadsheets and shops write them
//! * [`values`]: what stands in their cells: numbers and dates in several spellings
//! * [`country`]: countries by code or name
//! * [`books`]: the general ledger as plain data, which the two journals share
//! * [`hledger`], [`beancount`]: the general ledger as a plain-text journal

pub mod beancount;
pub mod books;
pub mod country;
pub mod csv;
pub mod hledger;
pub mod values;
