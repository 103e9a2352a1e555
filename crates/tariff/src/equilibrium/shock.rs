//! What is changed.

use triffin_basis::BasisError;

use super::flows::Flow;
use super::world::{World, refusal};

/// One change of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// The tariff becomes this rate.
    Rate(f64),
    /// The tariff rises by this many points: 0.1 adds ten.
    Points(f64),
    /// The iceberg cost is multiplied by this: 1.05 is five percent more
    /// goods shipped for each that arrives.
    Iceberg(f64),
}

/// New tariffs and iceberg costs, one a flow of the world they were made for.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// τ', in the order of the flows.
    pub(super) tariff: Vec<f64>,
    /// d̂ = d'/d, in the order of the flows.
    pub(super) iceberg: Vec<f64>,
}

impl Shock {
    /// Nothing changes.
    pub fn none(world: &World) -> Self {
        Self {
            tariff: world.flows().tariffs().to_vec(),
            iceberg: vec![1.0; world.flows().len()],
        }
    }

    /// Makes `change` in every cell `which` says yes to, later changes over
    /// earlier ones; goods bought at home bear no duty and are passed over
    /// by changes of tariffs. How many cells were changed comes back: zero
    /// means that nothing is traded where the change was meant.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-RATE`: a rate of −100 % or less, or no number;
    /// `E-TARIFF-ICEBERG`: a cost that is not positive. Both name the cell,
    /// and nothing is changed.
    pub fn apply(
        &mut self,
        world: &World,
        which: impl Fn(&Flow) -> bool,
        change: Change,
    ) -> Result<usize, BasisError> {
        self.apply_each(world, |flow, _| which(flow).then_some(change))
    }

    /// Makes in every cell the change that `change` gives for it and for the
    /// tariff in force there so far, as [`Shock::apply`] does.
    ///
    /// # Errors
    ///
    /// Those of [`Shock::apply`]; nothing is changed then.
    pub fn apply_each(
        &mut self,
        world: &World,
        change: impl Fn(&Flow, f64) -> Option<Change>,
    ) -> Result<usize, BasisError> {
        let mut next = self.clone();
        let mut changed = 0;
        for (at, flow) in world.flows().iter().enumerate() {
            let home = flow.importer == flow.exporter;
            let Some(change) = change(&flow, next.tariff[at]) else {
                continue;
            };
            if home && !matches!(change, Change::Iceberg(_)) {
                continue;
            }
            match change {
                Change::Rate(rate) => next.tariff[at] = checked_rate(world, &flow, rate)?,
                Change::Points(points) => {
                    next.tariff[at] = checked_rate(world, &flow, next.tariff[at] + points)?;
                }
                Change::Iceberg(cost) => next.iceberg[at] = checked_cost(world, &flow, cost)?,
            }
            changed += 1;
        }
        *self = next;
        Ok(changed)
    }

    /// Makes `change` in one cell; whether anything is traded there. Use
    /// this for a file of rates, [`Shock::apply`] for a rule.
    ///
    /// # Errors
    ///
    /// As [`Shock::apply`], and `E-TARIFF-OWN-DUTY` for a tariff on goods
    /// bought at home.
    pub fn set(
        &mut self,
        world: &World,
        (importer, exporter, sector): (usize, usize, usize),
        change: Change,
    ) -> Result<bool, BasisError> {
        let Some(at) = world.flows().position(importer, exporter, sector) else {
            return Ok(false);
        };
        let flow = world.flows().at(at, importer, sector);
        let rate = match change {
            Change::Rate(rate) => rate,
            Change::Points(points) => self.tariff[at] + points,
            Change::Iceberg(cost) => {
                self.iceberg[at] = checked_cost(world, &flow, cost)?;
                return Ok(true);
            }
        };
        if importer == exporter && rate != 0.0 {
            return Err(refusal::own_duty(&world.cell(&flow), rate));
        }
        self.tariff[at] = checked_rate(world, &flow, rate)?;
        Ok(true)
    }

    /// The tariff of every flow after the change.
    pub fn tariffs(&self) -> &[f64] {
        &self.tariff
    }

    /// The change factor of every flow's iceberg cost.
    pub fn icebergs(&self) -> &[f64] {
        &self.iceberg
    }

    /// The part `s` of the way from the world's tariffs and costs to these,
    /// in equal steps of ln(1 + τ) and ln d.
    pub(super) fn part(&self, world: &World, s: f64) -> Self {
        let base = world.flows().tariffs();
        let rates = base.iter().zip(&self.tariff);
        let between = |from: f64, to: f64| (from.ln_1p() * (1.0 - s) + to.ln_1p() * s).exp_m1();
        Self {
            tariff: rates.map(|(from, to)| between(*from, *to)).collect(),
            iceberg: self.iceberg.iter().map(|d| d.powf(s)).collect(),
        }
    }
}

fn checked_rate(world: &World, flow: &Flow, rate: f64) -> Result<f64, BasisError> {
    if rate > -1.0 && rate.is_finite() {
        return Ok(rate);
    }
    Err(refusal::rate(&world.cell(flow), rate))
}

fn checked_cost(world: &World, flow: &Flow, cost: f64) -> Result<f64, BasisError> {
    if cost > 0.0 && cost.is_finite() {
        return Ok(cost);
    }
    let cell = world.cell(flow);
    Err(BasisError::new(
        "E-TARIFF-ICEBERG",
        format!("the iceberg cost of {cell} is multiplied by {cost}"),
        format!("{cell} 的冰山成本乘以 {cost}"),
    )
    .value(cost)
    .expected("a positive factor; 1 is no change", "正的倍数；1 表示不变"))
}
