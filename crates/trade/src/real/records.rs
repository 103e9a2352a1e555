//! Records at constant prices: each value by the index of its own product, side
//! and period, then summed.

use std::collections::{BTreeMap, BTreeSet};

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit, when};
use serde::Serialize;
use triffin_basis::{BasisError, Freq, Period};

use super::indices::PriceIndices;
use super::real;
use crate::balance::BalanceRow;
use crate::columns::{Amounts, Texts};
use crate::cut::Cut;
use crate::functions::{LabelFunction, sum};
use crate::selection::assigned_day;
use crate::{Axis, Exact, Flow, Levels, Measure, Selection, TradeError, classification};

/// The values of one key, side, product and period at current prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// The key of the breakdown.
    pub key: String,
    /// Export or import.
    pub flow: Flow,
    /// The commodity code.
    pub product: String,
    /// The period whose prices they are at.
    pub period: Period,
    /// Their sum.
    pub amount: Exact,
}

/// A key at current and at constant prices.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RealRow {
    /// At current prices.
    pub nominal: BalanceRow,
    /// At the prices of the base period; a side of which some value has no
    /// index is not there.
    pub real: BalanceRow,
    /// Products of the key without an index.
    pub without: BTreeSet<String>,
    /// Those of them without one of the base period.
    pub without_base: BTreeSet<String>,
    /// The price index of exports and of imports, base 100, where all values of
    /// the side have one and the same.
    pub index: [Option<Exact>; 2],
}

/// The plan of the values to deflate: columns `key`, `flow`, `product`,
/// `slot`, `amount`.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    cut: &Cut,
    (axis, grain): (Axis, Freq),
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    measure.admits(&[cut])?;
    let rows = measure.apply(Levels::rows(input, selection, cut)?, selection)?;
    let day = col("freq").eq(lit(Freq::Day.letter().to_string()));
    let month = lit(Freq::Month.letter().to_string());
    let freq = when(day, month).otherwise(col("freq"))?;
    let slot = LabelFunction::Period.call(assigned_day(selection.timing), freq);
    let key = classification::key(axis, selection, grain);
    let keys = [
        key.alias("key"),
        col("flow"),
        col("product"),
        slot.alias("slot"),
    ];
    Ok(LogicalPlanBuilder::from(rows)
        .filter(col("amount").is_not_null())?
        .aggregate(keys, [sum(registry, col("amount"))?.alias("amount")])?
        .build()?)
}

/// Reads the batches of [`plan`].
pub fn priced(batches: &[RecordBatch]) -> Result<Vec<Priced>, TradeError> {
    let mut out = Vec::new();
    for batch in batches {
        let text = |name| Texts::of(batch, name);
        let (key, flow, product, slot) =
            (text("key")?, text("flow")?, text("product")?, text("slot")?);
        let amount = Amounts::of(batch, "amount")?;
        for row in 0..batch.num_rows() {
            let (Some(flow), Some(amount)) = (flow.get(row).and_then(Flow::parse), amount.get(row))
            else {
                continue;
            };
            out.push(Priced {
                key: key.owned(row),
                flow,
                product: product.owned(row),
                period: Period::parse(slot.get(row).unwrap_or_default())?,
                amount,
            });
        }
    }
    Ok(out)
}

/// Decimals of an index on base 100.
const INDEX_SCALE: u8 = 12;

/// The indices of a value: both of its period and of the base, or which lacks.
#[derive(Clone, Copy, Debug)]
enum By {
    Both(Exact, Exact),
    NoBase,
    NoPeriod,
}

/// One side of a key while it is summed.
#[derive(Clone, Debug, Default)]
struct Side {
    nominal: Option<Exact>,
    real: Option<Exact>,
    without: BTreeSet<String>,
    without_base: BTreeSet<String>,
    on_100: BTreeSet<(i128, u8)>,
}

impl Side {
    fn add(&mut self, of: &Priced, by: By) -> Result<(), BasisError> {
        let nothing = Exact::ZERO;
        self.nominal = Some(self.nominal.unwrap_or(nothing).plus(of.amount)?);
        match by {
            By::Both(index, base) => {
                let value = real(of.amount, index, base)?;
                self.real = Some(self.real.unwrap_or(nothing).plus(value)?);
                let on_100 = index.times(Exact::whole(100), INDEX_SCALE)?;
                let on_100 = on_100.over(base, INDEX_SCALE)?;
                self.on_100.extend(on_100.map(|i| (i.digits(), i.scale())));
            }
            By::NoBase => {
                self.without.insert(of.product.clone());
                self.without_base.insert(of.product.clone());
            }
            By::NoPeriod => {
                self.without.insert(of.product.clone());
            }
        }
        Ok(())
    }

    /// The index of all its values, where there is one.
    fn index(&self) -> Option<Exact> {
        let (digits, scale) = self.on_100.first()?;
        let one = self.on_100.len() == 1 && self.without.is_empty();
        one.then(|| Exact::new(*digits, *scale))
    }

    /// Null where a part of it could not be deflated.
    fn at_constant_prices(&self) -> Option<Exact> {
        self.real.filter(|_| self.without.is_empty())
    }
}

