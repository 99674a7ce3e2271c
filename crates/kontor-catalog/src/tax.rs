//! How much tax: the rates by day, and the tax of a document spread over its lines.

use std::cmp::Reverse;

use kontor_kernel::{Amount, Date, TaxRate};

use crate::model::{PriceBasis, TaxClass};

/// 100 % in the unit of [`TaxRate`].
const WHOLE: i128 = 10_000;

/// The rates of a country from a day on, in hundredths of a percent.
struct Rates {
    /// ISO text: as texts of one width, days sort like days.
    from: &'static str,
    standard: i32,
    reduced: i32,
}

/// Germany, newest first (§ 12(1) and (2) UStG; the second half of 2020 by § 28 UStG as of then). It begins
/// before the oldest books that must still be kept.
const GERMANY: &[Rates] = &[
    Rates { from: "2021-01-01", standard: 1900, reduced: 700 },
    Rates { from: "2020-07-01", standard: 1600, reduced: 500 },
    Rates { from: "2007-01-01", standard: 1900, reduced: 700 },
];

/// The rate of a tax class in a country on the day of supply.
///
/// `country` is an ISO 3166-1 code (`DE`). `None` if the rate isn't known: another country than Germany, or a
/// day before 2007. [`TaxClass::Zero`] and [`TaxClass::None`] are 0 % everywhere; the class tells them apart.
#[must_use]
pub fn rate(country: &str, class: TaxClass, day: Date) -> Option<TaxRate> {
    let on_day = || {
        let table = if country == "DE" { GERMANY } else { &[] };
        table.iter().find(|rates| rates.from <= day.as_str())
    };
    match class {
        TaxClass::Standard => on_day().map(|rates| TaxRate::new(rates.standard)),
        TaxClass::Reduced => on_day().map(|rates| TaxRate::new(rates.reduced)),
        TaxClass::Zero | TaxClass::None | TaxClass::SmallBusiness => Some(TaxRate::ZERO),
    }
}

/// The class of a line of a product of this class: a small business charges no tax, whatever it sells (§ 19 UStG).
#[must_use]
pub const fn class_of_line(class: TaxClass, is_small_business: bool) -> TaxClass {
    if is_small_business { TaxClass::SmallBusiness } else { class }
}

/// What a line of a document is worth and how it is taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxLine {
    /// Price × quantity less discount: net or gross as the document's basis says. Negative for a deduction.
    pub amount: Amount,
    /// The tax class.
    pub class: TaxClass,
    /// Its rate on the day of supply.
    pub rate: TaxRate,
}

/// Net, tax and gross of a document, of each rate and of each line. All three add up everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentTax {
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// With tax: what is to be paid.
    pub gross: Amount,
    /// The sums of each class and rate, in the order in which the lines first show them.
    pub per_rate: Vec<RateSum>,
    /// The share of each line, in the order of the lines.
    pub lines: Vec<LineTax>,
}

/// What one class and rate add up to on a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateSum {
    /// The class; zero and none have the same rate, so it is told apart.
    pub class: TaxClass,
    /// The rate.
    pub rate: TaxRate,
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// With tax.
    pub gross: Amount,
}

/// What one line adds to a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineTax {
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// With tax.
    pub gross: Amount,
}

/// The tax of a document.
///
/// 1. For each class and rate the amounts of its lines are added up and the tax is rounded once, half up:
///    net × rate on a net document, gross × rate ÷ (100 + rate) on a gross one.
/// 2. The other figure is the difference, so net + tax = gross. On a gross document net × rate can differ from
///    the tax by one minor unit; the gross amount is what was agreed.
/// 3. That tax is spread over the lines by largest remainder, ties to the earlier line. A line's tax is less
///    than one minor unit off its exact tax.
///
/// A document with every amount negated has every figure negated (unless the lines of a rate come to zero).
///
/// `None` if a sum is too large for an [`Amount`], or a rate is below zero.
#[must_use]
pub fn document(basis: PriceBasis, lines: &[TaxLine]) -> Option<DocumentTax> {
    let mut per_rate = sum_by_rate(basis, lines)?;
    let mut shares = vec![LineTax::default(); lines.len()];
    let (mut net, mut tax, mut gross) = (Amount::ZERO, Amount::ZERO, Amount::ZERO);
    for sum in &mut per_rate {
        complete(basis, sum)?;
        spread(basis, sum, lines, &mut shares)?;
        net = net.checked_add(sum.net)?;
        tax = tax.checked_add(sum.tax)?;
        gross = gross.checked_add(sum.gross)?;
    }
    Some(DocumentTax { net, tax, gross, per_rate, lines: shares })
}

