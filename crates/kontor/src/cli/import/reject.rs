//! Why a line of a file is not taken, before any door is asked.

use kontor_kernel::rejects;

rejects! {
    /// Why a line of a file is not taken, in the order of the checks. What a door refuses has the door's code.
    pub(crate) enum Reject {
        /// The row can't be read at all.
        BadRow { why: String } => 422, "bad_row", "The row can't be read: {why}.";
        /// An invoice number of a cancellation.
        NeedsReturn { number: String } => 422, "needs_return", "{number} cancels an order: enter it as a credit note of that order's invoice.";
        /// An invoice number of an adjustment.
        Adjustment { number: String } => 422, "adjustment", "{number} adjusts the books and is no order: post it as a journal entry.";
        /// A column that may not be empty.
        Empty { column: String } => 422, "empty_field", "The column {column} is empty: fill it in.";
        /// A number that is none.
        UnreadableNumber { column: String, why: String } => 422, "unreadable_number", "The column {column} can't be read: {why}.";
        /// A date that is none.
        UnreadableDate { column: String, why: String } => 422, "unreadable_date", "The column {column} can't be read: {why}.";
        /// A text that is too long, or a word that isn't on its list.
        BadText { column: String, why: String } => 422, "bad_text", "The column {column} can't be taken: {why}.";
        /// Nothing or less is ordered or counted.
        BadQuantity { quantity: String } => 422, "bad_quantity", "The quantity is {quantity}: what came back is a return, what was lost an adjustment of stock.";
        /// Nothing is charged.
        NoPrice => 422, "no_price", "The price is zero: say --any-price to take gifts and corrections too.";
        /// Less than nothing is charged.
        NegativePrice { price: String } => 422, "negative_price", "The price is {price}: say --any-price to take deductions too.";
        /// The order is too long.
        TooManyLines { number: String } => 422, "too_many_lines", "The order {number} has more than 2000 lines: split it.";
        /// Its product has a price for another base quantity.
        OtherPriceBase { base: String, given: String } => 422, "other_price_base", "The product's price is for {base}, the file's for {given}: bring them together first.";
        /// The order's rows stand too far apart, so that they were taken for two orders.
        LinesApart { number: String } => 422, "lines_apart", "Other lines of {number} stand further up and are an order already: put the lines of an order together.";
        /// The same thing stands in the file twice.
        Twice { key: String, line: u64 } => 422, "twice_in_file", "{key} stands in line {line} already: keep one of the two.";
    }
}

/// A text of the file as a sentence may quote it.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
