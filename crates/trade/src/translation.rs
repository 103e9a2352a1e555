//! What conversion alone did to a change (S1.3).

use std::collections::BTreeMap;

use serde::Serialize;
use triffin_basis::BasisError;

use crate::Exact;
use crate::balance::{BalanceRow, BalanceTable};
use crate::exact::AMOUNT_SCALE;

/// A value in its own currency and the rates of two periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Translated {
    /// The value of the later period, in its own currency; imports negative.
    pub value: Exact,
    /// Units of the target for one unit, in the base period.
    pub rate_0: Exact,
    /// The same in the later period.
    pub rate_t: Exact,
}

/// `translation = Σ V_t (fx_t − fx_0)`
///
/// The part of a change that conversion alone made: values signed as they enter
/// the balance, at the rates of two periods. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: the target currency, at six decimals. Sign: positive when conversion
/// raised the balance.
///
/// Source: 001, first layer of alignment.
pub fn translation_effect(items: &[Translated]) -> Result<Exact, BasisError> {
    items.iter().try_fold(Exact::ZERO, |sum, item| {
        let moved = item.rate_t.minus(item.rate_0)?;
        sum.plus(item.value.times(moved, AMOUNT_SCALE)?)
    })
}

/// A change of a converted balance, split.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TranslationRow {
    /// The key of the breakdown, `total` or `unallocated`.
    pub key: String,
    /// The balance of the base window at its own rates.
    pub from: Option<Exact>,
    /// The balance of the later window at its own rates.
    pub to: Option<Exact>,
    /// Change of the balance; a side that is not there counts as nothing.
    pub d_balance: Exact,
    /// What it would be, had the rates of the base window stayed.
    pub constant_rates: Exact,
    /// What the rates made of it.
    pub translation: Exact,
    /// Whether a side of either window is not there.
    pub partial: bool,
}

/// `ΔB = [B₁(fx₀) − B₀(fx₀)] + [B₁(fx₁) − B₁(fx₀)]`
///
/// The change of a converted balance as the change at constant rates and the
/// translation effect, key by key: exact closure, as the second bracket is the
/// first's complement. `constant` is the later window at the rates of the base
/// window. A side that is not there counts as nothing: what enters or leaves is
/// in the first bracket. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: the target currency. Sign: positive raises the balance.
///
/// Source: 001, first layer of alignment; S1.3 of the systems list.
pub fn split(
    from: &BalanceTable,
    to: &BalanceTable,
    constant: &BalanceTable,
) -> Result<Vec<TranslationRow>, BasisError> {
    let by_key = |table: &BalanceTable| -> BTreeMap<String, BalanceRow> {
        let rows = table.rows().into_iter();
        rows.map(|row| (row.key.clone(), row.clone())).collect()
    };
    let (from, to, constant) = (by_key(from), by_key(to), by_key(constant));
    let mut keys: Vec<&String> = from.keys().chain(to.keys()).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .map(|key| row(key, from.get(key), to.get(key), constant.get(key)))
        .collect()
}

/// The row of one key; a window without the key gives nothing to it.
pub fn row(
    key: &str,
    from: Option<&BalanceRow>,
    to: Option<&BalanceRow>,
    constant: Option<&BalanceRow>,
) -> Result<TranslationRow, BasisError> {
    let (first, last, held) = (net(from)?, net(to)?, net(constant)?);
    let lacks = |row: Option<&BalanceRow>, side: fn(&BalanceRow) -> Option<Exact>| {
        row.and_then(side).is_none()
    };
    let sides: [fn(&BalanceRow) -> Option<Exact>; 2] = [|row| row.exports, |row| row.imports];
    Ok(TranslationRow {
        key: key.to_owned(),
        from: from.and_then(|row| row.balance),
        to: to.and_then(|row| row.balance),
        d_balance: last.minus(first)?,
        constant_rates: held.minus(first)?,
        translation: last.minus(held)?,
        partial: sides
            .iter()
            .any(|side| lacks(from, *side) || lacks(to, *side)),
    })
}