/// Adds up the lines of each class and rate, in the field the document is based on.
fn sum_by_rate(basis: PriceBasis, lines: &[TaxLine]) -> Option<Vec<RateSum>> {
    let mut sums: Vec<RateSum> = Vec::new();
    for line in lines {
        match sums.iter_mut().find(|sum| sum.covers(line)) {
            Some(sum) => {
                let base = sum.base_mut(basis);
                *base = base.checked_add(line.amount)?;
            }
            None => {
                let mut sum = RateSum {
                    class: line.class,
                    rate: line.rate,
                    net: Amount::ZERO,
                    tax: Amount::ZERO,
                    gross: Amount::ZERO,
                };
                *sum.base_mut(basis) = line.amount;
                sums.push(sum);
            }
        }
    }
    Some(sums)
}

impl RateSum {
    fn covers(&self, line: &TaxLine) -> bool {
        self.rate == line.rate && self.class == line.class
    }

    const fn base_mut(&mut self, basis: PriceBasis) -> &mut Amount {
        match basis {
            PriceBasis::Net => &mut self.net,
            PriceBasis::Gross => &mut self.gross,
        }
    }
}

/// Computes the tax of a rate and the figure that isn't the base.
fn complete(basis: PriceBasis, sum: &mut RateSum) -> Option<()> {
    match basis {
        PriceBasis::Net => {
            sum.tax = sum.rate.tax_of_net(sum.net)?;
            sum.gross = sum.net.checked_add(sum.tax)?;
        }
        PriceBasis::Gross => {
            sum.tax = sum.rate.tax_in_gross(sum.gross)?;
            sum.net = sum.gross.checked_sub(sum.tax)?;
        }
    }
    Some(())
}

/// Spreads the tax of a rate over its lines.
///
/// Each line first gets its exact tax rounded down; what is then left of the rate's tax is less than one minor
/// unit for each line with a fraction, and goes to the largest fractions. A sum below zero is spread as its
/// opposite, so that a credit note mirrors its invoice.
fn spread(basis: PriceBasis, sum: &RateSum, lines: &[TaxLine], shares: &mut [LineTax]) -> Option<()> {
    let rate = i128::from(sum.rate.hundredths());
    if rate < 0 {
        return None;
    }
    let (base, divisor) = match basis {
        PriceBasis::Net => (sum.net, WHOLE),
        PriceBasis::Gross => (sum.gross, WHOLE + rate),
    };
    let sign = if base < Amount::ZERO { -1 } else { 1 };

    let mut left = sign * i128::from(sum.tax.minor());
    let mut fractions = Vec::with_capacity(lines.len());
    for (line, share) in lines.iter().zip(&mut *shares).filter(|(line, _)| sum.covers(line)) {
        let exact = sign * i128::from(line.amount.minor()) * rate;
        let whole = exact.div_euclid(divisor);
        let fraction = exact - whole * divisor;
        share.tax = minor(sign * whole)?;
        left -= whole;
        if fraction > 0 {
            fractions.push((fraction, share));
        }
    }
    if left > 0 {
        fractions.sort_by_key(|(fraction, _)| Reverse(*fraction));
        let one = Amount::new(if sign < 0 { -1 } else { 1 });
        for (_, share) in fractions.into_iter().take(usize::try_from(left).ok()?) {
            share.tax = share.tax.checked_add(one)?;
        }
    }

    for (line, share) in lines.iter().zip(shares).filter(|(line, _)| sum.covers(line)) {
        (share.net, share.gross) = match basis {
            PriceBasis::Net => (line.amount, line.amount.checked_add(share.tax)?),
            PriceBasis::Gross => (line.amount.checked_sub(share.tax)?, line.amount),
        };
    }
    Some(())
}