/// `X_real = Σ X_i / P_i`, `M_real = Σ M_i / P_i`, `B_real = X_real − M_real`
///
/// The rows by key and their total. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the amounts, real ones at the prices of `base`.
pub fn rows(
    priced: &[Priced],
    indices: &PriceIndices,
    base: Period,
) -> Result<(Vec<RealRow>, RealRow), BasisError> {
    let mut keys: BTreeMap<&str, [Side; 2]> = BTreeMap::new();
    let mut whole = <[Side; 2]>::default();
    for of in priced {
        let by = match indices.of(&of.product, of.flow, of.period, base)? {
            Some((index, base)) => By::Both(index, base),
            None if indices.has(&of.product, of.flow, base)? => By::NoPeriod,
            None => By::NoBase,
        };
        let side = usize::from(of.flow == Flow::Import);
        keys.entry(&of.key).or_default()[side].add(of, by)?;
        whole[side].add(of, by)?;
    }
    let rows = keys.into_iter().map(|(key, sides)| row(key, &sides));
    Ok((rows.collect::<Result<_, _>>()?, row("total", &whole)?))
}

fn row(key: &str, [exports, imports]: &[Side; 2]) -> Result<RealRow, BasisError> {
    let both = |of: fn(&Side) -> &BTreeSet<String>| -> BTreeSet<String> {
        of(exports).union(of(imports)).cloned().collect()
    };
    Ok(RealRow {
        nominal: BalanceRow::new(key, exports.nominal, imports.nominal)?,
        real: BalanceRow::new(
            key,
            exports.at_constant_prices(),
            imports.at_constant_prices(),
        )?,
        without: both(|side| &side.without),
        without_base: both(|side| &side.without_base),
        index: [exports.index(), imports.index()],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn priced(key: &str, flow: Flow, product: &str, period: &str, amount: i128) -> Priced {
        Priced {
            key: key.into(),
            flow,
            product: product.into(),
            period: Period::parse(period).unwrap(),
            amount: Exact::whole(amount),
        }
    }

    fn oil() -> PriceIndices {
        let mut indices = PriceIndices::default();
        for (product, year, index) in [
            ("27", 2017, 100),
            ("27", 2018, 130),
            ("87", 2017, 100),
            ("87", 2018, 100),
        ] {
            indices
                .add(product, None, Period::year(year), Exact::whole(index))
                .unwrap();
        }
        indices
    }

    /// S1.4: the oil price rises 30 % on the same quantity: nominal imports
    /// rise, real ones do not, and real trade of the rest is untouched.
    #[test]
    fn s1_4_dearer_oil_raises_nominal_imports_only() {
        let records = [
            priced("2017", Flow::Import, "2709", "2017", 200),
            priced("2017", Flow::Import, "8703", "2017", 50),
            priced("2018", Flow::Import, "2709", "2018", 260),
            priced("2018", Flow::Import, "8703", "2018", 50),
        ];
        let (rows, total) = rows(&records, &oil(), Period::year(2017)).unwrap();
        let of = |row: &RealRow| (row.nominal.imports, row.real.imports);
        let pair = |n, r| (Some(Exact::whole(n)), Some(Exact::whole(r)));
        assert_eq!(of(&rows[0]), pair(250, 250));
        assert_eq!(of(&rows[1]), pair(310, 250));
        assert_eq!(of(&total), pair(560, 500));
        assert_eq!(total.real.exports, None);
    }

    #[test]
    fn a_value_without_an_index_leaves_its_side_out_and_is_named() {
        let records = [
            priced("a", Flow::Import, "2709", "2018", 130),
            priced("b", Flow::Import, "9999", "2018", 5),
            priced("b", Flow::Export, "8703", "2018", 7),
        ];
        let (rows, total) = rows(&records, &oil(), Period::year(2017)).unwrap();
        assert_eq!(rows[0].real.imports, Some(Exact::whole(100)));
        assert_eq!(rows[1].real.imports, None);
        assert_eq!(rows[1].real.exports, Some(Exact::whole(7)));
        assert_eq!(
            (total.real.imports, total.nominal.imports),
            (None, Some(Exact::whole(135)))
        );
        assert_eq!(total.without, BTreeSet::from(["9999".to_owned()]));
        assert_eq!(total.without_base, total.without);
        assert_eq!(total.index, [Some(Exact::whole(100)), None]);
    }

    #[test]
    fn what_lacks_is_told_of_the_base_and_of_the_period() {
        let mut given = PriceIndices::default();
        given
            .add("", None, Period::year(2018), Exact::whole(110))
            .unwrap();
        let records = [priced("a", Flow::Export, "27", "2018", 7)];
        let lacking = |base| {
            let (_, total) = rows(&records, &given, Period::year(base)).unwrap();
            (total.without.len(), total.without_base.len())
        };
        assert_eq!(lacking(2015), (1, 1));
        given
            .add("", None, Period::year(2015), Exact::whole(100))
            .unwrap();
        let of = |year: &str| {
            let records = [priced("a", Flow::Export, "27", year, 7)];
            rows(&records, &given, Period::year(2015)).unwrap().1
        };
        assert_eq!(of("2018").index, [Some(Exact::whole(110)), None]);
        let other = of("2017");
        assert_eq!((other.without.len(), other.without_base.len()), (1, 0));
    }
}
