//! File formats: writers and readers from and into plain data, which know no business.
//!
//! A format takes what it writes as borrowed values of its own or of the kernel and streams it into any
//! [`std::io::Write`], so an export of ten years needs no more memory than one entry.
//!
//! * [`hledger`]: the general ledger as a plain-text journal

pub mod hledger;
