//! The equations that follow from the declarations.

use std::collections::BTreeMap;

use super::{Accounts, Closure, ClosureOption, Instrument, Kind, SectorId};
use crate::expression::{Comparison, Expression, Node};
use crate::model::{Equation, VariableId};
use crate::place::Place;

/// What the declarations of a model imply.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Generated {
    /// What is added to the equations as written.
    pub equations: Vec<Equation>,
    /// The budgets that follow from all others, one for each group of sectors
    /// that deal with each other.
    pub redundant: Vec<Equation>,
}

impl Accounts {
    /// Every equation that follows from the declarations.
    ///
    /// For an instrument: its stock is the sum of the holdings, and one
    /// without issuer or source has a fixed stock; a ladder has its face value,
    /// coupon and prices. For a sector: its lending,
    /// its worth, and its budget; of the budgets of sectors that deal with
    /// each other one follows from the rest and is set apart. For a closure:
    /// the equation of the option in force.
    pub fn generate(&self) -> Generated {
        let mut generated = Generated::default();
        for instrument in &self.instruments {
            generated.equations.extend(self.stock_equations(instrument));
            let ladder = instrument.ladder.as_ref();
            generated.equations.extend(
                ladder
                    .into_iter()
                    .flat_map(|known| known.equations(instrument)),
            );
        }
        let apart = self.redundant_sectors();
        for (place, sector) in self.sectors.iter().enumerate() {
            let id = SectorId(place);
            generated.equations.extend(self.sector_definitions(id));
            let budget = equation(
                sector.lending.into(),
                self.acquisitions(id),
                format!(
                    "budget of {}: lending = acquisitions - incurrences",
                    sector.name
                ),
                sector.place,
            );
            let list = if apart.contains(&id) {
                &mut generated.redundant
            } else {
                &mut generated.equations
            };
            list.push(budget);
        }
        generated
            .equations
            .extend(self.closures.iter().map(in_force));
        generated
    }

    fn stock_equations(&self, instrument: &Instrument) -> Vec<Equation> {
        let held = self
            .holders(instrument)
            .map(|holding| Expression::from(holding.stock));
        let total = held
            .reduce(|sum, stock| sum + stock)
            .unwrap_or_else(|| 0.0.into());
        let stock = Expression::from(instrument.outstanding);
        let name = &instrument.name;
        let clearing = equation(
            stock.clone(),
            total,
            format!("holders of {name}: stock = sum of holdings"),
            instrument.place,
        );
        let fixed = equation(
            stock,
            Expression::lagged(instrument.outstanding, 1),
            format!("stock of {name}: owed by nobody and produced by nobody, it does not change"),
            instrument.place,
        );
        match instrument.kind {
            Kind::Commodity { source: None } => vec![clearing, fixed],
            _ => vec![clearing],
        }
    }

    fn sector_definitions(&self, id: SectorId) -> [Equation; 2] {
        let sector = &self.sectors[id.0];
        let name = &sector.name;
        [
            equation(
                sector.lending.into(),
                self.lending(id),
                format!("lending of {name} = receipts - payments"),
                sector.place,
            ),
            equation(
                sector.worth.into(),
                self.worth(id),
                format!("worth of {name} = assets - liabilities"),
                sector.place,
            ),
        ]
    }

    /// One sector, the last declared, of each group that deals only within itself.
    ///
    /// The budgets of such a group sum to nothing once every flow has payer
    /// and receiver and every stock its holders, so any one follows from the
    /// others.
    pub(crate) fn redundant_sectors(&self) -> Vec<SectorId> {
        let mut group: Vec<usize> = (0..self.sectors.len()).collect();
        for flow in &self.flows {
            join(&mut group, flow.payer, flow.receiver);
        }
        for instrument in self.instruments.iter().filter(|known| known.is_bought()) {
            let parties = match instrument.kind {
                Kind::Claim(issuer)
                | Kind::Commodity {
                    source: Some(issuer),
                } => Some(issuer),
                _ => None,
            };
            let holders = self.holders(instrument).map(|holding| holding.holder);
            let all: Vec<SectorId> = parties.into_iter().chain(holders).collect();
            for pair in all.windows(2) {
                join(&mut group, pair[0], pair[1]);
            }
        }
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        for sector in 0..group.len() {
            last.insert(root(&group, sector), sector);
        }
        last.into_values().map(SectorId).collect()
    }
}

fn root(group: &[usize], mut sector: usize) -> usize {
    while group[sector] != sector {
        sector = group[sector];
    }
    sector
}

fn join(group: &mut [usize], a: SectorId, b: SectorId) {
    let (a, b) = (root(group, a.0), root(group, b.0));
    group[a.max(b)] = a.min(b);
}

/// The left side of the option in force is its right side.
fn in_force(closure: &Closure) -> Equation {
    let sides = |side: fn(&ClosureOption) -> &Expression| {
        let last = closure.options.len().saturating_sub(1);
        let of = |place: usize| {
            closure
                .options
                .get(place)
                .map(side)
                .cloned()
                .unwrap_or_default()
        };
        let Some(regime) = closure.regime else {
            return of(0);
        };
        (0..last).rev().fold(of(last), |rest, place| {
            is(regime, place).choose(of(place), rest)
        })
    };
    let names: Vec<&str> = closure
        .options
        .iter()
        .map(|known| known.name.as_str())
        .collect();
    let place = closure
        .options
        .first()
        .map_or_else(Place::default, |known| known.place);
    let text = format!("closure {}: {}", closure.name, names.join(" | "));
    equation(
        sides(|known| &known.left),
        sides(|known| &known.right),
        text,
        place,
    )
}

fn is(regime: VariableId, place: usize) -> Expression {
    let mut nodes = Expression::from(regime).nodes().to_vec();
    nodes.push(Node::Number(place as f64));
    nodes.push(Node::Compare(Comparison::Equal));
    Expression::new(nodes)
}

fn equation(left: Expression, right: Expression, text: String, place: Place) -> Equation {
    Equation {
        left,
        right,
        text,
        place,
    }
}
