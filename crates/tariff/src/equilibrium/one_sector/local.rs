//! What one region does at given costs and prices.

/// A region: its data and its elasticities.
#[derive(Clone, Debug)]
pub(in crate::equilibrium) struct Place {
    /// Yₙ.
    pub(in crate::equilibrium) value_added: f64,
    /// Eₙ, duty included.
    pub(in crate::equilibrium) spending: f64,
    /// Tₙ: amount received.
    pub(in crate::equilibrium) transfer: f64,
    /// δₙ: share of value added received.
    pub(in crate::equilibrium) share: f64,
    pub(in crate::equilibrium) phi: f64,
    pub(in crate::equilibrium) nu: f64,
    pub(in crate::equilibrium) kappa: f64,
    pub(in crate::equilibrium) psi: f64,
    /// log(1 − R/Y) of the data, where duty relieves income tax.
    pub(in crate::equilibrium) relief: Option<f64>,
}

/// What it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::equilibrium) struct Local {
    /// log ŵ.
    pub(in crate::equilibrium) wage: f64,
    /// log L̂.
    pub(in crate::equilibrium) labour: f64,
    /// log P̂.
    pub(in crate::equilibrium) price: f64,
    /// log of the change of take-home pay a unit of wage.
    pub(in crate::equilibrium) relief: f64,
    /// Y'.
    pub(in crate::equilibrium) value_added: f64,
    /// E', duty included.
    pub(in crate::equilibrium) spending: f64,
    /// Share of own income, proportional to Y', in all income.
    own: f64,
    /// ∂ log L̂ by log â, log S, r and s.
    pub(super) labour_by: [f64; 4],
    /// ∂ log E' by the same.
    pub(super) spending_by: [f64; 4],
}

/// Steps for the one unknown, log L̂.
const STEPS: usize = 60;

impl Local {
    /// Solves log L̂ = κ (relief + log ŵ − log P̂) at cost log â = `x`, shift
    /// `s`, share sum `sum` and duty share `duty` of spending.
    ///
    /// `None` where the region would spend nothing or the relief would exceed
    /// the wage bill.
    pub(in crate::equilibrium) fn solve(
        place: &Place,
        theta: f64,
        (x, s): (f64, f64),
        (sum, duty): (f64, f64),
    ) -> Option<Self> {
        let at = |labour: f64| Self::at(place, labour, (x, s), (sum.ln() / theta, duty));
        let mut local = at(0.0)?;
        if place.kappa == 0.0 {
            return Some(local);
        }
        for _ in 0..STEPS {
            let supplied = place.kappa * (local.relief + local.wage - local.price);
            let step = (local.labour - supplied) / local.slope(place, duty);
            local = at(local.labour - step.clamp(-0.5, 0.5))?;
            if step.abs() < 1e-15 * (1.0 + local.labour.abs()) {
                break;
            }
        }
        local.derive(place, theta, duty);
        Some(local)
    }

    fn at(
        place: &Place,
        labour: f64,
        (x, s): (f64, f64),
        (cheaper, duty): (f64, f64),
    ) -> Option<Self> {
        let wage = x + place.psi * labour;
        let value_added = place.value_added * (wage + labour).exp();
        let own = (1.0 + place.share - s) * value_added;
        let income = place.transfer + own;
        let spending = income / (1.0 - duty);
        let bite = duty * spending / value_added;
        if spending.is_nan() || spending <= 0.0 || (place.relief.is_some() && bite >= 1.0) {
            return None;
        }
        let absorbed = (1.0 - place.phi) * ((spending / place.spending).ln() - wage);
        let own = own / income;
        Some(Self {
            wage,
            labour,
            price: absorbed - cheaper,
            relief: place.relief.map_or(0.0, |base| base - (1.0 - bite).ln()),
            value_added,
            spending,
            own,
            labour_by: [0.0; 4],
            spending_by: [own, 0.0, 1.0 / (1.0 - duty), -value_added / income],
        })
    }

    /// What labour supply answers to, by log E', log Y' and log ŵ.
    fn answers(&self, place: &Place, duty: f64) -> (f64, f64, f64) {
        let bite = duty * self.spending / self.value_added;
        let relieved = place.relief.map_or(0.0, |_| bite / (1.0 - bite));
        (relieved - (1.0 - place.phi), -relieved, 2.0 - place.phi)
    }

    fn slope(&self, place: &Place, duty: f64) -> f64 {
        let (by_spending, by_value, by_wage) = self.answers(place, duty);
        let goods = by_spending * self.own + by_value;
        1.0 - place.kappa * ((1.0 + place.psi) * goods + place.psi * by_wage)
    }

