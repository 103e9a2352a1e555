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

/// The change of the whole less the change of the rows.
pub(super) fn unallocated(
    from: &BalanceRow,
    to: &BalanceRow,
    rows: &ChangeRow,
) -> Result<Option<ChangeRow>, BasisError> {
    let rest = |v0: Option<Exact>, v1: Option<Exact>, told: Option<Exact>| {
        if v0.is_none() && v1.is_none() {
            return Ok(None);
        }
        let there = |amount: Option<Exact>| amount.unwrap_or(Exact::ZERO);
        let moved = there(v1).minus(there(v0))?;
        moved.minus(there(told)).map(Some)
    };
    let d_exports = rest(from.exports, to.exports, rows.d_exports)?;
    let d_imports = rest(from.imports, to.imports, rows.d_imports)?;
    let there = |amount: Option<Exact>| amount.unwrap_or(Exact::ZERO);
    let (x, m) = (there(d_exports), there(d_imports));
    if x.is_zero() && m.is_zero() {
        return Ok(None);
    }
    let d_balance = x.minus(m)?;
    Ok(Some(ChangeRow {
        key: "unallocated".to_owned(),
        d_exports,
        d_imports,
        d_balance,
        quantity: Exact::ZERO,
        price: Exact::ZERO,
        entry: Exact::ZERO,
        exit: Exact::ZERO,
        residual: d_balance,
    }))
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

    fn whole(imports: i128) -> BalanceRow {
        BalanceRow::new("total", None, Some(Exact::whole(imports))).unwrap()
    }

    fn told(d_imports: i128) -> ChangeRow {
        let d_balance = Exact::whole(-d_imports);
        ChangeRow {
            key: "total".to_owned(),
            d_exports: None,
            d_imports: Some(Exact::whole(d_imports)),
            d_balance,
            quantity: d_balance,
            price: Exact::ZERO,
            entry: Exact::ZERO,
            exit: Exact::ZERO,
            residual: Exact::ZERO,
        }
    }

    #[test]
    fn what_no_row_details_is_left_to_a_row_of_its_own() {
        let rest = unallocated(&whole(160), &whole(320), &told(130))
            .unwrap()
            .unwrap();
        assert_eq!(rest.d_exports, None);
        assert_eq!(rest.d_imports, Some(Exact::whole(30)));
        assert_eq!(
            (rest.d_balance, rest.residual),
            (Exact::whole(-30), Exact::whole(-30))
        );
        assert_eq!(
            unallocated(&whole(160), &whole(320), &told(160)).unwrap(),
            None
        );
    }
}
