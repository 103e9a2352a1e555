//! The opening balance sheets: what follows from what is stated, whether they
//! balance, and where each cell is from.

use triffin_basis::{BasisError, Bilingual};

use super::{Accounts, Instrument};
use crate::errors::Errors;
use crate::expression::{Expression, Node};
use crate::model::{Model, VariableId};
use crate::place::Place;

/// Where the opening value of a variable is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The variable.
    pub variable: VariableId,
    /// Where its value is from.
    pub origin: Origin,
}

/// Where a number is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A publication: a place in [`Accounts::sources`].
    Cited(usize),
    /// Computed from cited numbers.
    Derived,
    /// The assumption of the writer.
    Assumed,
}

/// A publication that openings cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The key it is cited by.
    pub key: String,
    /// What it is, in both languages.
    pub title: Bilingual,
    /// Where it was declared.
    pub place: Place,
}

/// A cell that took up an imbalance on request.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// The holding.
    pub stock: VariableId,
    /// What was stated for it; `None` where nothing was.
    pub stated: Option<f64>,
    /// What balances.
    pub balanced: f64,
}

/// How far rounding may take two sides of an opening apart, relative to them.
const TOLERANCE: f64 = 1e-9;

impl Accounts {
    /// The openings that follow from those in `opened`: how many units there
    /// are, the prices of a ladder, what sectors are worth. In an order in
    /// which each names only those before it or in `opened`.
    pub(crate) fn implied_openings(&self, opened: &[VariableId]) -> Vec<(VariableId, Expression)> {
        let mut implied = Implied {
            known: opened.to_vec(),
            found: Vec::new(),
        };
        for instrument in &self.instruments {
            let held = self
                .holders(instrument)
                .map(|holding| Expression::from(holding.stock));
            if let Some(total) = held.reduce(|sum, stock| sum + stock) {
                implied.add(instrument.outstanding, total);
            }
            implied.ladder(instrument);
        }
        for place in 0..self.sectors.len() {
            let sector = super::SectorId(place);
            implied.add(self.sectors[place].worth, self.worth(sector));
        }
        implied.found
    }

    /// Whether the opening stock of each instrument is the sum of the opening
    /// holdings.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-OPENING` for each that is not, with the imbalance.
    pub(crate) fn check_opening(&self, model: &Model) -> Result<(), Errors> {
        let mut errors = Errors::new();
        let opening = |id: VariableId| model.variable(id).opening;
        for instrument in &self.instruments {
            let held: Option<Vec<f64>> = self
                .holders(instrument)
                .map(|holding| opening(holding.stock))
                .collect();
            let (Some(stated), Some(held)) = (opening(instrument.outstanding), held) else {
                continue;
            };
            let total: f64 = held.iter().sum();
            let scale = held
                .iter()
                .fold(stated.abs(), |most, one| most.max(one.abs()));
            if (stated - total).abs() > TOLERANCE * scale {
                errors.push(imbalance(instrument, stated, total));
            }
        }
        errors.or(())
    }

    /// The cells that took up an imbalance, with what was stated for them.
    pub fn adjustments(&self, model: &Model) -> Vec<Adjustment> {
        let opening = |id: VariableId| model.variable(id).opening.unwrap_or(f64::NAN);
        let made = self.reconciled.iter().map(|(stock, stated)| Adjustment {
            stock: *stock,
            stated: stated
                .as_ref()
                .map(|stated| stated.value(0.0, |id, _| opening(id))),
            balanced: opening(*stock),
        });
        made.collect()
    }

    /// How many openings are cited, derived and assumed, and the share of the
    /// sum of their absolute values: `(cited, derived, assumed)`.
    pub fn origins(&self, model: &Model) -> [OriginShare; 3] {
        let mut shares = [OriginShare::default(); 3];
        for opening in &self.openings {
            let place = match opening.origin {
                Origin::Cited(_) => 0,
                Origin::Derived => 1,
                Origin::Assumed => 2,
            };
            shares[place].cells += 1;
            shares[place].amount += model
                .variable(opening.variable)
                .opening
                .map_or(0.0, f64::abs);
        }
        let cells: usize = shares.iter().map(|share| share.cells).sum();
        let amount: f64 = shares.iter().map(|share| share.amount).sum();
        for share in &mut shares {
            share.of_cells = share.cells as f64 / cells.max(1) as f64;
            share.of_amount = share.amount / amount.max(f64::MIN_POSITIVE);
        }
        shares
    }
}

/// How much of the opening state is from one kind of origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OriginShare {
    /// How many cells.
    pub cells: usize,
    /// The sum of their absolute values, whatever their units.
    pub amount: f64,
    /// The share of all cells.
    pub of_cells: f64,
    /// The share of the sum of absolute values.
    pub of_amount: f64,
}

/// Openings found one after the other.
struct Implied {
    known: Vec<VariableId>,
    found: Vec<(VariableId, Expression)>,
}

impl Implied {
    /// Adds an opening that is not known and names only what is.
    fn add(&mut self, variable: VariableId, value: Expression) {
        let named = |node: &Node| match node {
            Node::Variable { variable, .. } => self.known.contains(variable),
            _ => true,
        };
        if !self.known.contains(&variable) && value.nodes().iter().all(named) {
            self.known.push(variable);
            self.found.push((variable, value));
        }
    }

    /// At the opening a unit of a ladder is a unit of face value, unless both are stated.
    fn ladder(&mut self, instrument: &Instrument) {
        let Some(ladder) = &instrument.ladder else {
            return;
        };
        let units = || Expression::from(instrument.outstanding);
        self.add(ladder.face, units());
        self.add(ladder.coupon, ladder.yield_.into());
        self.add(ladder.clean, ladder.present_value(ladder.coupon.into()));
        let price = Expression::from(ladder.clean) * ladder.face.into() / units();
        self.add(ladder.price, price);
    }
}

fn imbalance(instrument: &Instrument, stated: f64, held: f64) -> BasisError {
    let (name, gap) = (&instrument.name, stated - held);
    let place = instrument.place;
    crate::language::refusal::refuse(
        "E-CYCLE-OPENING",
        place,
        &format!("the opening of `{name}` is {stated}, its holders have {held}: {gap} is missing"),
        &format!("“{name}”的期初存量为 {stated}，持有合计 {held}：相差 {gap}"),
    )
    .value(gap)
    .expected(
        "a stock that is the sum of the holdings",
        "存量等于各持有之和",
    )
    .remedy(
        format!("Correct a cell, or write reconcile HOLDER.{name} for the one that takes it up"),
        format!("请更正其中一格，或写 reconcile 部门.{name} 指定吸收差额的一格"),
    )
}
