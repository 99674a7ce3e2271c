//! What the lines cost: prices, amounts, taxes. Rules 7 and 8.

use kontor_catalog::model::{PriceBasis, TaxClass};
use kontor_catalog::records::Product;
use kontor_catalog::tax::{self, DocumentTax, TaxLine};
use kontor_identity::model::TaxStatus;
use kontor_identity::records::Org;
use kontor_kernel::{Date, TaxRate, UnitPrice, line_amount};

use super::{PlaceLine, Reject};

/// A line with its product, price and rate.
pub(super) struct Priced<'a> {
    pub(super) line: &'a PlaceLine,
    pub(super) product: &'a Product,
    pub(super) price: UnitPrice,
    pub(super) class: TaxClass,
    pub(super) rate: TaxRate,
}

/// Prices and taxes the lines of an order.
pub(super) fn price<'a>(
    org: &Org,
    date: Date,
    basis: PriceBasis,
    lines: &'a [PlaceLine],
    products: &[&'a Product],
) -> Result<(Vec<Priced<'a>>, DocumentTax), Reject> {
    let is_small = org.tax_status() == TaxStatus::SmallBusiness;
    let mut priced = Vec::with_capacity(lines.len());
    let mut taxed = Vec::with_capacity(lines.len());
    for (number, (line, product)) in lines.iter().zip(products).enumerate() {
        let class = tax::class_of_line(product.tax_class, is_small);
        let rate = tax::rate(org.country.as_str(), class, date)
            .ok_or_else(|| Reject::NoTaxRate { sku: product.sku.clone(), line: number })?;
        let price = line.price.or_else(|| converted(product.price, product.basis, basis, rate));
        let price = price.ok_or(Reject::AmountTooLarge { line: number })?;
        let amount = line_amount(price, product.price_base, line.quantity, org.currency);
        let amount = amount.ok_or(Reject::AmountTooLarge { line: number })?;
        taxed.push(TaxLine { amount, class, rate });
        priced.push(Priced { line, product, price, class, rate });
    }
    let document = tax::document(basis, &taxed).ok_or(Reject::AmountTooLarge { line: 0 })?;
    Ok((priced, document))
}

/// A price in the other basis: × (100 + rate) ÷ 100 or its inverse, to the millionth, half up. `None` beyond bounds.
fn converted(price: UnitPrice, from: PriceBasis, to: PriceBasis, rate: TaxRate) -> Option<UnitPrice> {
    let (whole, with_tax) = (10_000_i128, 10_000_i128 + i128::from(rate.hundredths()));
    let (numerator, denominator) = match (from, to) {
        (PriceBasis::Net, PriceBasis::Gross) => (with_tax, whole),
        (PriceBasis::Gross, PriceBasis::Net) => (whole, with_tax),
        (PriceBasis::Net, PriceBasis::Net) | (PriceBasis::Gross, PriceBasis::Gross) => return Some(price),
    };
    let doubled = i128::from(price.millionths()) * numerator * 2 + denominator;
    let millionths = i64::try_from(doubled.div_euclid(denominator * 2)).ok()?;
    (millionths <= UnitPrice::MAX).then(|| UnitPrice::new(millionths))
}