/// Exports less imports, what is not there counting as nothing.
fn net(row: Option<&BalanceRow>) -> Result<Exact, BasisError> {
    let there = |side: Option<Exact>| side.unwrap_or(Exact::ZERO);
    match row {
        None => Ok(Exact::ZERO),
        Some(row) => there(row.exports).minus(there(row.imports)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    fn side(amount: i64) -> Option<Exact> {
        Some(Exact::whole(amount.into()))
    }

    /// S1.3: quantities and prices unchanged, the dollar rises by a tenth: the
    /// balance in local currency moves, the one in dollars does not.
    #[test]
    fn s1_3_a_rate_moves_only_the_local_currency_balance() {
        let flows = [exact("300"), exact("-500")];
        let (before, after) = (exact("7"), exact("7.7"));
        let local = |rate| {
            flows
                .iter()
                .try_fold(Exact::ZERO, |sum, v| sum.plus(v.times(rate, 6)?))
                .unwrap()
        };
        let moved = local(after).minus(local(before)).unwrap();
        let items = flows.map(|value| Translated {
            value,
            rate_0: before,
            rate_t: after,
        });
        assert_eq!(translation_effect(&items).unwrap(), exact("-140"));
        assert_eq!(translation_effect(&items).unwrap(), moved);
        let dollars = flows.map(|value| Translated {
            value,
            rate_0: exact("1"),
            rate_t: exact("1"),
        });
        assert_eq!(translation_effect(&dollars).unwrap(), Exact::ZERO);
    }

    /// The same flows as a table: the whole change is translation.
    #[test]
    fn s1_3_the_same_trade_at_another_rate_is_all_translation() {
        let at = |exports, imports| {
            BalanceRow::new("total", Some(exact(exports)), Some(exact(imports))).unwrap()
        };
        let (first, last) = (at("2100", "3500"), at("2310", "3850"));
        let split = row("total", Some(&first), Some(&last), Some(&first)).unwrap();
        assert_eq!(split.d_balance, exact("-140"));
        assert_eq!(split.translation, exact("-140"));
        assert_eq!(split.constant_rates, Exact::ZERO);
        assert!(!split.partial);
    }

    #[test]
    fn a_key_of_one_window_is_no_translation_of_the_other() {
        let gone = BalanceRow::new("JPN", side(70), None).unwrap();
        let split = row("JPN", Some(&gone), None, None).unwrap();
        assert_eq!(
            (split.d_balance, split.constant_rates, split.translation),
            (Exact::whole(-70), Exact::whole(-70), Exact::ZERO)
        );
        assert!(split.partial && split.from.is_none());
    }

    proptest! {
        /// Both parts close on the change, and the translation is the formula
        /// Σ V_t (fx_t − fx_0).
        #[test]
        fn the_parts_close_and_the_second_is_the_formula(
            x in prop::array::uniform2(0i64..1_000_000_000),
            m in prop::array::uniform2(0i64..1_000_000_000),
            fx in prop::array::uniform2(1i64..1_000_000),
        ) {
            let rate = |n: i64| Exact::new(n.into(), 4);
            let at = |window: usize, fx: i64| {
                let convert = |v: i64| Exact::whole(v.into()).times(rate(fx), 6).ok();
                BalanceRow::new("total", convert(x[window]), convert(m[window])).unwrap()
            };
            let (first, last, held) = (at(0, fx[0]), at(1, fx[1]), at(1, fx[0]));
            let split = row("total", Some(&first), Some(&last), Some(&held)).unwrap();
            prop_assert_eq!(split.constant_rates.plus(split.translation).unwrap(), split.d_balance);
            let items = [x[1], -m[1]].map(|value| Translated {
                value: Exact::whole(value.into()),
                rate_0: rate(fx[0]),
                rate_t: rate(fx[1]),
            });
            prop_assert_eq!(translation_effect(&items).unwrap(), split.translation);
        }
    }
}
