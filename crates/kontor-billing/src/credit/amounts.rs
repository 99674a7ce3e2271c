//! What a credit note comes to. Rule 4.

use kontor_catalog::model::PriceBasis;
use kontor_kernel::{Amount, Quantity, share, spread};
use kontor_store::Stop;

use crate::events::CreditedLine;
use crate::records::{InvoiceLine, InvoiceTax};

/// The lines of a credit note over parts of an invoice.
///
/// # Errors
/// `Stop::Broken` when the invoice's rows contradict each other.
pub(super) fn credited(
    basis: PriceBasis,
    chosen: &[(&InvoiceLine, Quantity)],
    taxes: &[&InvoiceTax],
) -> Result<Vec<CreditedLine>, Stop> {
    let mut amounts = Vec::with_capacity(chosen.len());
    for (line, quantity) in chosen {
        amounts.push(part(line, line.amount(basis), *quantity).ok_or_else(broken)?);
    }
    let mut tax = vec![Amount::ZERO; chosen.len()];
    for rate in taxes {
        let of_rate = |line: &InvoiceLine| (line.tax_class, line.tax_rate) == (rate.tax_class, rate.tax_rate);
        let places: Vec<usize> = chosen
            .iter()
            .enumerate()
            .filter(|(_, (line, _))| of_rate(line))
            .map(|(place, _)| place)
            .collect();
        let weights: Vec<Amount> = places.iter().filter_map(|place| amounts.get(*place)).copied().collect();
        let sum = Amount::sum(weights.iter().copied()).ok_or_else(broken)?;
        let total = tax_of(basis, rate, sum).ok_or_else(broken)?;
        let weights: Vec<i64> = weights.iter().map(|amount| amount.minor()).collect();
        for (place, share) in places.iter().zip(spread(total, &weights)) {
            if let Some(tax) = tax.get_mut(*place) {
                *tax = share;
            }
        }
    }
    let lines = chosen.iter().zip(amounts.iter().zip(tax)).map(|((line, quantity), (amount, tax))| {
        let net = match basis {
            PriceBasis::Net => *amount,
            PriceBasis::Gross => amount.checked_sub(tax)?,
        };
        Some(CreditedLine { line: line.line, quantity: *quantity, net, tax })
    });
    lines.collect::<Option<Vec<_>>>().ok_or_else(broken)
}

fn broken() -> Stop {
    Stop::Broken("a credit note beyond all bounds".to_owned())
}

/// A line's share of what was agreed for it: bit by bit the shares come to all of it.
fn part(line: &InvoiceLine, amount: Amount, quantity: Quantity) -> Option<Amount> {
    let (whole, before) = (line.quantity.thousandths(), line.credited.thousandths());
    let after = before.checked_add(quantity.thousandths())?;
    share(amount, after, whole)?.checked_sub(share(amount, before, whole)?)
}

/// The tax of a rate before less the tax behind it, when so much of its base is taken back.
fn tax_of(basis: PriceBasis, rate: &InvoiceTax, taken: Amount) -> Option<Amount> {
    let net_left = rate.net.checked_sub(rate.credited_net)?;
    let tax_left = rate.tax.checked_sub(rate.credited_tax)?;
    let behind = match basis {
        PriceBasis::Net => rate.tax_rate.tax_of_net(net_left.checked_sub(taken)?)?,
        PriceBasis::Gross => {
            rate.tax_rate.tax_in_gross(net_left.checked_add(tax_left)?.checked_sub(taken)?)?
        }
    };
    tax_left.checked_sub(behind)
}

#[cfg(test)]
mod tests {
    use kontor_catalog::model::{ProductName, Sku, TaxClass, Unit};
    use kontor_catalog::tax::{LineTax, TaxLine, document};
    use kontor_kernel::{TaxRate, UnitPrice};
    use proptest::prelude::*;

    use super::*;
    use crate::model::InvoiceId;

    fn row(line: i32, quantity: i64, rate: i32, tax: &LineTax) -> InvoiceLine {
        InvoiceLine {
            invoice: InvoiceId::new(1),
            line,
            order_line: line,
            sku: Sku::parse("TEA").unwrap(),
            name: ProductName::parse("Tea").unwrap(),
            unit: Unit::PIECE,
            quantity: Quantity::new(quantity),
            price: UnitPrice::ZERO,
            price_base: Quantity::ONE,
            tax_class: TaxClass::Standard,
            tax_rate: TaxRate::new(rate),
            net: tax.net,
            tax: tax.tax,
            gross: tax.gross,
            credited: Quantity::ZERO,
        }
    }

