//! The accounts of SKR03 and SKR04 that trade needs, each beside its counterpart in the other chart.
//!
//! Numbers and names follow the charts as DATEV publishes them (article numbers 11174 and 11175); long names
//! are shortened. Both charts come from one table, so that neither can lack what the other has.
//!
//! Merchants get these accounts when their books are opened. So the number of a role is never changed once it is
//! released; accounts of new roles must be added to the books that are open already.

use crate::model::{AccountKind, AccountNumber, Chart, Role};

/// An account as a chart publishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartAccount {
    /// Its number in this chart.
    pub number: AccountNumber,
    /// Its German name.
    pub name_de: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// What it measures.
    pub kind: AccountKind,
    /// The job it does in posting rules; `None` if only people post to it.
    pub role: Option<Role>,
}

/// All accounts of a chart, those with a role first, grouped by subject (not by number).
#[must_use]
pub fn accounts(chart: Chart) -> &'static [ChartAccount] {
    match chart {
        Chart::Skr03 => SKR03,
        Chart::Skr04 => SKR04,
    }
}

const fn account(
    number: &str,
    kind: AccountKind,
    role: Option<Role>,
    name_de: &'static str,
    name_en: &'static str,
) -> ChartAccount {
    ChartAccount { number: AccountNumber::known(number), name_de, name_en, kind, role }
}

/// Makes both tables and the way from a role to its account out of one list. A macro and not a function, so
/// that a role without an account doesn't compile.
macro_rules! charts {
    (
        roles { $($role:ident $kind:ident $skr03:literal $skr04:literal $de:literal $en:literal;)* }
        others { $($other_kind:ident $other03:literal $other04:literal $other_de:literal $other_en:literal;)* }
    ) => {
        static SKR03: &[ChartAccount] = &[
            $(account($skr03, AccountKind::$kind, Some(Role::$role), $de, $en),)*
            $(account($other03, AccountKind::$other_kind, None, $other_de, $other_en),)*
        ];

        static SKR04: &[ChartAccount] = &[
            $(account($skr04, AccountKind::$kind, Some(Role::$role), $de, $en),)*
            $(account($other04, AccountKind::$other_kind, None, $other_de, $other_en),)*
        ];

        /// The account that does a job in a chart.
        #[must_use]
        pub fn by_role(chart: Chart, role: Role) -> &'static ChartAccount {
            match role {
                $(Role::$role => {
                    const IN_SKR03: &ChartAccount =
                        &account($skr03, AccountKind::$kind, Some(Role::$role), $de, $en);
                    const IN_SKR04: &ChartAccount =
                        &account($skr04, AccountKind::$kind, Some(Role::$role), $de, $en);
                    match chart {
                        Chart::Skr03 => IN_SKR03,
                        Chart::Skr04 => IN_SKR04,
                    }
                })*
            }
        }
    };
}