fn minor(value: i128) -> Option<Amount> {
    i64::try_from(value).ok().map(Amount::new)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn line(minor: i64, class: TaxClass, hundredths: i32) -> TaxLine {
        TaxLine { amount: Amount::new(minor), class, rate: TaxRate::new(hundredths) }
    }

    fn standard(minor: i64) -> TaxLine {
        line(minor, TaxClass::Standard, 1900)
    }

    fn reduced(minor: i64) -> TaxLine {
        line(minor, TaxClass::Reduced, 700)
    }

    /// net + tax = gross, in minor units.
    fn sum_text(net: Amount, tax: Amount, gross: Amount) -> String {
        format!("{} + {} = {}", net.minor(), tax.minor(), gross.minor())
    }

    fn line_texts(document: &DocumentTax) -> Vec<String> {
        document.lines.iter().map(|line| sum_text(line.net, line.tax, line.gross)).collect()
    }

    #[test]
    fn german_rates_follow_the_day_of_supply() {
        use TaxClass::*;
        let table = [
            ("DE", Standard, "2026-11-24", Some(1900)),
            ("DE", Reduced, "2026-11-24", Some(700)),
            ("DE", Standard, "2021-01-01", Some(1900)),
            ("DE", Standard, "2020-12-31", Some(1600)),
            ("DE", Reduced, "2020-12-31", Some(500)),
            ("DE", Standard, "2020-07-01", Some(1600)),
            ("DE", Standard, "2020-06-30", Some(1900)),
            ("DE", Reduced, "2020-06-30", Some(700)),
            ("DE", Standard, "2007-01-01", Some(1900)),
            ("DE", Standard, "2006-12-31", Option::None),
            ("DE", Zero, "2006-12-31", Some(0)),
            ("DE", None, "2026-11-24", Some(0)),
            ("FR", Standard, "2026-11-24", Option::None),
            ("FR", Reduced, "2026-11-24", Option::None),
            ("FR", Zero, "2026-11-24", Some(0)),
            ("CH", None, "2026-11-24", Some(0)),
            ("de", Standard, "2026-11-24", Option::None),
        ];
        for (country, class, on, expected) in table {
            assert_eq!(rate(country, class, day(on)), expected.map(TaxRate::new), "{country} {class} {on}");
        }
    }

    #[test]
    fn a_net_document_rounds_once_for_each_rate() {
        // Line by line it would be 3 × 0.16 = 0.48; 19 % of 2.49 is 0.4731.
        let invoice = document(PriceBasis::Net, &[standard(83); 3]).unwrap();
        assert_eq!(sum_text(invoice.net, invoice.tax, invoice.gross), "249 + 47 = 296");
        assert_eq!(line_texts(&invoice), ["83 + 16 = 99", "83 + 16 = 99", "83 + 15 = 98"]);
    }

    #[test]
    fn a_gross_document_takes_the_tax_out_and_may_differ_from_net_times_rate_by_a_cent() {
        let invoice = document(PriceBasis::Gross, &[standard(999); 3]).unwrap();
        assert_eq!(sum_text(invoice.net, invoice.tax, invoice.gross), "2518 + 479 = 2997");
        assert_eq!(
            TaxRate::new(1900).tax_of_net(invoice.net),
            Some(Amount::new(478)),
            "the cent that is explained"
        );
        assert_eq!(line_texts(&invoice), ["839 + 160 = 999", "839 + 160 = 999", "840 + 159 = 999"]);
    }

    #[test]
    fn half_a_cent_is_rounded_up() {
        let half = document(PriceBasis::Net, &[standard(250)]).unwrap();
        assert_eq!(sum_text(half.net, half.tax, half.gross), "250 + 48 = 298", "47.5");
        let back = document(PriceBasis::Net, &[standard(-250)]).unwrap();
        assert_eq!(sum_text(back.net, back.tax, back.gross), "-250 + -48 = -298");
    }

    #[test]
    fn rates_are_summed_apart_in_the_order_of_the_lines() {
        let lines = [
            reduced(1000),
            standard(10_000),
            line(500, TaxClass::None, 0),
            reduced(-200),
            line(300, TaxClass::Zero, 0),
        ];
        let invoice = document(PriceBasis::Net, &lines).unwrap();
        let rates: Vec<_> = invoice
            .per_rate
            .iter()
            .map(|sum| format!("{} {}: {}", sum.class, sum.rate, sum_text(sum.net, sum.tax, sum.gross)))
            .collect();
        assert_eq!(
            rates,
            [
                "reduced 7: 800 + 56 = 856",
                "standard 19: 10000 + 1900 = 11900",
                "none 0: 500 + 0 = 500",
                "zero 0: 300 + 0 = 300",
            ]
        );
        assert_eq!(sum_text(invoice.net, invoice.tax, invoice.gross), "11600 + 1956 = 13556");
        assert_eq!(
            line_texts(&invoice),
            [
                "1000 + 70 = 1070",
                "10000 + 1900 = 11900",
                "500 + 0 = 500",
                "-200 + -14 = -214",
                "300 + 0 = 300"
            ]
        );
    }

    /// A correction is the tax before less the tax after, not a tax of the difference.
    #[test]
    fn a_correction_is_the_difference_of_two_documents() {
        let before = document(PriceBasis::Gross, &[standard(999); 3]).unwrap();
        let after = document(PriceBasis::Gross, &[standard(999); 2]).unwrap();
        assert_eq!(before.tax.minor() - after.tax.minor(), 479 - 319);
        let rest = document(PriceBasis::Gross, &[standard(999)]).unwrap();
        assert_eq!(after.tax.minor() + rest.tax.minor(), 319 + 160, "here both ways agree");
    }

    #[test]
    fn a_document_without_lines_is_zero() {
        let empty = document(PriceBasis::Gross, &[]).unwrap();
        assert_eq!(sum_text(empty.net, empty.tax, empty.gross), "0 + 0 = 0");
        assert!(empty.per_rate.is_empty() && empty.lines.is_empty());
    }

    #[test]
    fn sums_beyond_an_amount_and_negative_rates_are_refused() {
        for basis in [PriceBasis::Net, PriceBasis::Gross] {
            assert_eq!(document(basis, &[standard(i64::MAX), standard(i64::MAX)]), None);
            assert_eq!(document(basis, &[standard(i64::MIN), standard(i64::MIN)]), None);
        }
        assert_eq!(document(PriceBasis::Net, &[standard(i64::MAX)]), None);
        assert_eq!(
            document(PriceBasis::Gross, &[line(100, TaxClass::Standard, -10_001)]),
            None,
            "no such rate"
        );
    }

    /// As long as documents get; quadratic work would show here.
    #[test]
    fn two_thousand_lines_are_spread_exactly() {
        let lines: Vec<_> = (1..=2_000).map(|at| standard(at * 37 % 1_009)).collect();
        check(PriceBasis::Net, &lines);
        check(PriceBasis::Gross, &lines);
    }

    /// All that must hold of every document.
    fn check(basis: PriceBasis, lines: &[TaxLine]) -> DocumentTax {
        let document = document(basis, lines).unwrap();
        let total = |of: fn(&LineTax) -> Amount, class: Option<(TaxClass, TaxRate)>| -> i64 {
            let shares = lines.iter().zip(&document.lines);
            let wanted =
                shares.filter(|(line, _)| class.is_none_or(|class| class == (line.class, line.rate)));
            wanted.map(|(_, share)| of(share).minor()).sum()
        };
        assert_eq!(total(|share| share.net, None), document.net.minor(), "lines make the net");
        assert_eq!(total(|share| share.tax, None), document.tax.minor(), "lines make the tax");
        assert_eq!(total(|share| share.gross, None), document.gross.minor(), "lines make the gross");
        for sum in &document.per_rate {
            let class = Some((sum.class, sum.rate));
            assert_eq!(total(|share| share.net, class), sum.net.minor(), "lines make the rate's net");
            assert_eq!(total(|share| share.tax, class), sum.tax.minor(), "lines make the rate's tax");
            assert_eq!(sum.net.minor() + sum.tax.minor(), sum.gross.minor());
            let rounded = match basis {
                PriceBasis::Net => sum.rate.tax_of_net(sum.net),
                PriceBasis::Gross => sum.rate.tax_in_gross(sum.gross),
            };
            assert_eq!(Some(sum.tax), rounded, "rounded once");
        }
        for (line, share) in lines.iter().zip(&document.lines) {
            assert_eq!(share.net.minor() + share.tax.minor(), share.gross.minor());
            let rate = i128::from(line.rate.hundredths());
            let (agreed, divisor) = match basis {
                PriceBasis::Net => (share.net, WHOLE),
                PriceBasis::Gross => (share.gross, WHOLE + rate),
            };
            assert_eq!(agreed, line.amount, "what was agreed stands");
            let off = i128::from(share.tax.minor()) * divisor - i128::from(line.amount.minor()) * rate;
            assert!(off.abs() < divisor, "{line:?} {share:?} is a whole unit off");
        }
        document
    }

    fn any_line() -> impl Strategy<Value = TaxLine> {
        let amount = prop_oneof![4 => -500..5_000_i64, 1 => -1_000_000_000_000..1_000_000_000_000_i64];
        let class = prop::sample::select(vec![
            (TaxClass::Standard, 1900),
            (TaxClass::Standard, 1600),
            (TaxClass::Reduced, 700),
            (TaxClass::Reduced, 550),
            (TaxClass::Zero, 0),
            (TaxClass::None, 0),
        ]);
        (amount, class).prop_map(|(minor, (class, rate))| line(minor, class, rate))
    }

    proptest! {
        #[test]
        fn everything_adds_up(
            lines in prop::collection::vec(any_line(), 0..40),
            basis in prop::sample::select(PriceBasis::ALL),
        ) {
            let invoice = check(basis, &lines);

            let opposite = |amount: Amount| Amount::new(-amount.minor());
            let negated: Vec<_> =
                lines.iter().map(|line| TaxLine { amount: opposite(line.amount), ..*line }).collect();
            let credit = check(basis, &negated);
            prop_assert_eq!(opposite(invoice.tax), credit.tax);
            let comes_to_zero = |sum: &RateSum| sum.net == Amount::ZERO && sum.gross == Amount::ZERO;
            if !invoice.per_rate.iter().any(comes_to_zero) {
                for (line, mirror) in invoice.lines.iter().zip(&credit.lines) {
                    prop_assert_eq!(opposite(line.tax), mirror.tax);
                }
            }
        }
    }
}
