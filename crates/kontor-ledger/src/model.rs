//! The values of bookkeeping: account numbers, kinds, sides, charts, roles, postings.

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Amount, Cell, Column, ColumnKind, WrongCell, text_enum};
use serde::{Deserialize, Serialize};

/// The number of an account, digits only: `1400`, `0800`, or a debtor's `10001`.
///
/// At most [`AccountNumber::DIGITS_MAX`] digits; leading zeros count. Held inline, so a posting is copied
/// without an allocation. Numbers sort as texts, which is how the database sorts them too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber([u8; AccountNumber::DIGITS_MAX]);

/// Why a text is no [`AccountNumber`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account number has 1 to {} digits and nothing else", AccountNumber::DIGITS_MAX)]
pub struct BadAccountNumber;

impl AccountNumber {
    /// The longest number: nine digits are the most DATEV knows (personal accounts), the rest is room.
    pub const DIGITS_MAX: usize = 12;

    /// Reads a number as a person wrote it; blanks around it are dropped.
    ///
    /// # Errors
    /// [`BadAccountNumber`] if it is empty, too long, or holds anything but the digits 0 to 9.
    pub fn parse(text: &str) -> Result<Self, BadAccountNumber> {
        Self::from_digits(text.trim().as_bytes()).ok_or(BadAccountNumber)
    }

    /// A number that stands in the source text. For `const` items, where a bad one doesn't compile.
    pub(crate) const fn known(digits: &str) -> Self {
        match Self::from_digits(digits.as_bytes()) {
            Some(number) => number,
            None => panic!("not an account number"),
        }
    }

    const fn from_digits(digits: &[u8]) -> Option<Self> {
        let mut number = [0; Self::DIGITS_MAX];
        let mut slots: &mut [u8] = &mut number;
        let mut rest = digits;
        while let [digit, later @ ..] = rest {
            let [slot, free @ ..] = slots else { return None };
            if !digit.is_ascii_digit() {
                return None;
            }
            *slot = *digit;
            slots = free;
            rest = later;
        }
        if digits.is_empty() { None } else { Some(Self(number)) }
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let digits = self.0.split(|byte| *byte == 0).next().unwrap_or_default();
        std::str::from_utf8(digits).unwrap_or_default()
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AccountNumber {
    type Err = BadAccountNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for AccountNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AccountNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Digits;
        impl serde::de::Visitor<'_> for Digits {
            type Value = AccountNumber;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an account number as text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<AccountNumber, E> {
                AccountNumber::parse(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Digits)
    }
}

impl Column for AccountNumber {
    const KIND: ColumnKind = ColumnKind::Text;

    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str())
    }

    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        let wrong = WrongCell { expected: "an account number" };
        let Cell::Text(text) = cell else { return Err(wrong) };
        Self::parse(text).map_err(|_| wrong)
    }
}

text_enum! {
    /// What an account measures; decides in which report it stands.
    pub enum AccountKind {
        /// What the merchant owns or is owed.
        Asset = "asset",
        /// What the merchant owes.
        Liability = "liability",
        /// What belongs to the owners; opening balances are posted against it.
        Equity = "equity",
        /// What raises the profit; discounts given are subtracted here.
        Income = "income",
        /// What lowers the profit; discounts received are subtracted here.
        Expense = "expense",
    }
}

impl AccountKind {
    /// The side on which an account of this kind grows.
    #[must_use]
    pub const fn normal_side(self) -> Side {
        match self {
            Self::Asset | Self::Expense => Side::Debit,
            Self::Liability | Self::Equity | Self::Income => Side::Credit,
        }
    }

    /// Whether its balance is carried into the next year (balance sheet) rather than closed (profit and loss).
    #[must_use]
    pub const fn is_carried_forward(self) -> bool {
        matches!(self, Self::Asset | Self::Liability | Self::Equity)
    }
}

text_enum! {
    /// The two sides of an account.
    pub enum Side {
        /// *Soll*, the left side.
        Debit = "debit",
        /// *Haben*, the right side.
        Credit = "credit",
    }
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Debit => Self::Credit,
            Self::Credit => Self::Debit,
        }
    }
}

text_enum! {
    /// A published chart of accounts of DATEV.
    pub enum Chart {
        /// Ordered by process; the usual one of shops and trades.
        Skr03 = "skr03",
        /// Ordered like the balance sheet of § 266 HGB.
        Skr04 = "skr04",
    }
}

