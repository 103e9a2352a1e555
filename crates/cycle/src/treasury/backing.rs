//! S6.16: whether a stablecoin's reserves cover its coins.

use triffin_basis::{BasisError, Decimal, Lang};

use super::amounts::{Number, Stock, at_least_zero, same};

/// What a reserve can be held in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asset {
    /// Currency, and balances at a Federal Reserve Bank.
    Cash,
    /// Demand deposits at insured banks.
    Deposits,
    /// Treasury bills, and notes and bonds with at most 93 days to run.
    Bills,
    /// Overnight repurchase agreements on such bills.
    Repo,
    /// Money-market funds that hold nothing else.
    MoneyFunds,
    /// Everything else: longer bonds, loans, metals, coins.
    Other,
}

/// Which assets a rule admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// As document 003 tells it: dollars in cash or short Treasuries.
    AsTold,
    /// As enacted, with deposits, repurchase agreements and money-market funds.
    AsEnacted,
}

impl Rule {
    /// Both rules, that of the text first.
    pub const ALL: [Rule; 2] = [Rule::AsTold, Rule::AsEnacted];

    /// The assets it admits.
    ///
    /// Source: document 003, lines 91 and 115; Guiding and Establishing National Innovation
    /// for US Stablecoins Act, Pub. L. 119-27 (18 July 2025), section 4(a)(1)(A).
    pub fn admits(self, asset: Asset) -> bool {
        match self {
            Rule::AsTold => matches!(asset, Asset::Cash | Asset::Bills),
            Rule::AsEnacted => asset != Asset::Other,
        }
    }

    /// Its code in tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Rule::AsTold => "as_told",
            Rule::AsEnacted => "as_enacted",
        }
    }
}

impl Asset {
    /// Every asset, in the order of options and columns.
    pub const ALL: [Asset; 6] = [
        Asset::Cash,
        Asset::Deposits,
        Asset::Bills,
        Asset::Repo,
        Asset::MoneyFunds,
        Asset::Other,
    ];

    /// Its code in options, tables and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Asset::Cash => "cash",
            Asset::Deposits => "deposits",
            Asset::Bills => "bills",
            Asset::Repo => "repo",
            Asset::MoneyFunds => "money_funds",
            Asset::Other => "other",
        }
    }

    /// Its name.
    pub fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Asset::Cash, Lang::En) => "cash",
            (Asset::Cash, Lang::Zh) => "现金",
            (Asset::Deposits, Lang::En) => "bank deposits",
            (Asset::Deposits, Lang::Zh) => "银行存款",
            (Asset::Bills, Lang::En) => "short Treasuries",
            (Asset::Bills, Lang::Zh) => "短期美债",
            (Asset::Repo, Lang::En) => "repurchase agreements",
            (Asset::Repo, Lang::Zh) => "回购",
            (Asset::MoneyFunds, Lang::En) => "money-market funds",
            (Asset::MoneyFunds, Lang::Zh) => "货币市场基金",
            (Asset::Other, Lang::En) => "other assets",
            (Asset::Other, Lang::Zh) => "其他资产",
        }
    }
}

/// Coins and reserves, held against one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Backing {
    /// Stated reserves in assets the rule admits.
    pub admitted: Stock,
    /// Over the coins outstanding.
    pub ratio: Number,
    /// Coins less admitted reserves where those fall short.
    pub shortfall: Stock,
    /// Bills over the coins; none where they are not stated.
    pub bill_share: Option<Number>,
    /// Whether the coins are covered; none where reserves that are not stated could decide.
    pub compliant: Option<bool>,
}

