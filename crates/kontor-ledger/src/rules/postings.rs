//! Double entry: how postings become an entry that balances.

use kontor_kernel::Amount;

use crate::chart;
use crate::model::{AccountNumber, Chart, Posting, Role, Side};

/// An entry of a few accounts is the rule; more grow the list.
const POSTINGS_USUAL: usize = 8;

/// Whether debit and credit of some postings are the same, to the minor unit. No postings balance.
#[must_use]
pub fn balanced(postings: &[Posting]) -> bool {
    let (debit, credit) = totals(postings);
    debit == credit
}

/// The sums of debit and credit, wide enough that they can't overflow.
fn totals(postings: &[Posting]) -> (i128, i128) {
    let (mut debit, mut credit) = (0, 0);
    for posting in postings {
        let amount = i128::from(posting.amount.minor());
        match posting.side {
            Side::Debit => debit += amount,
            Side::Credit => credit += amount,
        }
    }
    (debit, credit)
}

/// What a posting goes to: the account that does a job in the merchant's chart, or an account by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The account with this job.
    Role(Role),
    /// This very account: a bank account, a customer's or supplier's own account.
    Account(AccountNumber),
}

impl From<Role> for Target {
    fn from(role: Role) -> Self {
        Self::Role(role)
    }
}

impl From<AccountNumber> for Target {
    fn from(account: AccountNumber) -> Self {
        Self::Account(account)
    }
}

/// An entry being written: posting rules add to it, [`EntryDraft::finish`] proves that it balances.
///
/// 1. An amount of zero is dropped.
/// 2. A negative amount is posted as a positive one on the other side, so a rule for an invoice serves its
///    correction too.
/// 3. Postings to the same side of the same account are added up. Both sides of one account stay apart.
/// 4. Postings keep the order in which their accounts first occur.
#[derive(Debug, Clone)]
pub struct EntryDraft {
    chart: Chart,
    postings: Vec<Posting>,
    /// Whether an amount was met that can't be turned round; only `i64::MIN` can't.
    spoilt: bool,
}

/// Why a draft is no entry: its sides differ. A posting rule that yields this is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the entry does not balance: debit {debit}, credit {credit} minor units")]
pub struct Unbalanced {
    /// Sum of the debit side, minor units.
    pub debit: i128,
    /// Sum of the credit side, minor units.
    pub credit: i128,
}

impl EntryDraft {
    /// An empty entry for a merchant who uses this chart.
    #[must_use]
    pub fn new(chart: Chart) -> Self {
        Self { chart, postings: Vec::with_capacity(POSTINGS_USUAL), spoilt: false }
    }

    /// Adds to the debit side.
    #[must_use]
    pub fn debit(self, target: impl Into<Target>, amount: Amount) -> Self {
        self.post(target, Side::Debit, amount)
    }

    /// Adds to the credit side.
    #[must_use]
    pub fn credit(self, target: impl Into<Target>, amount: Amount) -> Self {
        self.post(target, Side::Credit, amount)
    }

    /// Adds to a side.
    #[must_use]
    pub fn post(mut self, target: impl Into<Target>, side: Side, amount: Amount) -> Self {
        let account = match target.into() {
            Target::Role(role) => chart::by_role(self.chart, role).number,
            Target::Account(account) => account,
        };
        if amount > Amount::ZERO {
            self.add(Posting { account, side, amount });
        } else if amount < Amount::ZERO {
            match amount.checked_neg() {
                Some(amount) => self.add(Posting { account, side: side.opposite(), amount }),
                None => self.spoilt = true,
            }
        }
        self
    }

    fn add(&mut self, new: Posting) {
        // A sum that no longer fits an amount stays two postings: still right, only longer.
        let merged = self
            .postings
            .iter_mut()
            .filter(|old| old.account == new.account && old.side == new.side)
            .find_map(|old| Some((old.amount.checked_add(new.amount)?, old)));
        match merged {
            Some((sum, old)) => old.amount = sum,
            None => self.postings.push(new),
        }
    }