text_enum! {
    /// The job an account does in a posting rule, whatever its number is in the merchant's chart.
    ///
    /// *standard*, *reduced* and *untaxed* name the tax class of what was sold or bought, not a rate: the
    /// rate changes (16 % in the second half of 2020), the account doesn't.
    pub enum Role {
        /// Money in the till.
        Cash = "cash",
        /// Money at the bank.
        Bank = "bank",
        /// Paid by card or through a provider, not yet at the bank.
        Transit = "transit",
        /// Owed by customers; its balance is the open items.
        Receivables = "receivables",
        /// Owed to suppliers; its balance is the open items.
        Payables = "payables",
        /// Goods at hand, at cost.
        Stock = "stock",
        /// Cost of the goods sold: the change in stock.
        CostOfGoods = "cost_of_goods",
        /// Found in a count, damaged or lost: a gain is credited here, a loss debited. One account for both,
        /// because ordinary shrinkage and its correction belong to material cost (§ 275(2) no. 5a HGB), and
        /// goods sold at stock zero and found by the next count then come to nothing.
        StockDifference = "stock_difference",
        /// Goods received, their bill not yet.
        GoodsReceived = "goods_received",
        /// Multi-purpose vouchers sold, not yet redeemed (§ 3(15) UStG: no tax at sale).
        Vouchers = "vouchers",
        /// Counterpart of the opening balances of general accounts.
        OpeningBalance = "opening_balance",
        /// Counterpart of the opening balances of customers.
        OpeningReceivables = "opening_receivables",
        /// Counterpart of the opening balances of suppliers.
        OpeningPayables = "opening_payables",
        /// Input tax at the standard rate.
        InputVatStandard = "input_vat_standard",
        /// Input tax at the reduced rate.
        InputVatReduced = "input_vat_reduced",
        /// Tax owed at the standard rate.
        VatStandard = "vat_standard",
        /// Tax owed at the reduced rate.
        VatReduced = "vat_reduced",
        /// Tax owed to other member states through the one-stop shop (§ 18j UStG).
        VatOss = "vat_oss",
        /// Advances received and taxed at the standard rate, net (§ 13(1) no. 1a UStG).
        AdvancesStandard = "advances_standard",
        /// Advances received and taxed at the reduced rate, net.
        AdvancesReduced = "advances_reduced",
        /// Advances received for supplies that carry no German tax.
        AdvancesUntaxed = "advances_untaxed",
        /// Sales at the standard rate.
        RevenueStandard = "revenue_standard",
        /// Sales at the reduced rate.
        RevenueReduced = "revenue_reduced",
        /// Sales at the rate of zero (§ 12(3) UStG), which is taxed, not exempt.
        RevenueZero = "revenue_zero",
        /// Sales outside the tax, and fees that are damages (dunning fees, default interest).
        RevenueUntaxed = "revenue_untaxed",
        /// Exports to third countries (§ 4 no. 1a UStG).
        RevenueExport = "revenue_export",
        /// Intra-Community supplies (§ 4 no. 1b UStG).
        RevenueEu = "revenue_eu",
        /// Distance sales taxed in the buyer's member state.
        RevenueOss = "revenue_oss",
        /// Phones, tablets, consoles and chips for which the buyer owes the tax (§ 13b(2) no. 10 UStG).
        RevenueReverseCharge = "revenue_reverse_charge",
        /// Sales under the small business scheme (§ 19 UStG).
        RevenueSmallBusiness = "revenue_small_business",
        /// Written off, of sales at the standard rate.
        BadDebtStandard = "bad_debt_standard",
        /// Written off, of sales at the reduced rate.
        BadDebtReduced = "bad_debt_reduced",
        /// Written off, of sales without tax.
        BadDebtUntaxed = "bad_debt_untaxed",
        /// Paid after it had been written off.
        Recovered = "recovered",
        /// Early payment discount taken from suppliers, standard rate.
        DiscountReceivedStandard = "discount_received_standard",
        /// Early payment discount taken from suppliers, reduced rate.
        DiscountReceivedReduced = "discount_received_reduced",
        /// Early payment discount taken from suppliers, no tax.
        DiscountReceivedUntaxed = "discount_received_untaxed",
        /// Early payment discount taken by customers, standard rate.
        DiscountGivenStandard = "discount_given_standard",
        /// Early payment discount taken by customers, reduced rate.
        DiscountGivenReduced = "discount_given_reduced",
        /// Early payment discount taken by customers, no tax.
        DiscountGivenUntaxed = "discount_given_untaxed",
    }
}

text_enum! {
    /// What sort of document an entry comes from.
    pub enum SourceKind {
        /// Goods came in.
        Receipt = "receipt",
        /// Goods went out: a shipment, or goods handed over at the counter.
        Issue = "issue",
        /// Stock was counted, damaged or found.
        Adjustment = "adjustment",
        /// An invoice.
        Invoice = "invoice",
        /// A correction of an invoice (*Rechnungskorrektur*).
        CreditNote = "credit_note",
        /// Money came in.
        Payment = "payment",
        /// Money went back.
        Refund = "refund",
        /// Balances brought forward from other books.
        Opening = "opening",
        /// None: somebody entered it by hand.
        Manual = "manual",
    }
}