/// compliant ⇔ Σ reserves in admitted assets ≥ coins outstanding
///
/// One to one: 99.9 % fails. Reserves in assets the rule does not admit count
/// for nothing. A class of assets that is not stated is not zero: where the
/// stated ones do not suffice and an admitted class is not stated, there is no
/// verdict.
///
/// Unit: that of the coins; shares of one.
///
/// Errors: `E-CYCLE-NEGATIVE` for an amount below zero, `E-BASIS-CURRENCY` for
/// reserves in another currency, `E-INTERVAL-ZERO` for no coins.
///
/// Source: document 003, lines 91–93 and 115; Pub. L. 119-27 (2025), section 4(a)(1)(A).
pub fn backing(
    coins: &Stock,
    reserves: &[(Asset, Stock)],
    rule: Rule,
) -> Result<Backing, BasisError> {
    at_least_zero(("coins outstanding", "流通量"), coins)?;
    let mut admitted = same(coins, Decimal::ZERO)?;
    for (asset, amount) in reserves {
        at_least_zero(("reserves", "储备"), amount)?;
        // A class that does not count must still be money of the same kind.
        let counted = admitted.plus(amount)?;
        if rule.admits(*asset) {
            admitted = counted;
        }
    }
    let bills = reserves.iter().find(|(asset, _)| *asset == Asset::Bills);
    let short = coins.value() - admitted.value();
    let stated = |asset: &Asset| reserves.iter().any(|(known, _)| known == asset);
    let all_stated = Asset::ALL
        .iter()
        .filter(|asset| rule.admits(**asset))
        .all(stated);
    Ok(Backing {
        ratio: Number::ratio(&admitted, coins)?,
        shortfall: same(coins, short.max(Decimal::ZERO))?,
        bill_share: bills
            .map(|(_, amount)| Number::ratio(amount, coins))
            .transpose()?,
        compliant: match short <= Decimal::ZERO {
            true => Some(true),
            false => all_stated.then_some(false),
        },
        admitted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::stock;
    use proptest::prelude::*;

    fn held(parts: &[(Asset, &str)], rule: Rule) -> Backing {
        let reserves: Vec<(Asset, Stock)> = parts
            .iter()
            .map(|(asset, text)| (*asset, stock(text).unwrap()))
            .collect();
        backing(&stock("100 bn USD").unwrap(), &reserves, rule).unwrap()
    }

    #[test]
    fn s6_16_ninety_nine_point_nine_percent_fail() {
        let cash = (Asset::Cash, "24.9 bn USD");
        let short = held(&[cash, (Asset::Bills, "75 bn USD")], Rule::AsTold);
        assert_eq!(short.compliant, Some(false));
        assert_eq!(
            short.shortfall.value(),
            stock("0.1 bn USD").unwrap().value()
        );
        assert_eq!(short.bill_share.unwrap().value(), Decimal::new(75, 2));
        let full = held(&[cash, (Asset::Bills, "75.1 bn USD")], Rule::AsTold);
        assert_eq!(full.compliant, Some(true));
    }

    #[test]
    fn what_a_rule_does_not_admit_counts_for_nothing() {
        let parts = [(Asset::Bills, "70 bn USD"), (Asset::Repo, "30 bn USD")];
        assert_eq!(held(&parts, Rule::AsEnacted).compliant, Some(true));
        // Cash is not stated: the rule as told has no verdict, and not a failure.
        assert_eq!(held(&parts, Rule::AsTold).compliant, None);
        let loans = [
            (Asset::Cash, "0 USD"),
            (Asset::Bills, "70 bn USD"),
            (Asset::Other, "90 bn USD"),
        ];
        assert_eq!(held(&loans, Rule::AsTold).compliant, Some(false));
    }

    proptest! {
        #[test]
        fn the_law_as_enacted_admits_all_that_the_rule_as_told_does(parts in prop::collection::vec(0i64..200, 6)) {
            let texts: Vec<String> = parts.iter().map(|n| format!("{n} bn USD")).collect();
            let reserves: Vec<(Asset, &str)> = Asset::ALL.iter().zip(&texts).map(|(a, t)| (*a, t.as_str())).collect();
            let (told, enacted) = (held(&reserves, Rule::AsTold), held(&reserves, Rule::AsEnacted));
            prop_assert!(enacted.admitted.value() >= told.admitted.value());
            prop_assert_eq!(told.compliant, Some(parts[0] + parts[2] >= 100));
            prop_assert_eq!(enacted.compliant, Some(parts[..5].iter().sum::<i64>() >= 100));
        }
    }
}
