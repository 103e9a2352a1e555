//! `tariff solve`: a counterfactual in general equilibrium.

mod by_region;
mod flows;
mod meta;

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::welfare;
use triffin_tariff::scenario::{Model, place};

use super::files::Desk;
use super::gravity;
use super::names::REGION;
use super::solved::Solved;
use crate::answer::{Answer, Row};
use crate::error::QuestionError;
use crate::value::Value;

pub(crate) use meta::meta;

/// A counterfactual, as it is asked for.
#[derive(Clone, Debug, Default)]
pub struct AskedSolve {
    /// A file or the name of a bundled scenario.
    pub scenario: String,
    /// `region`, `sector`, `partner` or `flow`.
    pub by: String,
    /// The regions told; all where none is named.
    pub regions: Vec<String>,
    /// `world-value-added` or a region.
    pub numeraire: String,
    /// `auto`, `yes` or `no`: whether real income is split along the path.
    pub split: String,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Region,
    Sector,
    Partner,
    Flow,
}

/// One row a region, or a sector, partner or flow of a region.
///
/// Changes are in per cent of the baseline unless a column is named a level.
///
/// # Errors
/// Those of the scenario, its tables and shocks; `E-TARIFF-CONVERGENCE` with
/// the market that does not clear.
pub fn solve(asked: &AskedSolve) -> Result<Answer, QuestionError> {
    let desk = Desk::open(&asked.scenario)?;
    let by = axis(&asked.by)?;
    if desk.scenario.gravity.is_some() {
        return gravity::solve(&desk, asked, by);
    }
    let solved = Solved::of(desk)?;
    let path = match splits(&asked.split, solved.desk.scenario.model)? {
        true => Some(welfare::path(
            &solved.world,
            &solved.model,
            &solved.shock,
            &solved.outcome,
            &Default::default(),
        )?),
        false => None,
    };
    let linear = welfare::linear(&solved.world, solved.before(), solved.after());
    let solved = solved.in_numeraire(&asked.numeraire)?;
    let told = told(&asked.regions, solved.world.regions())?;
    let rows = match by {
        By::Region => by_region::rows(&solved, &linear, path.as_ref(), &told),
        By::Sector => flows::by_sector(&solved, &linear, &told),
        By::Partner => flows::by_partner(&solved, &linear, &told),
        By::Flow => flows::by_flow(&solved, &told),
    };
    let mut meta = meta(&solved);
    if let Some(path) = &path {
        meta.facts.push(("split_miss", path.miss.into()));
    }
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

pub(super) fn axis(text: &str) -> Result<By, BasisError> {
    match text {
        "region" => Ok(By::Region),
        "sector" => Ok(By::Sector),
        "partner" => Ok(By::Partner),
        "flow" => Ok(By::Flow),
        _ => Err(BasisError::new(
            "E-USAGE-WORD",
            format!("--by {text} is not known"),
            format!("--by 不认识“{text}”"),
        )
        .value(text)
        .expected(
            "region, sector, partner or flow",
            "region、sector、partner 或 flow",
        )),
    }
}

/// Whether real income is split: by default where the model has many sectors.
fn splits(text: &str, model: Model) -> Result<bool, BasisError> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        "auto" => Ok(model == Model::ManySector),
        _ => Err(BasisError::new(
            "E-USAGE-WORD",
            format!("--split {text} is not known"),
            format!("--split 不认识“{text}”"),
        )
        .value(text)
        .expected("auto, yes or no", "auto、yes 或 no")),
    }
}

/// Whether a region is told.
pub(super) fn told(named: &[String], regions: &[String]) -> Result<Vec<bool>, BasisError> {
    if named.is_empty() {
        return Ok(vec![true; regions.len()]);
    }
    let mut told = vec![false; regions.len()];
    for name in named {
        // proof: the place is one of the regions.
        told[place(regions, name.trim(), REGION)?] = true;
    }
    Ok(told)
}

/// A factor as a change in per cent.
pub(super) fn percent(factor: f64) -> Value {
    (100.0 * (factor - 1.0)).into()
}

/// The change from one level to another in per cent; none from nothing.
pub(super) fn change(before: f64, after: f64) -> Value {
    match before == 0.0 {
        true => Value::Null,
        false => percent(after / before),
    }
}

/// The change of a balance in per cent; none where there was no balance to
/// speak of beside `size`, which rounding alone would move by any share.
pub(super) fn balance_change(before: f64, after: f64, size: f64) -> Value {
    const NOTHING: f64 = 1e-9;
    match before.abs() <= NOTHING * size.abs() {
        true => Value::Null,
        false => percent(after / before),
    }
}

/// A share of one in per cent.
pub(super) fn points(share: f64) -> Value {
    (100.0 * share).into()
}

/// The name of a region or a sector in a row.
pub(super) fn name(names: &[String], place: usize) -> Value {
    names.get(place).map_or(Value::Null, Value::text)
}

/// Adds cells to a row.
pub(super) fn add(row: &mut Row, cells: impl IntoIterator<Item = (&'static str, Value)>) {
    row.extend(cells.into_iter().map(|(name, value)| (name.into(), value)));
}
