//! S6.21: a trade deficit and the financing on its other side.

use triffin_basis::{BasisError, Decimal};

use super::amounts::{Flow, same};

/// The accounts of one economy and one period; a part that is not known is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Accounts {
    /// Balance of goods and services.
    pub trade: Flow,
    /// Balance of primary and secondary income.
    pub income: Option<Flow>,
    /// Balance of the capital account.
    pub capital: Option<Flow>,
    /// Net errors and omissions.
    pub errors: Option<Flow>,
    /// Financial account as reported: net acquisition of assets less incurrence of liabilities.
    pub financial: Option<Flow>,
}

/// The two sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Twin {
    /// Trade and income.
    pub current: Option<Flow>,
    /// Net financing from abroad that the accounts need; none where a part is not known.
    pub financing: Option<Flow>,
    /// −trade: the financing if everything beside trade were nothing.
    pub opposite: Flow,
    /// Income, capital account, errors and omissions together: what must be
    /// nothing for the two sides to be equal and opposite.
    pub beside: Option<Flow>,
    /// The reported financial account less what the accounts imply.
    pub residual: Option<Flow>,
}

/// financing = −(trade balance + income + capital account + errors and omissions) = −FA
///
/// CA + KA + E&O = FA. A trade deficit is matched by net financing from
/// abroad, and the two are equal and opposite only where income, capital
/// account and errors add up to nothing. Treasuries are one of the things sold.
///
/// Unit: that of the balances. Sign: a deficit is negative, financing received is positive, FA as in BPM6.
///
/// Errors: `E-BASIS-…` where two balances stand on different bases.
///
/// Source: document 003 (trade deficit, financial surplus) and 000, part three; IMF, Balance of Payments
/// Manual (6th ed., 2009), para 2.17.
pub fn twin(accounts: &Accounts) -> Result<Twin, BasisError> {
    let trade = &accounts.trade;
    let beside = together(&[&accounts.income, &accounts.capital, &accounts.errors])?;
    let financing = match &beside {
        Some(beside) => Some(trade.plus(beside)?.negated()),
        None => None,
    };
    let residual = match (&accounts.financial, &financing) {
        (Some(reported), Some(needed)) => Some(reported.plus(needed)?),
        _ => None,
    };
    Ok(Twin {
        current: match &accounts.income {
            Some(income) => Some(trade.plus(income)?),
            None => None,
        },
        opposite: trade.negated(),
        financing,
        beside,
        residual,
    })
}

/// The sum, where every part is known.
fn together(parts: &[&Option<Flow>]) -> Result<Option<Flow>, BasisError> {
    let Some(known) = parts
        .iter()
        .map(|part| part.as_ref())
        .collect::<Option<Vec<_>>>()
    else {
        return Ok(None);
    };
    let Some(first) = known.first() else {
        return Ok(None);
    };
    let nothing = same(first, Decimal::ZERO)?;
    known
        .into_iter()
        .try_fold(nothing, |sum, part| sum.plus(part))
        .map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::flow;
    use proptest::prelude::*;

    fn of(text: &str) -> Option<Flow> {
        Some(flow(text).unwrap())
    }

    /// World Bank, WDI (2024-02-21), United States 2022, mn USD: BN.CAB.XOKA.CD −971,594,
    /// BN.TRF.KOGT.CD −4,603, BN.KAC.EOMS.CD 171,406, BN.FIN.TOTL.CD −804,791.
    #[test]
    fn s6_21_the_united_states_of_2022_are_financed_to_the_last_million() {
        let sides = twin(&Accounts {
            trade: flow("-951,187 mn USD").unwrap(),
            income: of("-20,407 mn USD"),
            capital: of("-4,603 mn USD"),
            errors: of("171,406 mn USD"),
            financial: of("-804,791 mn USD"),
        })
        .unwrap();
        let current = sides.current.unwrap();
        assert_eq!(current.value(), flow("-971,594 mn USD").unwrap().value());
        assert_eq!(
            sides.financing.unwrap().value(),
            of("804,791 mn USD").unwrap().value()
        );
        assert!(sides.residual.unwrap().value().is_zero());
        assert_eq!(
            sides.opposite.value(),
            of("951,187 mn USD").unwrap().value()
        );
    }

    /// 000 states a trade balance of −9,096 and nothing beside it.
    #[test]
    fn what_is_not_stated_leaves_the_financing_open() {
        let sides = twin(&Accounts {
            trade: flow("-9096亿美元").unwrap(),
            income: None,
            capital: None,
            errors: None,
            financial: None,
        })
        .unwrap();
        assert_eq!((sides.financing, sides.beside), (None, None));
        assert_eq!(sides.opposite.value(), flow("9096亿美元").unwrap().value());
    }

    proptest! {
        #[test]
        fn the_sides_are_equal_and_opposite_where_the_rest_is_nothing(t in -1_000_000i64..1_000_000, i in -1_000_000i64..1_000_000, k in -1_000_000i64..1_000_000) {
            let read = |n: i64| flow(&format!("{n} mn USD")).unwrap();
            let sides = twin(&Accounts {
                trade: read(t),
                income: Some(read(i)),
                capital: Some(read(k)),
                errors: Some(read(-i - k)),
                financial: Some(read(t)),
            }).unwrap();
            prop_assert_eq!(sides.financing.unwrap().value(), sides.opposite.value());
            prop_assert!(sides.beside.unwrap().value().is_zero());
            prop_assert!(sides.residual.unwrap().value().is_zero());
        }
    }
}