/// An amount on one side of an account. In an event `{"account":"1400","debit":11900}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredPosting", into = "StoredPosting")]
pub struct Posting {
    /// The account.
    pub account: AccountNumber,
    /// Which side.
    pub side: Side,
    /// How much, in minor units of the merchant's currency; more than zero in an entry.
    pub amount: Amount,
}

/// A posting as an event writes it down: the amount stands under the name of its side.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredPosting {
    account: AccountNumber,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    debit: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credit: Option<Amount>,
}

impl From<Posting> for StoredPosting {
    fn from(posting: Posting) -> Self {
        let Posting { account, side, amount } = posting;
        match side {
            Side::Debit => Self { account, debit: Some(amount), credit: None },
            Side::Credit => Self { account, debit: None, credit: Some(amount) },
        }
    }
}

/// A stored posting has no side, or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a posting has either a debit or a credit")]
struct NotOneSide;

impl TryFrom<StoredPosting> for Posting {
    type Error = NotOneSide;

    fn try_from(stored: StoredPosting) -> Result<Self, NotOneSide> {
        let account = stored.account;
        match (stored.debit, stored.credit) {
            (Some(amount), None) => Ok(Self { account, side: Side::Debit, amount }),
            (None, Some(amount)) => Ok(Self { account, side: Side::Credit, amount }),
            (None, None) | (Some(_), Some(_)) => Err(NotOneSide),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_number_is_one_to_twelve_digits() {
        for good in ["0", "0800", "1400", "10001", "123456789012", " 8400 "] {
            assert_eq!(AccountNumber::parse(good).unwrap().as_str(), good.trim(), "{good:?}");
        }
        for bad in ["", " ", "1234567890123", "14O0", "-1", "1 400", "１４００", "1\0"] {
            assert_eq!(AccountNumber::parse(bad), Err(BadAccountNumber), "{bad:?}");
        }
    }

    #[test]
    fn account_numbers_sort_like_their_texts() {
        let mut numbers = ["8400", "0800", "1400", "10001", "140", "1"];
        let mut parsed = numbers.map(|text| AccountNumber::parse(text).unwrap());
        numbers.sort_unstable();
        parsed.sort_unstable();
        assert_eq!(parsed.map(|number| number.to_string()), numbers);
    }

    #[test]
    fn an_account_number_goes_through_json_and_the_database() {
        let number = AccountNumber::parse("0800").unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), r#""0800""#);
        assert_eq!(serde_json::from_str::<AccountNumber>(r#""0800""#).unwrap(), number);
        assert!(serde_json::from_str::<AccountNumber>(r#""8OO""#).is_err());
        assert!(serde_json::from_str::<AccountNumber>("800").is_err());

        assert_eq!(AccountNumber::from_cell(number.to_cell()), Ok(number));
        assert!(AccountNumber::from_cell(Cell::Int(800)).is_err());
        assert!(AccountNumber::from_cell(Cell::Text("x")).is_err());
    }

    #[test]
    fn a_posting_is_stored_under_the_name_of_its_side() {
        let posting =
            |side| Posting { account: AccountNumber::known("1400"), side, amount: Amount::new(11_900) };
        let table = [
            (Side::Debit, r#"{"account":"1400","debit":11900}"#),
            (Side::Credit, r#"{"account":"1400","credit":11900}"#),
        ];
        for (side, json) in table {
            assert_eq!(serde_json::to_string(&posting(side)).unwrap(), json);
            assert_eq!(serde_json::from_str::<Posting>(json).unwrap(), posting(side));
        }
        for bad in [r#"{"account":"1400"}"#, r#"{"account":"1400","debit":1,"credit":1}"#] {
            let error = serde_json::from_str::<Posting>(bad).unwrap_err();
            assert!(error.to_string().contains("either a debit or a credit"), "{error}");
        }
    }

    #[test]
    fn kinds_grow_on_their_normal_side() {
        let debit: Vec<_> =
            AccountKind::ALL.iter().filter(|kind| kind.normal_side() == Side::Debit).collect();
        assert_eq!(debit, [&AccountKind::Asset, &AccountKind::Expense]);
        let closed: Vec<_> = AccountKind::ALL.iter().filter(|kind| !kind.is_carried_forward()).collect();
        assert_eq!(closed, [&AccountKind::Income, &AccountKind::Expense]);
        for side in Side::ALL {
            assert_ne!(side.opposite(), *side);
            assert_eq!(side.opposite().opposite(), *side);
        }
    }
}
