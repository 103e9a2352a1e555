//! The rows that tell each trade once, as a plan of the engine.

use std::collections::{BTreeMap, BTreeSet};

use arrow::record_batch::RecordBatch;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};

use crate::columns::Texts;
use crate::cover::{Rule, Unused};
use crate::functions::verdict;
use crate::levels::OWN_CODES;
use crate::survey::{self, Stratum, Survey};
use crate::{Flow, Selection, TradeError};

/// The rows that tell each trade once: those of some strata, and where rows of
/// these meet, a rule that says which of them.
#[derive(Clone, Debug)]
pub struct Cut {
    strata: Vec<Stratum>,
    /// None where every row of the selection may count.
    patterns: Option<BTreeMap<Pattern, Periods>>,
    rule: Option<Rule>,
}

/// What the rows of a stratum share besides their period.
type Pattern = (Flow, char, String, String, i64, bool, [bool; 3]);

/// The periods in which a pattern counts, all of them or some.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The rows of `chosen`, strata of `all`, by `rule` where they may meet.
    pub(crate) fn new(chosen: Vec<&Stratum>, all: &[Stratum], rule: Rule) -> Self {
        Self {
            patterns: (chosen.len() < all.len()).then(|| patterns(&chosen, all)),
            rule: may_meet(&chosen).then_some(rule),
            strata: chosen.into_iter().cloned().collect(),
        }
    }

    /// The rows of several cuts together, to be told of and not to be counted:
    /// each cut is of another selection.
    pub fn joined<'a>(cuts: impl IntoIterator<Item = &'a Cut>) -> Self {
        let strata = cuts.into_iter().flat_map(|cut| cut.strata.iter().cloned());
        Self {
            strata: strata.collect(),
            patterns: None,
            rule: None,
        }
    }

    /// The strata of the rows that count; of those that may where the choice
    /// is still left to the plans.
    pub fn strata(&self) -> &[Stratum] {
        &self.strata
    }

    /// Whether rows meet, so that each is looked at.
    pub fn is_open(&self) -> bool {
        self.rule.is_some()
    }

    /// Rows of the strata.
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
        let Some(patterns) = &self.patterns else {
            return lit(true);
        };
        patterns
            .iter()
            .map(|(pattern, periods)| accepts(pattern, periods))
            .reduce(Expr::or)
            .unwrap_or_else(|| lit(false))
    }

    /// Whether the same rows count of two selections that differ in their
    /// reporter only, so that one plan can ask for both.
    pub fn is_alike(&self, other: &Cut) -> bool {
        let settled = !self.is_open() && !other.is_open();
        settled && self.patterns == other.patterns
    }

    /// `input` with the rows of the selection that count.
    pub fn counted(
        &self,
        input: LogicalPlan,
        selection: &Selection,
    ) -> Result<LogicalPlan, TradeError> {
        let columns = input.schema().columns().into_iter().map(Expr::Column);
        let columns: Vec<Expr> = columns.collect();
        let Some((judged, unused)) = self.judged(input.clone(), selection)? else {
            let filter = selection.filter().and(self.filter());
            return Ok(LogicalPlanBuilder::from(input).filter(filter)?.build()?);
        };
        Ok(LogicalPlanBuilder::from(judged)
            .filter(unused.is_null())?
            .project(columns)?
            .build()?)
    }

    /// The plan that counts rows by stratum and by why they are not counted;
    /// none where no rows meet.
    pub(crate) fn open(
        &self,
        input: LogicalPlan,
        selection: &Selection,
    ) -> Result<Option<LogicalPlan>, TradeError> {
        let Some((judged, unused)) = self.judged(input, selection)? else {
            return Ok(None);
        };
        let keys = Survey::keys(selection).into_iter();
        let keys = keys.chain([unused.alias("unused")]);
        let plan = LogicalPlanBuilder::from(judged).aggregate(keys, Survey::counts())?;
        Ok(Some(plan.build()?))
    }

    /// The rows that may count and, where they meet, why each does not.
    fn judged(
        &self,
        input: LogicalPlan,
        selection: &Selection,
    ) -> Result<Option<(LogicalPlan, Expr)>, TradeError> {
        let Some(rule) = self.rule else {
            return Ok(None);
        };
        let filter = selection.filter().and(self.filter());
        let judged = LogicalPlanBuilder::from(input)
            .filter(filter)?
            .window([verdict(rule)?])?
            .build()?;
        // The window puts its answer behind the columns of its input.
        let unused = judged.schema().columns().pop();
        Ok(unused.map(|unused| (judged, Expr::Column(unused))))
    }

    /// Keeps the strata of the rows that count, from the batches of
    /// [`Cut::open`], and gives the others by reason. Where whole strata count
    /// or do not, no row needs to be looked at again.
    pub(crate) fn settle(
        &mut self,
        batches: &[RecordBatch],
    ) -> Result<BTreeMap<Unused, i64>, TradeError> {
        let mut counted = Vec::new();
        let mut others: Vec<Stratum> = Vec::new();
        let mut left_out = BTreeMap::new();
        for batch in batches {
            let unused = Texts::of(batch, "unused")?;
            survey::read_batch(batch, |row, stratum| match unused.get(row) {
                None => counted.push(stratum),
                Some(word) => {
                    let why = Unused::ALL.into_iter().find(|why| why.as_str() == word);
                    *left_out
                        .entry(why.unwrap_or(Unused::OtherLevel))
                        .or_default() += stratum.rows;
                    others.push(stratum);
                }
            })?;
        }
        let slot = |row: &Stratum| (pattern(row), row.period);
        let left: BTreeSet<_> = others.iter().map(slot).collect();
        if !counted.iter().any(|row| left.contains(&slot(row))) {
            self.keep(&counted, &others);
            self.rule = None;
        }
        self.strata = counted;
        Ok(left_out)
    }
}