    /// Implicit differentiation of the labour supply, then of spending.
    fn derive(&mut self, place: &Place, theta: f64, duty: f64) {
        let direct = self.spending_by;
        let [own, _, by_duty, by_shift] = direct;
        let (by_spending, by_value, by_wage) = self.answers(place, duty);
        let bite = duty * self.spending / self.value_added;
        let relieved = place.relief.map_or(0.0, |_| 1.0 / (1.0 - bite));
        let scale = place.kappa / self.slope(place, duty);
        self.labour_by = [
            scale * (by_spending * own + by_value + by_wage),
            scale / theta,
            scale * (relieved * self.spending / self.value_added + by_spending * by_duty),
            scale * by_spending * by_shift,
        ];
        let through = own * (1.0 + place.psi);
        for (total, labour) in self.spending_by.iter_mut().zip(self.labour_by) {
            *total += through * labour;
        }
    }

    /// Log of the utility of goods less the cost of working, as a factor of
    /// the baseline's.
    pub(in crate::equilibrium) fn utility(&self, place: &Place) -> f64 {
        let cost = place.kappa / (1.0 + place.kappa);
        let now = self.spending - cost * self.value_added;
        let before = place.spending - cost * place.value_added * (-self.relief).exp();
        (now / before).ln() - self.price
    }

    /// ∂ [`Local::utility`] by log â, log S, r and s.
    pub(in crate::equilibrium) fn utility_by(
        &self,
        place: &Place,
        theta: f64,
        duty: f64,
    ) -> [f64; 4] {
        let cost = place.kappa / (1.0 + place.kappa);
        let now = self.spending - cost * self.value_added;
        let unrelieved = cost * place.value_added * (-self.relief).exp();
        let before = place.spending - unrelieved;
        let bite = duty * self.spending / self.value_added;
        let relieved = place.relief.map_or(0.0, |_| 1.0 / (1.0 - bite));
        std::array::from_fn(|by| {
            let direct = |which: usize, slope: f64| if by == which { slope } else { 0.0 };
            let wage = direct(0, 1.0) + place.psi * self.labour_by[by];
            let value = wage + self.labour_by[by];
            let spending = self.spending_by[by];
            let price = (1.0 - place.phi) * (spending - wage) - direct(1, 1.0 / theta);
            let bitten = direct(2, self.spending / self.value_added) + bite * (spending - value);
            (self.spending * spending - cost * self.value_added * value) / now
                - unrelieved / before * relieved * bitten
                - price
        })
    }

    /// ∂ log L̂ and ∂ log E' by log â, log S, r and s.
    pub(in crate::equilibrium) fn answers_by(&self) -> ([f64; 4], [f64; 4]) {
        (self.labour_by, self.spending_by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Implicit derivatives against central differences.
        #[test]
        fn derivatives_agree_with_differences(
            kappa in 0.0..1.0_f64, psi in 0.0..0.2_f64, phi in 0.7..1.4_f64,
            x in -0.3..0.3_f64, sum in 0.6..1.4_f64, duty in 0.0..0.2_f64, relieved: bool,
        ) {
            let place = Place {
                value_added: 90.0,
                spending: 100.0,
                transfer: 7.0,
                share: 0.02,
                phi,
                nu: 0.1,
                kappa,
                psi,
                relief: relieved.then_some(-0.01),
            };
            let theta = 4.0;
            let at = |change: [f64; 4]| {
                let costs = (x + change[0], 0.01 + change[3]);
                let market = (sum * change[1].exp(), duty + change[2]);
                Local::solve(&place, theta, costs, market).unwrap()
            };
            let here = at([0.0; 4]);
            let utility_by = here.utility_by(&place, theta, duty);
            for by in 0..4 {
                let (mut up, mut down) = ([0.0; 4], [0.0; 4]);
                (up[by], down[by]) = (1e-6, -1e-6);
                let (up, down) = (at(up), at(down));
                let slope = |of: &dyn Fn(&Local) -> f64| (of(&up) - of(&down)) / 2e-6;
                let labour = slope(&|local| local.labour);
                let spending = slope(&|local| local.spending.ln());
                let utility = slope(&|local| local.utility(&place));
                prop_assert!((labour - here.labour_by[by]).abs() < 1e-7);
                prop_assert!((spending - here.spending_by[by]).abs() < 1e-7);
                prop_assert!((utility - utility_by[by]).abs() < 1e-7, "{by} {utility} {utility_by:?}");
            }
        }
    }
}
