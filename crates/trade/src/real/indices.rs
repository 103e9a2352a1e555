//! Price indices by product group, side and period.

use std::collections::BTreeMap;

use triffin_basis::{BasisError, Freq, Period};

use crate::{Exact, Flow};

/// Decimals of an index averaged from shorter periods.
const INDEX_SCALE: u8 = 12;

/// The prices of one group: by period, in one unit.
type Series = BTreeMap<Period, Exact>;

/// Price indices: each of a beginning of commodity codes (empty for all), of one
/// side or both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceIndices {
    series: BTreeMap<(String, Option<Flow>), Series>,
}

impl PriceIndices {
    /// Adds the index of the codes that begin with `product`, of one side or of
    /// both, in `period`.
    ///
    /// Errors with `E-TRADE-DEFLATOR` when it is not positive, or is there
    /// already with another value.
    pub fn add(
        &mut self,
        product: &str,
        flow: Option<Flow>,
        period: Period,
        index: Exact,
    ) -> Result<(), BasisError> {
        let series = self.series.entry((product.to_owned(), flow)).or_default();
        let before = series.insert(period, index);
        if index.signum() > 0 && before.is_none_or(|other| other == index) {
            return Ok(());
        }
        let named = if product.is_empty() { "TOTAL" } else { product };
        Err(BasisError::new(
            "E-TRADE-DEFLATOR",
            format!("the price index of {named} in {period} is {index}"),
            format!("{named} 在 {period} 的价格指数为 {index}"),
        )
        .value(index)
        .expected(
            "one positive index a group and period",
            "每组每期一个正的指数",
        )
        .remedy("Check the indices given", "请核对所给指数"))
    }

    /// Whether some index is of a group of products only.
    pub fn by_product(&self) -> bool {
        self.series.keys().any(|(product, _)| !product.is_empty())
    }

    /// Whether some index of a code and side is of `period`, whatever it is of
    /// besides. Errors with `E-TRADE-OVERFLOW`.
    pub fn has(&self, product: &str, flow: Flow, period: Period) -> Result<bool, BasisError> {
        let of = self.of(product, flow, period, period)?;
        Ok(of.is_some())
    }

    /// The index of a code and side over `period` and over `base`: that of the
    /// longest beginning of the code that has both, of its own side before that
    /// of both sides. None where no group has.
    ///
    /// An index of a longer period stands for those within; a period whose
    /// every month or quarter has an index takes their mean. Errors with
    /// `E-TRADE-OVERFLOW`.
    pub fn of(
        &self,
        product: &str,
        flow: Flow,
        period: Period,
        base: Period,
    ) -> Result<Option<(Exact, Exact)>, BasisError> {
        let code = if product == triffin_basis::TOTAL {
            ""
        } else {
            product
        };
        for end in (0..=code.len())
            .rev()
            .filter(|end| code.is_char_boundary(*end))
        {
            for side in [Some(flow), None] {
                let Some(series) = self.series.get(&(code[..end].to_owned(), side)) else {
                    continue;
                };
                if let (Some(index), Some(base)) = (over(series, period)?, over(series, base)?) {
                    return Ok(Some((index, base)));
                }
            }
        }
        Ok(None)
    }
}

/// The index of a period: its own, that of the period it lies in, or the mean
/// of the shorter ones that fill it.
fn over(series: &Series, period: Period) -> Result<Option<Exact>, BasisError> {
    let longer = Freq::ALL
        .iter()
        .rev()
        .filter_map(|freq| period.parent(*freq));
    for one in longer {
        if let Some(index) = series.get(&one) {
            return Ok(Some(*index));
        }
    }
    for freq in [Freq::Quarter, Freq::Month] {
        let parts = period.parts(freq);
        let found: Option<Vec<Exact>> =
            parts.iter().map(|part| series.get(part).copied()).collect();
        let Some(found) = found.filter(|found| !found.is_empty()) else {
            continue;
        };
        let sum = found
            .iter()
            .try_fold(Exact::ZERO, |sum, index| sum.plus(*index))?;
        return sum.over(Exact::whole(found.len() as i128), INDEX_SCALE);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    fn indices(rows: &[(&str, Option<Flow>, &str, i128)]) -> PriceIndices {
        let mut indices = PriceIndices::default();
        for (product, flow, of, index) in rows {
            indices
                .add(product, *flow, period(of), Exact::whole(*index))
                .unwrap();
        }
        indices
    }

    #[test]
    fn the_longest_beginning_of_a_code_and_its_own_side_decide() {
        let given = indices(&[
            ("", None, "2018", 101),
            ("", None, "2017", 100),
            ("27", None, "2018", 130),
            ("27", None, "2017", 100),
            ("27", Some(Flow::Export), "2018", 120),
            ("27", Some(Flow::Export), "2017", 100),
        ]);
        let of = |product, flow| {
            let found = given.of(product, flow, period("2018"), period("2017"));
            found.unwrap().map(|(index, _)| index)
        };
        assert_eq!(of("270900", Flow::Import), Some(Exact::whole(130)));
        assert_eq!(of("270900", Flow::Export), Some(Exact::whole(120)));
        assert_eq!(of("870323", Flow::Export), Some(Exact::whole(101)));
        assert_eq!(of("TOTAL", Flow::Import), Some(Exact::whole(101)));
        assert!(given.by_product());
    }

    #[test]
    fn months_average_to_their_year_and_a_year_stands_for_its_months() {
        let mut given = PriceIndices::default();
        for month in 1..=12 {
            let index = Exact::whole(100 + i128::from(month));
            let of = Period::month(2018, month).unwrap();
            given.add("", None, of, index).unwrap();
        }
        given
            .add("", None, period("2017"), Exact::whole(100))
            .unwrap();
        let of = |text| {
            given
                .of("27", Flow::Import, period(text), period("2017"))
                .unwrap()
        };
        assert_eq!(of("2018").unwrap().0, "106.5".parse().unwrap());
        assert_eq!(of("2018-Q1").unwrap().0, Exact::whole(102));
        assert_eq!(of("2017-05").unwrap().0, Exact::whole(100));
        assert_eq!(of("2019"), None);
    }

    #[test]
    fn an_index_of_nothing_or_told_twice_is_refused() {
        let mut given = indices(&[("", None, "2018", 100)]);
        for index in [Exact::ZERO, Exact::whole(-3), Exact::whole(101)] {
            let refusal = given.clone().add("", None, period("2018"), index);
            assert_eq!(refusal.unwrap_err().code(), "E-TRADE-DEFLATOR");
        }
        given
            .add("", None, period("2018"), Exact::whole(100))
            .unwrap();
    }
}
