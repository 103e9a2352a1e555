//! S6.8: Treasuries sold abroad among the exports of a year.

use triffin_basis::{BasisError, Quantity};

use super::amounts::{Flow, Number, Stock};

/// Where the securities stand among the exports.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Places in the list given, largest first; the securities are its last place.
    pub order: Vec<usize>,
    /// Rank of the securities, from 1.
    pub rank: usize,
    /// The securities over each export category.
    pub multiples: Vec<Number>,
}

/// rank{X_1 … X_n, net sales of Treasuries to foreigners}, all flows of a year
///
/// Selling a security is no export: exports are in the current account, the
/// sale is in the financial account, and it is what pays for imports that
/// exports did not. Set beside exports it must be the net flow of the year.
/// The rank depends on how finely the goods are cut.
///
/// Unit: rank; the amounts in one currency a year.
///
/// Errors: `E-BASIS-CURRENCY` for two currencies.
///
/// Source: document 003, opening and the end of the part on why all choose Treasuries; IMF,
/// Balance of Payments Manual (6th ed., 2009), ch. 8, for the account.
pub fn ranking(categories: &[Flow], sold: &Flow) -> Result<Ranking, BasisError> {
    let mut all = categories.to_vec();
    all.push(sold.clone());
    let order = Quantity::rank(&all)?;
    // proof: the order is a permutation of all places, the last one included.
    let place = order.iter().position(|index| *index == categories.len());
    let multiples = categories
        .iter()
        .map(|category| Number::ratio(sold, category))
        .collect::<Result<_, _>>()?;
    Ok(Ranking {
        rank: place.map_or(all.len(), |place| place + 1),
        order,
        multiples,
    })
}

/// net sales of a year = (H_1 − H_0) ÷ years
///
/// What two holdings say of the flow between them. It holds changes of price
/// too, so it is a bound where they are not known.
///
/// Unit: that of the holdings, a year. Sign: a rise of what foreigners hold is a sale to them.
///
/// Errors: `E-BASIS-…` for two bases, `E-INTERVAL-ZERO` for no years.
///
/// Source: IMF, Balance of Payments Manual (6th ed., 2009), para 3.19, for the change of a position as
/// transactions and other changes.
pub fn yearly_change(from: &Stock, to: &Stock, years: &Number) -> Result<Flow, BasisError> {
    let change = to.minus(from)?;
    super::amounts::part(&change, &Number::one().over(years)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, stock};
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn flows(texts: &[&str]) -> Vec<Flow> {
        texts.iter().map(|text| flow(text).unwrap()).collect()
    }

    /// World Bank 2022 and CRS: 0.55 tn a year is under manufactures and over fuels.
    #[test]
    fn s6_8_treasuries_stand_between_manufactures_and_fuels() {
        let years = Number::exact(Decimal::TWO);
        let (from, to) = (stock("8.1 tn USD").unwrap(), stock("9.2 tn USD").unwrap());
        let sold = yearly_change(&from, &to, &years).unwrap();
        assert_eq!(sold.value(), flow("550 bn USD").unwrap().value());
        let goods = flows(&["1,104 bn USD", "442 bn USD", "212 bn USD"]);
        assert_eq!(ranking(&goods, &sold).unwrap().rank, 2);
    }

    #[test]
    fn goods_in_another_currency_are_not_ranked() {
        let refused = ranking(&flows(&["1 tn CNY"]), &flow("1 tn USD").unwrap()).unwrap_err();
        assert_eq!(refused.code(), "E-BASIS-CURRENCY");
    }

    proptest! {
        #[test]
        fn the_rank_counts_the_larger_categories(values in prop::collection::vec(1i64..1_000, 0..20), sold in 1i64..1_000) {
            let goods: Vec<Flow> = values.iter().map(|v| flow(&format!("{v} bn USD")).unwrap()).collect();
            let rank = ranking(&goods, &flow(&format!("{sold}.5 bn USD")).unwrap()).unwrap().rank;
            prop_assert_eq!(rank, 1 + values.iter().filter(|v| **v > sold).count());
        }
    }
}
