//! Whether a path ends in growth at a steady rate.

use crate::model::{Role, VariableId};
use crate::solve::Path;

/// Growth below this is none.
const STILL: f64 = 1e-6;
/// A rate that changes by less than this share of itself is steady.
const STEADY: f64 = 1e-6;

/// g = x_T / x_{T−1} − 1 of the variable whose rate is steadiest over the last
/// three periods; `None` where none grows or shrinks at a steady rate.
///
/// What tends to a limit slows down, so that its rate is not steady.
pub(super) fn of(path: &Path) -> Option<(VariableId, f64)> {
    let end = path.periods();
    let rate = |id: VariableId, period: u32| -> Option<f64> {
        let before = path.value(id, period.checked_sub(1)?)?;
        let rate = path.value(id, period)? / before - 1.0;
        rate.is_finite().then_some(rate)
    };
    let mut found: Option<(VariableId, f64, f64)> = None;
    for (place, variable) in path.model().variables.iter().enumerate() {
        let id = VariableId::new(place);
        if variable.role != Role::Endogenous || end < 3 {
            continue;
        }
        let rates = [rate(id, end), rate(id, end - 1), rate(id, end - 2)];
        let [Some(last), Some(middle), Some(first)] = rates else {
            continue;
        };
        let moved = (last - middle).abs().max((middle - first).abs());
        let steady = last.abs() > STILL && moved < STEADY * last.abs();
        if steady && found.is_none_or(|(_, _, least)| moved < least) {
            found = Some((id, last, moved));
        }
    }
    found.map(|(id, rate, _)| (id, rate))
}
