//! Changes where a window is detailed in part only.

use triffin_basis::BasisError;
use triffin_trade::balance::BalanceRow;
use triffin_trade::changes::{self, ChangeRow, Sides};
use triffin_trade::{Axis, Exact, Flow};

use crate::answer::Note;

/// The code of all economies together.
const WORLD: &str = "WLD";

/// Leaves to the residual the entries and exits that may be none: an item
/// absent from a window with a rest no item accounts for may be in that rest.
/// Says how many keys that concerns.
pub(super) fn doubtful(sides: &mut Sides, wholes: &[BalanceRow; 2]) -> Result<usize, BasisError> {
    let mut keys = 0;
    for flow in [Flow::Export, Flow::Import] {
        let whole = |row: &BalanceRow| match flow {
            Flow::Export => row.exports,
            Flow::Import => row.imports,
        };
        let told = sides.told(flow)?;
        let rest = |window: usize| -> Result<bool, BasisError> {
            let whole = whole(&wholes[window]).unwrap_or(Exact::ZERO);
            Ok(whole.minus(told[window])?.signum() > 0)
        };
        keys += sides.doubt(flow, [rest(0)?, rest(1)?]);
    }
    Ok(keys)
}

/// What a side tells of the world only is no partner: it joins the rest.
pub(super) fn world_apart(
    rows: Vec<ChangeRow>,
    rest: Option<ChangeRow>,
    axis: Axis,
) -> Result<(Vec<ChangeRow>, Option<ChangeRow>), BasisError> {
    if axis != Axis::Partner || rows.iter().all(|row| row.key == WORLD) {
        return Ok((rows, rest));
    }
    let (world, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.key == WORLD);
    if world.is_empty() {
        return Ok((rows, rest));
    }
    let both: Vec<ChangeRow> = world.into_iter().chain(rest).collect();
    let mut rest = changes::total(&both)?;
    rest.key = "unallocated".to_owned();
    Ok((rows, Some(rest)))
}

pub(super) fn note(keys: usize) -> Option<Note> {
    (keys > 0).then(|| {
        Note::warning(
            "W-CHANGES-PARTIAL",
            format!("items that one window lacks may be in the rest that no item of it accounts for (keys: {keys}): they are residual, neither entry nor exit"),
            format!("某一时间窗没有的分项可能就在该时间窗未分配的余额之中（{keys} 个键）：列入残差，不作新增或退出"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, d_imports: i128) -> ChangeRow {
        let d_balance = Exact::whole(-d_imports);
        ChangeRow {
            key: key.to_owned(),
            d_exports: None,
            d_imports: Some(Exact::whole(d_imports)),
            d_balance,
            quantity: Exact::ZERO,
            price: d_balance,
            entry: Exact::ZERO,
            exit: Exact::ZERO,
            residual: Exact::ZERO,
        }
    }

    #[test]
    fn the_world_is_no_partner_beside_partners() {
        let rows = vec![row("WLD", 5), row("USA", 3)];
        let (rows, rest) = world_apart(rows, Some(row("unallocated", 2)), Axis::Partner).unwrap();
        assert_eq!(rows, [row("USA", 3)]);
        assert_eq!(rest, Some(row("unallocated", 7)));
        let alone = vec![row("WLD", 5)];
        let kept = world_apart(alone.clone(), None, Axis::Partner).unwrap();
        assert_eq!(kept, (alone, None));
    }
}