    /// An invoice of lines (thousandths, minor units, rate), as issuing it makes it.
    fn invoice(basis: PriceBasis, lines: &[(i64, i64, i32)]) -> (Vec<InvoiceLine>, Vec<InvoiceTax>) {
        let taxed: Vec<TaxLine> = lines
            .iter()
            .map(|(_, amount, rate)| TaxLine {
                amount: Amount::new(*amount),
                class: TaxClass::Standard,
                rate: TaxRate::new(*rate),
            })
            .collect();
        let document = document(basis, &taxed).unwrap();
        let rows = (1..).zip(lines.iter().zip(&document.lines));
        let rows =
            rows.map(|(number, ((quantity, _, rate), tax))| row(number, *quantity, *rate, tax)).collect();
        let taxes = document.per_rate.iter().map(|sum| InvoiceTax {
            invoice: InvoiceId::new(1),
            tax_class: sum.class,
            tax_rate: sum.rate,
            net: sum.net,
            tax: sum.tax,
            gross: sum.gross,
            credited_net: Amount::ZERO,
            credited_tax: Amount::ZERO,
        });
        (rows, taxes.collect())
    }

    /// Credits (line, thousandths) as far as that is left, and notes it in the rows. Net and tax of it.
    fn credit(
        basis: PriceBasis,
        (lines, taxes): &mut (Vec<InvoiceLine>, Vec<InvoiceTax>),
        parts: &[(i32, i64)],
    ) -> (i64, i64) {
        let mut chosen = Vec::new();
        for (number, quantity) in parts {
            let line = lines.iter().find(|line| line.line == *number).unwrap();
            let quantity = Quantity::new(*quantity).min(line.to_credit());
            if quantity.is_positive() {
                chosen.push((line, quantity));
            }
        }
        let credited = credited(basis, &chosen, &taxes.iter().collect::<Vec<_>>()).unwrap();
        for part in &credited {
            let line = lines.iter_mut().find(|line| line.line == part.line).unwrap();
            line.credited = line.credited.checked_add(part.quantity).unwrap();
            let rate = taxes.iter_mut().find(|rate| rate.tax_rate == line.tax_rate).unwrap();
            rate.credited_net = rate.credited_net.checked_add(part.net).unwrap();
            rate.credited_tax = rate.credited_tax.checked_add(part.tax).unwrap();
        }
        (
            credited.iter().map(|part| part.net.minor()).sum(),
            credited.iter().map(|part| part.tax.minor()).sum(),
        )
    }

    #[test]
    fn three_thirds_of_a_euro_come_to_a_euro() {
        let mut gross = invoice(PriceBasis::Gross, &[(3_000, 100, 1900)]);
        let thirds: Vec<_> = (0..3).map(|_| credit(PriceBasis::Gross, &mut gross, &[(1, 1_000)])).collect();
        assert_eq!(thirds, [(28, 5), (28, 6), (28, 5)]);
        let mut net = invoice(PriceBasis::Net, &[(3_000, 100, 1900)]);
        let thirds: Vec<_> = (0..3).map(|_| credit(PriceBasis::Net, &mut net, &[(1, 1_000)])).collect();
        assert_eq!(thirds, [(33, 6), (34, 7), (33, 6)]);
    }

    proptest! {
        /// Whatever is credited in whatever bits: all of them come to the invoice, for each rate, and none goes the
        /// other way.
        #[test]
        fn bits_come_to_the_whole(
            lines in prop::collection::vec(
                (1..5_000_i64, 0..3_000_i64, prop::sample::select(vec![0, 700, 1900])), 1..6),
            bits in prop::collection::vec((0..6_usize, 1..2_000_i64), 0..12),
            basis in prop::sample::select(PriceBasis::ALL),
        ) {
            let mut rows = invoice(basis, &lines);
            for (place, quantity) in bits {
                let number = i32::try_from(place % lines.len()).unwrap() + 1;
                let (net, tax) = credit(basis, &mut rows, &[(number, quantity)]);
                prop_assert!(net >= 0 && tax >= 0, "{net} {tax}");
            }
            let rest: Vec<_> = rows.0.iter().map(|line| (line.line, line.to_credit().thousandths())).collect();
            credit(basis, &mut rows, &rest);
            for rate in &rows.1 {
                prop_assert_eq!(rate.credited_net, rate.net);
                prop_assert_eq!(rate.credited_tax, rate.tax);
            }
        }
    }
}