    /// The postings of the entry; none if every amount was zero.
    ///
    /// # Errors
    /// [`Unbalanced`] if the sides differ, which is a mistake in the posting rule and never the user's.
    pub fn finish(self) -> Result<Vec<Posting>, Unbalanced> {
        let (debit, credit) = totals(&self.postings);
        if debit == credit && !self.spoilt { Ok(self.postings) } else { Err(Unbalanced { debit, credit }) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Thirty of them are still one amount.
    const LARGE: i64 = Amount::MAX / 30;

    fn text(postings: &[Posting]) -> Vec<String> {
        let line =
            |posting: &Posting| format!("{} {} {}", posting.side, posting.account, posting.amount.minor());
        postings.iter().map(line).collect()
    }

    fn amount(minor: i64) -> Amount {
        Amount::new(minor)
    }

    #[test]
    fn a_sale_on_account_reads_the_same_in_both_charts() {
        let sale = |chart| {
            EntryDraft::new(chart)
                .debit(Role::Receivables, amount(11_900))
                .credit(Role::RevenueStandard, amount(10_000))
                .credit(Role::VatStandard, amount(1_900))
                .finish()
                .unwrap()
        };
        assert_eq!(text(&sale(Chart::Skr03)), ["debit 1400 11900", "credit 8400 10000", "credit 1776 1900"]);
        assert_eq!(text(&sale(Chart::Skr04)), ["debit 1200 11900", "credit 4400 10000", "credit 3806 1900"]);
    }

    #[test]
    fn a_correction_is_the_sale_with_negative_amounts() {
        let entry = EntryDraft::new(Chart::Skr03)
            .debit(Role::Receivables, amount(-11_900))
            .credit(Role::RevenueStandard, amount(-10_000))
            .credit(Role::VatStandard, amount(-1_900))
            .finish();
        assert_eq!(text(&entry.unwrap()), ["credit 1400 11900", "debit 8400 10000", "debit 1776 1900"]);
    }

    #[test]
    fn zeros_are_dropped_and_equal_places_added_up() {
        let debtor = AccountNumber::parse("10001").unwrap();
        let entry = EntryDraft::new(Chart::Skr03)
            .debit(debtor, amount(100))
            .credit(Role::RevenueReduced, amount(60))
            .debit(debtor, amount(7))
            .credit(Role::VatReduced, amount(7))
            .credit(Role::VatStandard, Amount::ZERO)
            .credit(Role::RevenueReduced, amount(40))
            .finish();
        assert_eq!(text(&entry.unwrap()), ["debit 10001 107", "credit 8300 100", "credit 1771 7"]);
    }

    #[test]
    fn both_sides_of_an_account_stay_apart() {
        let entry = EntryDraft::new(Chart::Skr03)
            .debit(Role::Cash, amount(50))
            .credit(Role::Cash, amount(20))
            .credit(Role::Transit, amount(30))
            .finish();
        assert_eq!(text(&entry.unwrap()), ["debit 1000 50", "credit 1000 20", "credit 1360 30"]);
    }

    #[test]
    fn an_entry_that_is_a_cent_off_is_refused() {
        let draft = EntryDraft::new(Chart::Skr03)
            .debit(Role::Cash, amount(119))
            .credit(Role::RevenueStandard, amount(100));
        let short = draft.clone().credit(Role::VatStandard, amount(18)).finish().unwrap_err();
        assert_eq!(short, Unbalanced { debit: 119, credit: 118 });
        assert_eq!(short.to_string(), "the entry does not balance: debit 119, credit 118 minor units");
        assert!(draft.credit(Role::VatStandard, amount(19)).finish().is_ok());
    }

    #[test]
    fn nothing_balances_nothing() {
        assert_eq!(EntryDraft::new(Chart::Skr04).debit(Role::Cash, Amount::ZERO).finish(), Ok(vec![]));
        assert!(balanced(&[]));
    }

    /// Sums beyond one amount are neither cut nor wrapped.
    #[test]
    fn amounts_at_the_edge_of_the_type_never_balance_by_accident() {
        let edge = amount(i64::MAX);
        let twice = EntryDraft::new(Chart::Skr03).debit(Role::Cash, edge).debit(Role::Cash, edge);
        assert_eq!(twice.clone().finish(), Err(Unbalanced { debit: 2 * i128::from(i64::MAX), credit: 0 }));
        let entry = twice.credit(Role::Bank, edge).credit(Role::Bank, edge).finish().unwrap();
        assert!(balanced(&entry));

        let least = amount(i64::MIN);
        assert!(
            EntryDraft::new(Chart::Skr03)
                .debit(Role::Cash, least)
                .credit(Role::Bank, least)
                .finish()
                .is_err()
        );
    }

    fn any_posting() -> impl Strategy<Value = (Role, Side, i64)> {
        (
            prop::sample::select(Role::ALL),
            prop::sample::select(Side::ALL),
            prop_oneof![-100..100_i64, -LARGE..=LARGE],
        )
    }

    proptest! {
        /// Whatever is posted: the net balance of each account is the sum of what was asked for, amounts are
        /// positive, no place occurs twice, and closing the difference makes an entry.
        #[test]
        fn a_draft_loses_nothing(asked in prop::collection::vec(any_posting(), 0..30)) {
            let mut draft = EntryDraft::new(Chart::Skr03);
            let mut open = 0_i64;
            for (role, side, minor) in &asked {
                draft = draft.post(*role, *side, amount(*minor));
                open += if *side == Side::Debit { *minor } else { -minor };
            }
            let before = draft.postings.clone();
            prop_assert_eq!(draft.clone().finish().is_ok(), open == 0);
            prop_assert_eq!(balanced(&before), open == 0);

            let entry = draft.credit(Role::OpeningBalance, amount(open)).finish().unwrap();
            prop_assert!(balanced(&entry));
            for (at, posting) in entry.iter().enumerate() {
                prop_assert!(posting.amount > Amount::ZERO);
                let same = |other: &Posting| other.account == posting.account && other.side == posting.side;
                prop_assert!(!entry[..at].iter().any(same));
            }
            for role in Role::ALL {
                let number = chart::by_role(Chart::Skr03, *role).number;
                let sign = |side, minor| if side == Side::Debit { i128::from(minor) } else { -i128::from(minor) };
                let wanted: i128 = asked.iter().filter(|(r, ..)| r == role).map(|(_, s, m)| sign(*s, *m)).sum();
                let posted: i128 = before
                    .iter()
                    .filter(|posting| posting.account == number)
                    .map(|posting| sign(posting.side, posting.amount.minor()))
                    .sum();
                prop_assert_eq!(posted, wanted, "{}", role);
            }
        }
    }
}
