//! The causes of a gap key by key: what records tell in total they tell of a
//! product or a period too.

use std::collections::BTreeMap;

use triffin_basis::{BasisError, Freq, Period, Window};
use triffin_trade::mirror::cause::Part;
use triffin_trade::mirror::gap::{Direction, Reports};
use triffin_trade::mirror::timing::{self, By};
use triffin_trade::valuation::Target;
use triffin_trade::{Axis, Exact, Flow};

use super::causes::{Look, Months, Parcels};
use super::conversion::Converted;
use super::side::Side;
use super::through::Passed;
use super::{Mirror, flows};
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// What was read to attribute the gap of every key.
pub(super) struct ByKey {
    passed: Passed,
    parcels: Parcels,
    timing: Timing,
    converted: Converted,
    axis: Axis,
}

/// The months that tell what was at sea.
enum Timing {
    /// No side has them.
    Unknown,
    /// Of all goods: a key is a period with ends of its own.
    OfPeriods(Months),
    /// Product by product, over one window.
    OfProducts(By, BTreeMap<Period, BTreeMap<String, Exact>>),
}

impl ByKey {
    /// The period a key is, along that axis.
    fn period(&self, key: &str) -> Option<Period> {
        let is_period = self.axis == Axis::Period;
        is_period.then(|| Period::parse(key).ok()).flatten()
    }

    /// Every cause but freight of one key, and false declarations.
    pub(super) fn of(
        &self,
        key: &str,
        reports: &Reports,
        asked: &Mirror,
    ) -> Result<Vec<Part>, BasisError> {
        Ok(vec![
            self.passed.part(|read, flow| read.key(flow, key))?,
            self.timing.part(key, asked)?,
            self.converted.part(reports, self.period(key), asked)?,
            self.parcels
                .part(|read, flow| read.key(flow, key), reports, asked)?,
        ])
    }
}

impl Timing {
    fn part(&self, key: &str, asked: &Mirror) -> Result<Part, BasisError> {
        match self {
            Timing::Unknown => Months::none(),
            Timing::OfPeriods(months) => {
                let window = Window::parse(key)?;
                timing::part(&months.amounts, &window, asked.lag, months.by)
            }
            Timing::OfProducts(by, months) => {
                // A month that is there and holds nothing of a product had no
                // trade of it.
                let of = |(month, amounts): (&Period, &BTreeMap<String, Exact>)| {
                    (*month, amounts.get(key).copied().unwrap_or(Exact::ZERO))
                };
                let amounts = months.iter().map(of).collect();
                timing::part(&amounts, &asked.window, asked.lag, *by)
            }
        }
    }
}

impl Workbench {
    /// What attributes the gaps of a direction along an axis.
    pub(super) fn causes_by_key(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
        direction: Direction,
        axis: Axis,
    ) -> Result<ByKey, QuestionError> {
        let [x, m] = flows(direction);
        let look = Look {
            scope,
            asked,
            exporter: &sides[x.0],
            importer: &sides[m.0],
        };
        let timing = match self.months(&look)? {
            None => Timing::Unknown,
            Some(months) if axis == Axis::Period => Timing::OfPeriods(months),
            Some(months) => self.by_product(&look, &months)?,
        };
        Ok(ByKey {
            passed: self.passed(&look, axis)?,
            parcels: self.parcels(&look, axis)?,
            timing,
            converted: self.converted(&look)?,
            axis,
        })
    }

    /// The months at the ends of the window, product by product.
    fn by_product(&self, look: &Look<'_>, months: &Months) -> Result<Timing, QuestionError> {
        let (side, flow) = match months.by {
            By::Exporter => (look.exporter, Flow::Export),
            By::Importer => (look.importer, Flow::Import),
        };
        let mut amounts = BTreeMap::new();
        let Some(dataset) = &side.dataset else {
            return Ok(Timing::Unknown);
        };
        let basis = look.asked.at(Target::AsReported);
        for month in at_the_ends(look.asked) {
            if !months.amounts.contains_key(&month) {
                continue;
            }
            let selection = side.selection.over(Window::new(month, month)?);
            let (scope, view) = (look.scope, &dataset.view);
            let read = self.read_view(scope, view, &selection, &basis, Axis::Product)?;
            amounts.insert(month, read.by_key(flow));
        }
        Ok(Timing::OfProducts(months.by, amounts))
    }
}

/// The months within the longest lag of either end of the window.
fn at_the_ends(asked: &Mirror) -> Vec<Period> {
    let lag = i32::try_from(asked.lag.max(timing::LONGEST_LAG)).unwrap_or(i32::MAX);
    let inside = asked.window.periods(Freq::Month);
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
        return Vec::new();
    };
    let mut months: Vec<Period> = (-lag..lag)
        .flat_map(|step| [first.shift(step), last.shift(step + 1)])
        .collect();
    months.sort_unstable();
    months.dedup();
    months
}