impl Cut {
    /// Keeps the periods of `counted`; a pattern of which none is left out
    /// stays as it is.
    fn keep(&mut self, counted: &[Stratum], others: &[Stratum]) {
        if others.is_empty() {
            return;
        }
        let left: BTreeSet<Pattern> = others.iter().map(pattern).collect();
        let kept = patterns(&counted.iter().collect::<Vec<_>>(), &[]);
        let before = self.patterns.take();
        let as_before = |pattern: &Pattern| match &before {
            _ if left.contains(pattern) => None,
            Some(before) => before.get(pattern).cloned(),
            None => Some(Periods::All),
        };
        let kept = kept.into_iter().map(|(pattern, periods)| {
            let periods = as_before(&pattern).unwrap_or(periods);
            (pattern, periods)
        });
        self.patterns = Some(kept.collect());
    }
}

/// The filter's patterns: the strata `chosen` of `all`.
fn patterns(chosen: &[&Stratum], all: &[Stratum]) -> BTreeMap<Pattern, Periods> {
    let mut wanted: BTreeMap<Pattern, BTreeSet<String>> = BTreeMap::new();
    for stratum in chosen {
        let periods = wanted.entry(pattern(stratum)).or_default();
        periods.insert(stratum.period.to_string());
    }
    let mut there: BTreeMap<Pattern, BTreeSet<String>> = BTreeMap::new();
    for stratum in all {
        let periods = there.entry(pattern(stratum)).or_default();
        periods.insert(stratum.period.to_string());
    }
    let periods = |(pattern, periods)| {
        let whole = there.get(&pattern) == Some(&periods);
        let periods = match whole {
            true => Periods::All,
            false => Periods::Only(periods),
        };
        (pattern, periods)
    };
    wanted.into_iter().map(periods).collect()
}

/// Whether some rows of the strata may tell the same trade.
fn may_meet(strata: &[&Stratum]) -> bool {
    let mut years: BTreeMap<(Flow, i16), BTreeSet<Pattern>> = BTreeMap::new();
    for stratum in strata {
        let year = (stratum.flow, stratum.period.year_number());
        years.entry(year).or_default().insert(pattern(stratum));
    }
    years.values().any(|patterns| {
        let mut pairs = patterns
            .iter()
            .flat_map(|a| patterns.iter().map(move |b| (a, b)));
        pairs.any(|(a, b)| meet(a, b))
    })
}

fn meet(a: &Pattern, b: &Pattern) -> bool {
    let ((_, _, partner_a, system_a, level_a, ..), (_, _, partner_b, system_b, level_b, ..)) =
        (a, b);
    let any = |partner: &str| ["world", "group"].contains(&partner);
    if a == b {
        // Two groups may share members.
        return partner_a == "group";
    }
    let partners = partner_a == partner_b || any(partner_a) || any(partner_b);
    let own = [system_a, system_b].map(|system| system == OWN_CODES);
    let codes = match (*level_a, *level_b) {
        (0, _) | (_, 0) => true,
        (one, other) if system_a == system_b => one == other || !own[0],
        _ => own == [false, false],
    };
    partners && codes
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
