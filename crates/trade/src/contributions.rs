//! Which items moved the balance (S1.15): `ΔB = Σ(ΔX_i − ΔM_i)`.

use serde::Serialize;
use triffin_basis::{BasisError, Lang};

use crate::Exact;
use crate::changes::ChangeRow;

/// What one item did to the balance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// The item.
    pub key: String,
    /// 1 for the largest contribution, whatever its sign.
    pub rank: usize,
    /// Change of its exports.
    pub d_exports: Option<Exact>,
    /// Change of its imports.
    pub d_imports: Option<Exact>,
    /// Its contribution to the change of the balance.
    pub d_balance: Exact,
    /// Share of the whole change; none when that is zero.
    pub share: Option<f64>,
    /// The side that did most of it.
    pub cause: Cause,
}

/// Which side of trade moved, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Exports rose.
    ExportsRose,
    /// Exports fell.
    ExportsFell,
    /// Imports rose.
    ImportsRose,
    /// Imports fell.
    ImportsFell,
    /// Nothing moved.
    Unchanged,
}

impl Cause {
    /// The words in `lang`.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Cause::ExportsRose, Lang::En) => "exports rose",
            (Cause::ExportsRose, Lang::Zh) => "出口增加",
            (Cause::ExportsFell, Lang::En) => "exports fell",
            (Cause::ExportsFell, Lang::Zh) => "出口减少",
            (Cause::ImportsRose, Lang::En) => "imports rose",
            (Cause::ImportsRose, Lang::Zh) => "进口增加",
            (Cause::ImportsFell, Lang::En) => "imports fell",
            (Cause::ImportsFell, Lang::Zh) => "进口减少",
            (Cause::Unchanged, Lang::En) => "unchanged",
            (Cause::Unchanged, Lang::Zh) => "不变",
        }
    }

    fn of(row: &ChangeRow) -> Cause {
        let size = |side: Option<Exact>| side.unwrap_or(Exact::ZERO);
        let (exports, imports) = (size(row.d_exports), size(row.d_imports));
        let by_exports = exports.magnitude() >= imports.magnitude();
        match (by_exports, exports.signum(), imports.signum()) {
            (true, 1, _) => Cause::ExportsRose,
            (true, -1, _) => Cause::ExportsFell,
            (false, _, 1) => Cause::ImportsRose,
            (false, _, -1) => Cause::ImportsFell,
            _ => Cause::Unchanged,
        }
    }
}

/// `ΔB = Σ(ΔX_i − ΔM_i)`
///
/// Contributions to the change of the balance, largest first; they add up to
/// `ΔB` exactly. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the rows. Sign: positive raises the balance.
///
/// Source: 001, fourth step.
pub fn contributions(rows: &[ChangeRow]) -> Result<Vec<Contribution>, BasisError> {
    let whole = rows
        .iter()
        .try_fold(Exact::ZERO, |sum, row| sum.plus(row.d_balance))?;
    let mut ranked: Vec<&ChangeRow> = rows.iter().collect();
    ranked.sort_by(|a, b| {
        let size = |row: &ChangeRow| row.d_balance.magnitude();
        size(b).cmp(&size(a)).then_with(|| a.key.cmp(&b.key))
    });
    Ok(ranked
        .into_iter()
        .enumerate()
        .map(|(at, row)| Contribution {
            key: row.key.clone(),
            rank: at + 1,
            d_exports: row.d_exports,
            d_imports: row.d_imports,
            d_balance: row.d_balance,
            share: row.d_balance.ratio(whole),
            cause: Cause::of(row),
        })
        .collect())
}