charts! {
    roles {
        // Money, customers, suppliers. Kind, SKR03, SKR04.
        Cash Asset "1000" "1600" "Kasse" "Cash";
        Bank Asset "1200" "1800" "Bank" "Bank";
        Transit Asset "1360" "1460" "Geldtransit" "Cash in transit";
        Receivables Asset "1400" "1200" "Forderungen aus Lieferungen und Leistungen" "Trade receivables";
        Payables Liability "1600" "3300" "Verbindlichkeiten aus Lieferungen und Leistungen" "Trade payables";

        // Goods. 1792/3630 is the published interim account; it stands here for received, not yet billed.
        Stock Asset "3980" "1140" "Waren (Bestand)" "Merchandise in stock";
        CostOfGoods Expense "3960" "5880" "Bestandsveränderungen RHB sowie bezogene Waren"
            "Cost of goods (change in stock)";
        StockDifference Expense "3950" "5881" "Bestandsveränderungen Waren" "Stock differences";
        GoodsReceived Liability "1792" "3630" "Wareneingang, Rechnung ausstehend (Interimskonto)"
            "Goods received, not billed";
        Vouchers Liability "1796" "3786" "Ausgegebene Geschenkgutscheine" "Vouchers issued";

        // Opening balances. The same statistical accounts in both charts.
        OpeningBalance Equity "9000" "9000" "Saldenvorträge, Sachkonten" "Balances brought forward, general";
        OpeningReceivables Equity "9008" "9008" "Saldenvorträge, Debitoren"
            "Balances brought forward, customers";
        OpeningPayables Equity "9009" "9009" "Saldenvorträge, Kreditoren"
            "Balances brought forward, suppliers";

        // Value added tax.
        InputVatStandard Asset "1576" "1406" "Abziehbare Vorsteuer 19 %" "Input VAT 19%";
        InputVatReduced Asset "1571" "1401" "Abziehbare Vorsteuer 7 %" "Input VAT 7%";
        VatStandard Liability "1776" "3806" "Umsatzsteuer 19 %" "VAT 19%";
        VatReduced Liability "1771" "3801" "Umsatzsteuer 7 %" "VAT 7%";
        VatOss Liability "1767" "3817" "Umsatzsteuer aus im anderen EU-Land steuerpflichtigen Lieferungen"
            "VAT of other member states (OSS)";
        AdvancesStandard Liability "1718" "3272" "Erhaltene, versteuerte Anzahlungen 19 % USt"
            "Advances received, 19% VAT";
        AdvancesReduced Liability "1711" "3260" "Erhaltene, versteuerte Anzahlungen 7 % USt"
            "Advances received, 7% VAT";
        AdvancesUntaxed Liability "1710" "3250" "Erhaltene Anzahlungen auf Bestellungen"
            "Advances received, no VAT";

        // Sales.
        RevenueStandard Income "8400" "4400" "Erlöse 19 % USt" "Revenue, 19% VAT";
        RevenueReduced Income "8300" "4300" "Erlöse 7 % USt" "Revenue, 7% VAT";
        RevenueZero Income "8290" "4290" "Erlöse 0 % USt" "Revenue, 0% VAT";
        RevenueUntaxed Income "8200" "4200" "Erlöse" "Revenue, no VAT";
        RevenueExport Income "8120" "4120" "Steuerfreie Umsätze § 4 Nr. 1a UStG" "Exports, tax-exempt";
        RevenueEu Income "8125" "4125" "Steuerfreie innergemeinschaftliche Lieferungen § 4 Nr. 1b UStG"
            "Intra-Community supplies, tax-exempt";
        RevenueOss Income "8320" "4320" "Erlöse aus im anderen EU-Land steuerpflichtigen Lieferungen"
            "Distance sales taxed in other member states";
        RevenueReverseCharge Income "8335" "4335" "Erlöse § 13b Abs. 2 Nr. 10 UStG (Mobilfunkgeräte u. a.)"
            "Revenue, reverse charge (phones, tablets, consoles, chips)";
        RevenueSmallBusiness Income "8195" "4185" "Erlöse als Kleinunternehmer § 19 Abs. 1 UStG"
            "Revenue, small business scheme";

        // What was not paid, or paid sooner.
        BadDebtStandard Expense "2406" "6936" "Forderungsverluste 19 % USt (übliche Höhe)"
            "Bad debt, 19% VAT";
        BadDebtReduced Expense "2401" "6931" "Forderungsverluste 7 % USt (übliche Höhe)" "Bad debt, 7% VAT";
        BadDebtUntaxed Expense "2400" "6930" "Forderungsverluste (übliche Höhe)" "Bad debt, no VAT";
        Recovered Income "2732" "4925" "Erträge aus abgeschriebenen Forderungen" "Recovered bad debt";
        DiscountReceivedStandard Expense "3736" "5736" "Erhaltene Skonti 19 % Vorsteuer"
            "Discounts received, 19% input VAT";
        DiscountReceivedReduced Expense "3731" "5731" "Erhaltene Skonti 7 % Vorsteuer"
            "Discounts received, 7% input VAT";
        DiscountReceivedUntaxed Expense "3730" "5730" "Erhaltene Skonti" "Discounts received, no VAT";
        DiscountGivenStandard Income "8736" "4736" "Gewährte Skonti 19 % USt" "Discounts given, 19% VAT";
        DiscountGivenReduced Income "8731" "4731" "Gewährte Skonti 7 % USt" "Discounts given, 7% VAT";
        DiscountGivenUntaxed Income "8730" "4730" "Gewährte Skonti" "Discounts given, no VAT";
    }
    others {
        Equity "0800" "2900" "Gezeichnetes Kapital" "Subscribed capital";
        Equity "1800" "2100" "Privatentnahmen allgemein" "Owner's withdrawals";
        Equity "1890" "2180" "Privateinlagen" "Owner's contributions";
        Liability "1780" "3820" "Umsatzsteuer-Vorauszahlungen" "VAT prepayments";
        Liability "1789" "3840" "Umsatzsteuer laufendes Jahr" "VAT, current year";
        Expense "3200" "5200" "Wareneingang" "Purchases";
        Expense "3300" "5300" "Wareneingang 7 % Vorsteuer" "Purchases, 7% input VAT";
        Expense "3400" "5400" "Wareneingang 19 % Vorsteuer" "Purchases, 19% input VAT";
        Expense "3800" "5800" "Bezugsnebenkosten" "Incidental costs of purchase";
        Expense "3850" "5840" "Zölle und Einfuhrabgaben" "Customs and import duties";
        Expense "4710" "6710" "Verpackungsmaterial" "Packaging material";
        Expense "4730" "6740" "Ausgangsfrachten" "Outbound freight";
        Expense "4900" "6300" "Sonstige betriebliche Aufwendungen" "Other operating expenses";
        Expense "4970" "6855" "Nebenkosten des Geldverkehrs" "Bank and payment charges";
        Income "8603" "4830" "Sonstige betriebliche Erträge" "Other operating income";
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_role_has_exactly_one_account_in_every_chart() {
        for chart in Chart::ALL {
            for role in Role::ALL {
                let found: Vec<_> =
                    accounts(*chart).iter().filter(|account| account.role == Some(*role)).collect();
                assert_eq!(found, [by_role(*chart, *role)], "{role} in {chart}");
            }
        }
    }

    #[test]
    fn a_number_occurs_once_in_a_chart_and_has_four_digits() {
        for chart in Chart::ALL {
            let numbers: BTreeSet<_> = accounts(*chart).iter().map(|account| account.number).collect();
            assert_eq!(numbers.len(), accounts(*chart).len(), "{chart}");
            assert!(numbers.iter().all(|number| number.as_str().len() == 4), "{chart}");
        }
    }

    #[test]
    fn counterparts_agree_in_all_but_the_number() {
        let [skr03, skr04] = [Chart::Skr03, Chart::Skr04].map(accounts);
        assert_eq!(skr03.len(), skr04.len());
        for (one, other) in skr03.iter().zip(skr04) {
            assert_eq!(ChartAccount { number: other.number, ..*one }, *other);
        }
    }

    /// The class of a number (its first digit) says what kind the account is, except in SKR03, where classes
    /// 1, 2 and 3 hold several.
    #[test]
    fn a_kind_fits_the_class_of_its_number() {
        for account in accounts(Chart::Skr04) {
            let expected: &[AccountKind] = match account.number.as_str().chars().next().unwrap() {
                '1' => &[AccountKind::Asset],
                '2' | '9' => &[AccountKind::Equity],
                '3' => &[AccountKind::Liability],
                '4' => &[AccountKind::Income],
                '5' | '6' => &[AccountKind::Expense],
                class => panic!("class {class} is not used"),
            };
            assert!(expected.contains(&account.kind), "{account:?}");
        }
        for account in accounts(Chart::Skr03) {
            let expected: &[AccountKind] = match account.number.as_str().chars().next().unwrap() {
                '0' | '9' => &[AccountKind::Equity],
                '1' => &[AccountKind::Asset, AccountKind::Liability, AccountKind::Equity],
                '2' => &[AccountKind::Expense, AccountKind::Income],
                '3' => &[AccountKind::Expense, AccountKind::Asset],
                '4' => &[AccountKind::Expense],
                '8' => &[AccountKind::Income],
                class => panic!("class {class} is not used"),
            };
            assert!(expected.contains(&account.kind), "{account:?}");
        }
    }

    /// Typed in a second time from the published charts, so that a slip in the table is seen.
    #[test]
    fn the_numbers_are_the_published_ones() {
        use Role::*;
        let table = [
            (Cash, "1000", "1600"),
            (Bank, "1200", "1800"),
            (Transit, "1360", "1460"),
            (Receivables, "1400", "1200"),
            (Payables, "1600", "3300"),
            (InputVatReduced, "1571", "1401"),
            (InputVatStandard, "1576", "1406"),
            (VatReduced, "1771", "3801"),
            (VatStandard, "1776", "3806"),
            (VatOss, "1767", "3817"),
            (AdvancesUntaxed, "1710", "3250"),
            (AdvancesReduced, "1711", "3260"),
            (AdvancesStandard, "1718", "3272"),
            (GoodsReceived, "1792", "3630"),
            (Vouchers, "1796", "3786"),
            (BadDebtUntaxed, "2400", "6930"),
            (BadDebtReduced, "2401", "6931"),
            (BadDebtStandard, "2406", "6936"),
            (Recovered, "2732", "4925"),
            (DiscountReceivedUntaxed, "3730", "5730"),
            (DiscountReceivedReduced, "3731", "5731"),
            (DiscountReceivedStandard, "3736", "5736"),
            (StockDifference, "3950", "5881"),
            (CostOfGoods, "3960", "5880"),
            (Stock, "3980", "1140"),
            (RevenueExport, "8120", "4120"),
            (RevenueEu, "8125", "4125"),
            (RevenueSmallBusiness, "8195", "4185"),
            (RevenueUntaxed, "8200", "4200"),
            (RevenueZero, "8290", "4290"),
            (RevenueReduced, "8300", "4300"),
            (RevenueStandard, "8400", "4400"),
            (RevenueOss, "8320", "4320"),
            (RevenueReverseCharge, "8335", "4335"),
            (DiscountGivenUntaxed, "8730", "4730"),
            (DiscountGivenReduced, "8731", "4731"),
            (DiscountGivenStandard, "8736", "4736"),
            (OpeningBalance, "9000", "9000"),
            (OpeningReceivables, "9008", "9008"),
            (OpeningPayables, "9009", "9009"),
        ];
        for (role, skr03, skr04) in table {
            assert_eq!(by_role(Chart::Skr03, role).number.as_str(), skr03, "{role}");
            assert_eq!(by_role(Chart::Skr04, role).number.as_str(), skr04, "{role}");
        }
        assert_eq!(table.len(), Role::ALL.len(), "a role is missing from this table");
    }
}
