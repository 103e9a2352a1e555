//! The rows of one level an axis, as a filter of the engine.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::Column;
use datafusion::functions::unicode::expr_fn::left;
use datafusion::logical_expr::{Expr, JoinType, LogicalPlan, LogicalPlanBuilder, col, lit};

use triffin_basis::product::TOTAL;

use crate::survey::Stratum;
use crate::{Flow, TradeError};

/// Which codes of a cell (flow, partner, period) count when some are the
/// beginning of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nested {
    /// All codes have one length: none nests in another.
    No,
    /// Codes that no other code of the cell begins.
    Roots,
    /// Codes that begin no other code of the cell.
    Leaves,
}

/// The rows of one level an axis.
#[derive(Clone, Debug)]
pub struct Cut {
    strata: Vec<Stratum>,
    patterns: BTreeMap<Pattern, Periods>,
    nested: Nested,
}

/// What the rows of a stratum share besides their period.
type Pattern = (Flow, char, String, String, i64, bool, [bool; 3]);

/// The periods in which a pattern counts, all of them or some.
#[derive(Clone, Debug)]
enum Periods {
    All,
    Only(BTreeSet<String>),
}

fn pattern(stratum: &Stratum) -> Pattern {
    (
        stratum.flow,
        stratum.freq().letter(),
        stratum.partner_level.clone(),
        stratum.product_system.clone(),
        stratum.product_level,
        stratum.total,
        stratum.detail,
    )
}

impl Cut {
    /// The rows of `chosen`, strata of `all`.
    pub(crate) fn new(chosen: Vec<&Stratum>, all: &[Stratum], nested: Nested) -> Self {
        let mut wanted: BTreeMap<Pattern, BTreeSet<String>> = BTreeMap::new();
        for stratum in &chosen {
            wanted
                .entry(pattern(stratum))
                .or_default()
                .insert(stratum.period.to_string());
        }
        let mut there: BTreeMap<Pattern, BTreeSet<String>> = BTreeMap::new();
        for stratum in all {
            there
                .entry(pattern(stratum))
                .or_default()
                .insert(stratum.period.to_string());
        }
        let patterns = wanted
            .into_iter()
            .map(|(pattern, periods)| {
                let whole = there.get(&pattern) == Some(&periods);
                let periods = if whole {
                    Periods::All
                } else {
                    Periods::Only(periods)
                };
                (pattern, periods)
            })
            .collect();
        Self {
            strata: chosen.into_iter().cloned().collect(),
            patterns,
            nested,
        }
    }

    /// The strata counted.
    pub fn strata(&self) -> &[Stratum] {
        &self.strata
    }

    /// How nested codes are counted.
    pub fn nested(&self) -> Nested {
        self.nested
    }

    /// Rows chosen, before nested codes are taken out.
    pub fn rows(&self) -> i64 {
        self.strata.iter().map(|stratum| stratum.rows).sum()
    }

    /// The currencies of one side, none standing for not stated.
    pub fn currencies(&self, flow: Flow) -> BTreeSet<Option<String>> {
        self.valued(flow).map(|s| s.currency.clone()).collect()
    }

    /// The valuations of one side, none standing for not stated.
    pub fn valuations(&self, flow: Flow) -> BTreeSet<Option<String>> {
        self.valued(flow).map(|s| s.valuation.clone()).collect()
    }

    /// The commodity classifications of both sides.
    pub fn product_systems(&self) -> BTreeSet<String> {
        self.strata
            .iter()
            .map(|s| s.product_system.clone())
            .collect()
    }

    /// The lengths of the commodity codes, 0 for all products.
    pub fn product_levels(&self) -> BTreeSet<i64> {
        self.strata.iter().map(|s| s.product_level).collect()
    }

    /// The periods of both sides, as recorded.
    pub fn periods(&self) -> BTreeSet<triffin_basis::Period> {
        self.strata.iter().map(|s| s.period).collect()
    }

    fn valued(&self, flow: Flow) -> impl Iterator<Item = &Stratum> {
        self.strata
            .iter()
            .filter(move |s| s.flow == flow && s.values > 0)
    }

    /// Whether a row of the selection is of the chosen levels.
    pub fn filter(&self) -> Expr {
        self.patterns
            .iter()
            .map(|(pattern, periods)| accepts(pattern, periods))
            .reduce(Expr::or)
            .unwrap_or_else(|| lit(false))
    }

