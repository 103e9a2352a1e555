//! The bounds of what a run tells become numbers.

use triffin_basis::BasisError;

use super::Lowering;
use crate::expression::Expression;
use crate::language::print;
use crate::language::refusal::refuse;
use crate::model::{VariableId, Watch};
use crate::place::Place;

impl Lowering {
    /// Keeps a watch with its bounds as numbers.
    pub(super) fn watch(
        &mut self,
        symbol: VariableId,
        bounds: Option<(Expression, Expression)>,
        place: Place,
    ) {
        // proof: its equation, a statement of its own, declared the symbol.
        let Some(variable) = self.variables[symbol.index()] else {
            return;
        };
        let bounds = match bounds.map(|bounds| self.numbers(bounds, place)).transpose() {
            Ok(bounds) => bounds,
            Err(error) => return self.errors.push(error),
        };
        self.model.watches.push(Watch {
            variable,
            bounds,
            place,
        });
    }

    fn numbers(
        &self,
        (low, high): (Expression, Expression),
        place: Place,
    ) -> Result<[f64; 2], BasisError> {
        let number = |bound| {
            let bound = self.resolve(bound);
            self.constants.value(&bound, place, &self.model.variables)
        };
        let (low, high) = (number(low)?, number(high)?);
        match low <= high {
            true => Ok([low, high]),
            false => Err(empty(low, high, place)),
        }
    }
}

fn empty(low: f64, high: f64, place: Place) -> BasisError {
    let range = format!("{} to {}", print::number(low), print::number(high));
    refuse(
        "E-CYCLE-RANGE",
        place,
        &format!("the range {range} holds no value"),
        &format!("范围 {range} 不含任何值"),
    )
    .value(range)
    .expected(
        "a lower bound, then one no smaller",
        "先下限，后不小于它的上限",
    )
}
