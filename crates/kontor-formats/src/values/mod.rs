//! What stands in the cells of a file: numbers and dates in the spellings of several countries.

mod date;
mod number;

pub use date::{BadDate, BadDateOrder, DateOrder, date};
pub use number::{BadDecimalMark, BadNumber, DecimalMark, decimal, whole_text};

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
