//! The current account of an economy, part by part.

use triffin_basis::{BasisError, Bilingual};

use super::{Sector, State, transactions};
use crate::expression::Expression;

impl Sector {
    /// The economy it belongs to: its name before the last dot, or all of it.
    pub fn economy(&self) -> &str {
        self.name
            .rsplit_once('.')
            .map_or(self.name.as_str(), |(economy, _)| economy)
    }
}

/// One part of a balance.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The row of the transactions matrix, or the sector.
    pub name: String,
    /// What it is, in both languages.
    pub title: Bilingual,
    /// Its contribution, in the currency shown; credits positive.
    pub value: f64,
}

/// CA = Σ receipts from other economies − payments to them
///
/// A part a flow and an income that crosses the border; parts of nothing are
/// left out. The parts sum to [`lending_by_sector`].
///
/// Unit: the currency shown. Sign: credits positive, as in BPM6.
///
/// # Errors
///
/// `E-CYCLE-MATRIX-PERIOD` in the opening state, `E-CYCLE-ECONOMY` where no
/// sector belongs to the economy.
pub fn current_account(state: &State, economy: &str) -> Result<Vec<Part>, BasisError> {
    let matrix = transactions(state)?;
    let sectors = &state.accounts().sectors;
    known(sectors, economy)?;
    let current = matrix.rows.iter().filter(|row| !row.name.starts_with("d("));
    let parts = current.filter_map(|row| {
        let own = sectors
            .iter()
            .zip(&row.cells)
            .filter(|(known, _)| known.economy() == economy);
        let value: f64 = own.filter_map(|(_, cell)| *cell).sum();
        let whole = row
            .cells
            .iter()
            .flatten()
            .fold(0.0_f64, |most, cell| most.max(cell.abs()));
        let crosses = value.abs() > 1e-12 * whole;
        crosses.then(|| Part {
            name: row.name.clone(),
            title: row.title.clone(),
            value,
        })
    });
    Ok(parts.collect())
}

/// CA = S − I = Σ net lending of the sectors of an economy
///
/// Unit: the currency shown. Sign: lending positive.
///
/// # Errors
///
/// As [`current_account`].
pub fn lending_by_sector(state: &State, economy: &str) -> Result<Vec<Part>, BasisError> {
    state.has_past()?;
    let sectors = &state.accounts().sectors;
    known(sectors, economy)?;
    let own = sectors.iter().filter(|known| known.economy() == economy);
    let parts = own.map(|sector| Part {
        name: sector.name.clone(),
        title: sector.title.clone(),
        value: state.amount(Expression::from(sector.lending), sector.currency),
    });
    Ok(parts.collect())
}

/// after − before, part by part: a part missing on one side is nothing there.
///
/// The parts of a change sum to the change of the sums.
pub fn change(before: &[Part], after: &[Part]) -> Vec<Part> {
    let value = |parts: &[Part], name: &str| {
        parts
            .iter()
            .find(|part| part.name == name)
            .map_or(0.0, |part| part.value)
    };
    let gone = before
        .iter()
        .filter(|part| !after.iter().any(|known| known.name == part.name));
    after
        .iter()
        .chain(gone)
        .map(|part| Part {
            value: value(after, &part.name) - value(before, &part.name),
            ..part.clone()
        })
        .collect()
}

fn known(sectors: &[Sector], economy: &str) -> Result<(), BasisError> {
    if sectors.iter().any(|sector| sector.economy() == economy) {
        return Ok(());
    }
    let mut names: Vec<&str> = sectors.iter().map(Sector::economy).collect();
    names.dedup();
    Err(BasisError::new(
        "E-CYCLE-ECONOMY",
        format!("no sector of the model belongs to `{economy}`"),
        format!("模型中没有属于“{economy}”的部门"),
    )
    .value(economy)
    .expected(names.join(", "), names.join("、")))
}
