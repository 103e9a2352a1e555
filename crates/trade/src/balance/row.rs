//! One key's exports, imports and balance, and the word for its sign.

use serde::Serialize;
use triffin_basis::{BasisError, Lang};

use super::balance;
use crate::Exact;

/// The sign of a balance in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Exports exceed imports (出超).
    Surplus,
    /// Imports exceed exports (入超).
    Deficit,
    /// Both are equal.
    Balanced,
}

impl Status {
    /// The status of a balance.
    pub const fn of(balance: Exact) -> Status {
        match balance.signum() {
            1 => Status::Surplus,
            -1 => Status::Deficit,
            _ => Status::Balanced,
        }
    }

    /// The word in `lang`.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Status::Surplus, Lang::En) => "surplus",
            (Status::Surplus, Lang::Zh) => "顺差（出超）",
            (Status::Deficit, Lang::En) => "deficit",
            (Status::Deficit, Lang::Zh) => "逆差（入超）",
            (Status::Balanced, Lang::En) => "balanced",
            (Status::Balanced, Lang::Zh) => "平衡",
        }
    }
}

/// One key's exports, imports and balance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BalanceRow {
    /// The partner, product, period …, or `total`, or `unallocated`.
    pub key: String,
    /// Exports; none when there is no such record.
    pub exports: Option<Exact>,
    /// Imports; none when there is no such record.
    pub imports: Option<Exact>,
    /// Exports minus imports; none when a side is not there.
    pub balance: Option<Exact>,
    /// The sign of the balance.
    pub status: Option<Status>,
    /// Exports divided by imports.
    pub cover_ratio: Option<f64>,
    /// Share of the total balance.
    pub share_of_total: Option<f64>,
    /// Share of total exports.
    pub share_of_exports: Option<f64>,
    /// Share of total imports.
    pub share_of_imports: Option<f64>,
    /// How many records it is made of.
    pub records: i64,
    /// How many of them have no value and are in no sum.
    pub missing: i64,
}

impl BalanceRow {
    /// The same trade as the partner sees it: the sides change places, the
    /// balance its sign, the cover ratio is one over itself.
    pub fn mirrored(self) -> Self {
        let balance = self.balance.map(Exact::negated);
        Self {
            exports: self.imports,
            imports: self.exports,
            balance,
            status: balance.map(Status::of),
            cover_ratio: self
                .cover_ratio
                .filter(|ratio| *ratio != 0.0)
                .map(f64::recip),
            share_of_exports: self.share_of_imports,
            share_of_imports: self.share_of_exports,
            ..self
        }
    }

    /// The row of `key`, without its shares.
    pub fn new(
        key: impl Into<String>,
        exports: Option<Exact>,
        imports: Option<Exact>,
    ) -> Result<Self, BasisError> {
        let net = balance(exports, imports)?;
        Ok(Self {
            key: key.into(),
            exports,
            imports,
            balance: net,
            status: net.map(Status::of),
            cover_ratio: exports.zip(imports).and_then(|(x, m)| x.ratio(m)),
            share_of_total: None,
            share_of_exports: None,
            share_of_imports: None,
            records: 0,
            missing: 0,
        })
    }

    /// `share = B_j / B`, and `X_j / X`, `M_j / M`
    ///
    /// Adds the shares of `total`, whose coverage must be the row's own: a
    /// share of a balance of another coverage is a number without a meaning.
    /// Null where a side, a balance or the total is not there or is zero.
    ///
    /// Unit: fraction of the total. Sign: positive when the row's balance has
    /// the sign of the total's.
    ///
    /// Source: S1.18 of the systems list (000, table of US trade with China).
    #[must_use]
    pub fn within(mut self, total: &BalanceRow) -> Self {
        let share = |part: Option<Exact>, whole: Option<Exact>| {
            part.zip(whole).and_then(|(part, whole)| part.ratio(whole))
        };
        self.share_of_total = share(self.balance, total.balance);
        self.share_of_exports = share(self.exports, total.exports);
        self.share_of_imports = share(self.imports, total.imports);
        self
    }
}
