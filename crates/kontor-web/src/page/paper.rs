//! What is printed: letters on A4 after DIN 5008, and receipts on a roll of 80 mm.

use maud::{Markup, html};

/// A letter, such as a delivery note.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// Who sends it, in large.
    pub sender: &'a str,
    /// Who sends it, in one line above the address.
    pub return_line: &'a str,
    /// Who gets it, a line each; it stands in the window of the envelope.
    pub address: &'a [&'a str],
    /// Numbers and days beside the address.
    pub facts: &'a [(&'a str, String)],
    /// What it is.
    pub title: &'a str,
    /// What it says.
    pub body: Markup,
    /// Columns at its foot: seat, court, bank.
    pub foot: &'a [Markup],
}

/// A letter on A4, its address where a window envelope shows it (DIN 5008, form B).
#[must_use]
pub fn letter(letter: &Letter<'_>) -> Markup {
    html! {
        article.letter {
            p.sender { (letter.sender) }
            div.window {
                p.return { (letter.return_line) }
                p.address { @for line in letter.address { (line) br; } }
            }
            dl.facts { @for (label, value) in letter.facts { div { dt { (label) } dd { (value) } } } }
            h1 { (letter.title) }
            div.text { (letter.body) }
            footer { @for column in letter.foot { div { (column) } } }
        }
    }
}

/// A line of a receipt: what, how many and for how much each, and the amount.
#[derive(Debug, Clone, Copy)]
pub struct ReceiptLine<'a> {
    /// What it is.
    pub name: &'a str,
    /// How many and for how much each, such as `2 × 4,90 €`.
    pub count: &'a str,
    /// The amount.
    pub amount: &'a str,
}

/// A receipt.
#[derive(Debug, Clone)]
pub struct Receipt<'a> {
    /// Who sells.
    pub sender: &'a str,
    /// Their address and tax number, a line each.
    pub lines: &'a [&'a str],
    /// Numbers and the time.
    pub facts: &'a [(&'a str, String)],
    /// What was sold.
    pub sold: &'a [ReceiptLine<'a>],
    /// Sums, the one to pay last.
    pub sums: &'a [(&'a str, String)],
    /// Taxes, how it was paid, change.
    pub more: &'a [(&'a str, String)],
    /// Thanks.
    pub thanks: &'a str,
}

/// A receipt on a roll of 80 mm.
#[must_use]
pub fn receipt(receipt: &Receipt<'_>) -> Markup {
    html! {
        article.receipt {
            header {
                p.sender { (receipt.sender) }
                p { @for line in receipt.lines { (line) br; } }
            }
            (pairs("facts", receipt.facts))
            ul {
                @for line in receipt.sold {
                    li { span { (line.name) small { (line.count) } } span { (line.amount) } }
                }
            }
            (pairs("facts totals", receipt.sums))
            (pairs("facts", receipt.more))
            p.thanks { (receipt.thanks) }
        }
    }
}

fn pairs(class: &str, list: &[(&str, String)]) -> Markup {
    html! { dl class=(class) { @for (label, value) in list { div { dt { (label) } dd { (value) } } } } }
}
