//! Debt of many maturities that rolls over at current yields.

use super::Instrument;
use crate::expression::Expression;
use crate::model::{Equation, VariableId};
use crate::place::Place;

/// The ladder of an instrument whose share m = 1/maturity falls due in every
/// period and is sold anew at the yield of the period.
///
/// Units of it are shares in the whole ladder at market prices, so that a
/// holder is indifferent to what falls due and what is new; the face value,
/// the average coupon and the price of what is outstanding follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// m, the share of the face value that falls due in a period.
    pub due: f64,
    /// y, at which new debt is sold at par and old debt is valued.
    pub yield_: VariableId,
    /// F, the face value.
    pub face: VariableId,
    /// c, the average coupon on the face value.
    pub coupon: VariableId,
    /// The price of one unit of face value.
    pub clean: VariableId,
    /// The price of a unit of the instrument.
    pub price: VariableId,
}

impl Ladder {
    /// What a unit held at the end of the last period is paid: the coupon.
    ///
    /// price[−1] × c[−1] / clean[−1], which over all units is c[−1] × F[−1].
    pub fn pays(&self) -> Expression {
        Expression::lagged(self.price, 1) * Expression::lagged(self.coupon, 1)
            / Expression::lagged(self.clean, 1)
    }

    /// (c + m) / (y + m): the present value at y of one unit of face value
    /// that pays c, of which m falls due in each period.
    ///
    /// Source: the perpetuity with exponentially decaying coupons of Woodford
    /// (2001), "Fiscal requirements for price stability", in yield form.
    pub(crate) fn present_value(&self, coupon: Expression) -> Expression {
        (coupon + self.due.into()) / (Expression::from(self.yield_) + self.due.into())
    }

    /// The equations of face value, coupon and prices.
    ///
    /// F = F[−1] + price × d(units): what is sold beyond what falls due.
    /// c F = (1 − m) c[−1] F[−1] + y (F − (1 − m) F[−1]).
    /// price = price[−1] × (m + (1 − m) × value of old debt) / clean[−1].
    /// It follows that price × units = clean × F.
    pub(crate) fn equations(&self, instrument: &Instrument) -> [Equation; 4] {
        let kept = || Expression::from(1.0 - self.due);
        let face = || Expression::from(self.face);
        let old_face = || kept() * Expression::lagged(self.face, 1);
        let old_coupon = || Expression::lagged(self.coupon, 1);
        let sold = face() - old_face();
        let average = (old_coupon() * old_face() + Expression::from(self.yield_) * sold) / face();
        let of_old = self.present_value(old_coupon());
        let price = Expression::lagged(self.price, 1)
            * (Expression::from(self.due) + kept() * of_old)
            / Expression::lagged(self.clean, 1);
        let issued = instrument.purchase(instrument.outstanding);
        let define = |variable: VariableId, right: Expression, what: &str| {
            definition(variable, right, what, &instrument.name, instrument.place)
        };
        [
            define(
                self.face,
                Expression::lagged(self.face, 1) + issued,
                "face value",
            ),
            define(self.coupon, average, "average coupon"),
            define(
                self.clean,
                self.present_value(self.coupon.into()),
                "price of face value",
            ),
            define(self.price, price, "price of a unit"),
        ]
    }
}

fn definition(
    variable: VariableId,
    right: Expression,
    what: &str,
    name: &str,
    place: Place,
) -> Equation {
    Equation {
        left: variable.into(),
        right,
        text: format!("ladder of {name}: {what}"),
        place,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use triffin_basis::Bilingual;

    use super::*;
    use crate::accounts::{CurrencyId, Kind, SectorId};

    const UNITS: usize = 0;
    const YIELD: usize = 1;
    const PRICE: usize = 2;
    const FACE: usize = 3;
    const CLEAN: usize = 4;
    const COUPON: usize = 5;

    fn note(due: f64) -> (Ladder, Instrument) {
        let id = VariableId::new;
        let ladder = Ladder {
            due,
            yield_: id(YIELD),
            face: id(FACE),
            coupon: id(COUPON),
            clean: id(CLEAN),
            price: id(PRICE),
        };
        let instrument = Instrument {
            name: "note".into(),
            title: Bilingual::default(),
            kind: Kind::Claim(SectorId(0)),
            currency: CurrencyId(0),
            maturity: Some(1.0 / due),
            pays: Some(ladder.pays()),
            price: Some(ladder.price),
            ladder: Some(ladder.clone()),
            outstanding: id(UNITS),
            place: Place::default(),
        };
        (ladder, instrument)
    }

    /// The state after each period of `yields` and units.
    fn path(due: f64, coupon: f64, periods: &[(f64, f64)]) -> Vec<[f64; 6]> {
        let (ladder, instrument) = note(due);
        let clean = (coupon + due) / (periods[0].0 + due);
        let mut states = vec![[100.0, periods[0].0, clean, 100.0, clean, coupon]];
        for (yield_, units) in &periods[1..] {
            let mut now = [*units, *yield_, 0.0, 0.0, 0.0, 0.0];
            let [face, coupon, clean, price] = ladder.equations(&instrument);
            for equation in [price, face, coupon, clean] {
                let before = states[states.len() - 1];
                let value = equation.right.value(1.0, |variable, lag| {
                    [now, before][lag as usize][variable.index()]
                });
                now[equation.left.as_variable().unwrap().index()] = value;
            }
            states.push(now);
        }
        states
    }

    proptest! {
        #[test]
        fn units_are_worth_what_the_face_value_is_worth(
            due in 0.02..0.9_f64,
            coupon in 0.0..0.12_f64,
            periods in prop::collection::vec((0.001..0.15_f64, 80.0..200.0_f64), 2..20),
        ) {
            for state in path(due, coupon, &periods) {
                let (units, face) = (state[PRICE] * state[UNITS], state[CLEAN] * state[FACE]);
                prop_assert!((units - face).abs() <= 1e-10 * face.abs());
            }
        }

        #[test]
        fn at_an_unchanged_yield_a_unit_returns_that_yield(
            due in 0.02..0.9_f64,
            coupon in 0.0..0.12_f64,
            yield_ in 0.001..0.15_f64,
        ) {
            let states = path(due, coupon, &[(yield_, 100.0), (yield_, 110.0)]);
            let (ladder, _) = note(due);
            let paid = ladder.pays().value(1.0, |variable, _| states[0][variable.index()]);
            let earned = (paid + states[1][PRICE]) / states[0][PRICE] - 1.0;
            prop_assert!((earned - yield_).abs() < 1e-12);
        }
    }

    #[test]
    fn a_quarter_rolls_over_at_the_new_yield() {
        // 100 at 2 % of which a quarter falls due; the yield rises to 3 %:
        // 0.75 × 2 % + 0.25 × 3 % = 2.25 % when nothing is added.
        let face_kept = |price: f64| 100.0 / price;
        let states = path(0.25, 0.02, &[(0.02, 100.0), (0.03, face_kept(1.0))]);
        assert!(
            (states[1][COUPON] - 0.0225).abs() < 1e-15,
            "{:?}",
            states[1]
        );
        // 27 / 28 of a unit of old face value: (0.02 + 0.25) / (0.03 + 0.25).
        assert!((states[1][PRICE] - (0.25 + 0.75 * 27.0 / 28.0)).abs() < 1e-15);
    }
}