    /// `chosen` without the codes that nest in counted ones.
    pub(crate) fn without_nested(&self, chosen: LogicalPlan) -> Result<LogicalPlan, TradeError> {
        if self.nested == Nested::No {
            return Ok(chosen);
        }
        let levels: BTreeSet<i64> = self.strata.iter().map(|s| s.product_level).collect();
        let longest = levels.last().copied().unwrap_or_default();
        let mut kept = chosen.clone();
        for level in levels.into_iter().filter(|level| *level < longest) {
            kept = match self.nested {
                Nested::Leaves => drop_parents(kept, chosen.clone(), level)?,
                _ => drop_children(kept, chosen.clone(), level)?,
            };
        }
        Ok(kept)
    }
}

fn accepts(pattern: &Pattern, periods: &Periods) -> Expr {
    let (flow, freq, partner_level, system, level, total, detail) = pattern;
    let stated = |column: &str, there: bool| match there {
        true => col(column).is_not_null(),
        false => col(column).is_null(),
    };
    let mut row = flow
        .rows()
        .and(col("freq").eq(lit(freq.to_string())))
        .and(col("partner_level").eq(lit(partner_level.as_str())))
        .and(col("product_system").eq(lit(system.as_str())))
        .and(col("product_level").eq(lit(*level as i32)))
        .and(col("breakdown").eq(lit(if *total { "total" } else { "detail" })));
    for (column, there) in ["partner2", "customs_procedure", "transport"]
        .into_iter()
        .zip(detail)
    {
        row = row.and(stated(column, *there));
    }
    match periods {
        Periods::All => row,
        Periods::Only(periods) => {
            let list = periods.iter().map(|period| lit(period.as_str())).collect();
            row.and(col("period").in_list(list, false))
        }
    }
}

/// Takes out of `rows` every longer code that begins with a code of `level`
/// present in the same cell.
fn drop_children(
    rows: LogicalPlan,
    among: LogicalPlan,
    level: i64,
) -> Result<LogicalPlan, TradeError> {
    let parents = cells(
        among,
        col("product_level").eq(lit(level as i32)),
        col("product"),
    )?;
    let under = begins_at(level)
        .eq(other("product"))
        .and(col("product_level").gt(lit(level as i32)));
    anti(rows, parents, cell(level), under)
}

/// Takes out of `rows` every code of `level` that begins a longer one present
/// in the same cell.
fn drop_parents(
    rows: LogicalPlan,
    among: LogicalPlan,
    level: i64,
) -> Result<LogicalPlan, TradeError> {
    let longer = col("product_level").gt(lit(level as i32));
    let children = cells(among, longer, begins_at(level))?;
    anti(
        rows,
        children,
        cell(level),
        col("product").eq(other("product")),
    )
}

/// The code of `level` that a longer code is under: all products begin every
/// code.
fn begins_at(level: i64) -> Expr {
    match level {
        0 => lit(TOTAL),
        _ => left(col("product"), lit(level)),
    }
}

fn other(column: &str) -> Expr {
    Expr::Column(Column::from_name(format!("other_{column}")))
}

/// The distinct cells of the rows that `which` keeps, with `product`.
fn cells(among: LogicalPlan, which: Expr, product: Expr) -> Result<LogicalPlan, TradeError> {
    let columns = ["flow", "partner", "period", "product_system"]
        .map(|name| col(name).alias(format!("other_{name}")));
    let columns = columns.into_iter().chain([product.alias("other_product")]);
    Ok(LogicalPlanBuilder::from(among)
        .filter(which)?
        .project(columns)?
        .distinct()?
        .build()?)
}

/// What rows share when the code of `level` of one may begin that of another.
/// All products are those of every classification.
fn cell(level: i64) -> &'static [&'static str] {
    const CELL: [&str; 4] = ["flow", "partner", "period", "product_system"];
    match level {
        0 => &CELL[..3],
        _ => &CELL,
    }
}

fn anti(
    rows: LogicalPlan,
    cells: LogicalPlan,
    cell: &[&str],
    product: Expr,
) -> Result<LogicalPlan, TradeError> {
    let same = cell.iter().map(|name| col(*name).eq(other(name)));
    Ok(LogicalPlanBuilder::from(rows)
        .join_on(cells, JoinType::LeftAnti, same.chain([product]))?
        .build()?)
}
