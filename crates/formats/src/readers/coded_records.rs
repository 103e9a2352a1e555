//! Lines of records to codes, the usual way of a line first.
//!
//! Most lines of a file differ from others only in their amounts: every other
//! cell was seen before. Such a line is read by looking its cells up. A line
//! with anything else about it (a cell that is missing or wrong, a number in
//! another form) is read by [`Records::record`], which knows all there is to
//! know; what is looked up here is what it would say.

use std::collections::BTreeMap;

use triffin_basis::{Economy, Flag, Freq};

use crate::FormatError;
use crate::block_source::Worker;
use crate::coded::{CodedPeriod, CodedRecords, CodedRow, NONE, TextColumn};
use crate::codes;
use crate::csv::Row;
use crate::layout::{Layout, misshapen};
use crate::memo::Memo;
use crate::plain_amount::{is_plain, plain_amount};
use crate::plan::Plan;
use crate::product;
use crate::readers::records_csv::Records;
use crate::record_fields::{self, at};
use crate::source::{Chunk, SetAside};

/// Fields that make every line of a file one for [`Records::record`].
const RARE: [usize; 6] = [
    at::PRODUCT_SYSTEM,
    at::PARTNER2,
    at::CUSTOMS,
    at::TRANSPORT,
    at::FLAG,
    at::UNIT_PRICE,
];

/// Reads lines of a file of records, one record a line.
pub struct CodedWorker {
    records: Records,
    table: CodedRecords,
    aside: Vec<SetAside>,
    width: usize,
    /// Whether cells may be looked up at all.
    usual: bool,
    seen: Seen,
}

/// What cells came to, as codes of their columns.
struct Seen {
    flow: Memo<i32>,
    reporter: Memo<i32>,
    /// Partner and its level.
    partner: Memo<(i32, i32)>,
    product: Memo<SeenProduct>,
    currency: Memo<i32>,
    valuation: Memo<i32>,
    regime: Memo<i32>,
    trade_system: Memo<i32>,
    /// A time and, where it is a day, that day since 1970.
    time: Memo<(CodedPeriod, Option<i32>)>,
}

#[derive(Clone, Copy)]
struct SeenProduct {
    code: i32,
    system: i32,
    level: i32,
    /// Whether the code is of no known classification.
    own: bool,
}

impl Seen {
    fn nothing() -> Self {
        Self {
            flow: Memo::new(),
            reporter: Memo::new(),
            partner: Memo::new(),
            product: Memo::new(),
            currency: Memo::new(),
            valuation: Memo::new(),
            regime: Memo::new(),
            trade_system: Memo::new(),
            time: Memo::new(),
        }
    }

    /// Whether more is remembered than is worth it.
    fn is_full(&self) -> bool {
        const MOST: usize = 1 << 16;
        self.product.len() > MOST || self.time.len() > MOST || self.partner.len() > MOST
    }
}

impl CodedWorker {
    /// Reads lines of `width` fields by the one plan of `records`.
    pub(super) fn new(records: Records, width: usize) -> Self {
        let plan = &records.plans.rows[0];
        let usual = is_plain(records.numbers)
            && records.power == 0
            && !RARE.iter().any(|field| plan.has(*field));
        Self {
            records,
            table: CodedRecords::new(),
            aside: Vec::new(),
            width,
            usual,
            seen: Seen::nothing(),
        }
    }

    /// Reads a line by what its cells came to before; none for a line that
    /// has anything else about it. Nothing is noted then.
    #[inline]
    fn looked_up(&mut self, row: &Row<'_>) -> Option<CodedRow> {
        let Self {
            records,
            table,
            seen,
            ..
        } = self;
        if records.plans.has_extra(row) {
            return None;
        }
        let plan = &records.plans.rows[0];
        let text = &mut table.text;
        let flow = word(
            plan,
            row,
            at::FLOW,
            &mut seen.flow,
            &mut text.flow,
            record_fields::flow,
        )?;
        let reporter = plan.filled(row, at::REPORTER)?;
        let reporter = remembered(&mut seen.reporter, reporter, |reporter| {
            let area = codes::area(reporter, Economy::find(reporter));
            area.known.then(|| text.reporter.code(&area.code))
        })?;
        let partner = plan.filled(row, at::PARTNER)?;
        let partner = remembered(&mut seen.partner, partner, |partner| {
            let area = codes::area(partner, Economy::find(partner));
            let level = text.partner_level.code(area.level);
            area.known.then(|| (text.partner.code(&area.code), level))
        })?;
        let product = plan.filled(row, at::PRODUCT)?;
        let product = remembered(&mut seen.product, product, |code| {
            let product = product::product(code, None)?;
            Some(SeenProduct {
                code: text.product.code(&product.code),
                system: text.product_system.code(product.system),
                level: product.level,
                own: product.system == "other",
            })
        })?;
        let currency = match plan.filled(row, at::CURRENCY) {
            None => NONE,
            Some(currency) => remembered(&mut seen.currency, currency, |currency| {
                let code = records.currencies.get(currency)?;
                Some(text.currency.code(code))
            })?,
        };
        let optional = |field, memo, column, read: fn(&str) -> Option<&'static str>| match plan
            .has(field)
            && plan.filled(row, field).is_some()
        {
            true => word(plan, row, field, memo, column, read),
            false => Some(NONE),
        };
        let valuation = optional(
            at::VALUATION,
            &mut seen.valuation,
            &mut text.valuation,
            record_fields::valuation,
        )?;
        let regime = optional(
            at::REGIME,
            &mut seen.regime,
            &mut text.regime,
            record_fields::regime,
        )?;
        let trade_system = optional(
            at::TRADE_SYSTEM,
            &mut seen.trade_system,
            &mut text.trade_system,
            record_fields::trade_system,
        )?;
        let times = &mut records.times;
        let mut time = |field| match plan.filled(row, field) {
            None => Some(None),
            Some(cell) => remembered(&mut seen.time, cell, |_| {
                let period = times.time(plan, row, field).ok()??;
                let day = (period.freq() == Freq::Day).then(|| period.days_since_epoch().0);
                Some((text.period(period), day))
            })
            .map(Some),
        };
        let stated = time(at::PERIOD)?;
        let (declared, shipped) = (time(at::DECLARED)?, time(at::SHIPPED)?);
        let settled = time(at::SETTLED)?;
        let period = stated.or(declared).or(shipped).or(settled)?.0;
        let day = |time: Option<(CodedPeriod, Option<i32>)>| time.and_then(|(_, day)| day);
        let value = amount(plan, row, at::VALUE)?;
        let quantity = amount(plan, row, at::QUANTITY)?;
        let net_weight_kg = amount(plan, row, at::NET_WEIGHT)?;
        let named = |field, column: &mut TextColumn| {
            let cell = plan.filled(row, field);
            cell.map_or(NONE, |cell| column.code(cell))
        };
        let quantity_unit = named(at::QUANTITY_UNIT, &mut text.quantity_unit);
        records.without_unit += u64::from(quantity.is_some() && quantity_unit == NONE);
        records.without_currency += u64::from(value.is_some() && currency == NONE);
        records.own_products += u64::from(product.own);
        Some(CodedRow {
            flow,
            reporter,
            partner: partner.0,
            partner_level: partner.1,
            product: product.code,
            product_system: product.system,
            product_level: product.level,
            period,
            value,
            currency,
            valuation,
            quantity,
            quantity_unit,
            net_weight_kg,
            regime,
            trade_system,
            region: named(at::REGION, &mut text.region),
            entity: named(at::ENTITY, &mut text.entity),
            end_use: named(at::END_USE, &mut text.end_use),
            declared_on: day(declared),
            shipped_on: day(shipped),
            settled_on: day(settled),
            partner2: NONE,
            customs_procedure: NONE,
            transport: NONE,
            breakdown: text.breakdown.code("total"),
            flag: match value {
                Some(_) => text.flag.code(Flag::Observed.as_str()),
                None => text.flag.code(Flag::Missing.as_str()),
            },
            source_row: row.line,
            extra: NONE,
        })
    }

    /// Reads a line with everything that may be about it.
    fn in_full(&mut self, row: &Row<'_>) {
        let extra = self.records.plans.extra(row);
        let table = &mut self.table;
        let read = self.records.record(0, row, extra.as_deref(), |record| {
            let coded = table.text.coded(record);
            table.push(&coded);
        });
        if let Err(problem) = read {
            self.aside.push(problem.at(row.line));
        }
    }
}

/// What `cell` came to before, else what `find` finds, to be remembered.
#[inline]
fn remembered<T: Copy>(
    memo: &mut Memo<T>,
    cell: &str,
    find: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    if let Some(value) = memo.get(cell) {
        return Some(value);
    }
    let value = find(cell)?;
    memo.insert(cell, value);
    Some(value)
}

/// The code of a cell that must be one of a few words.
#[inline]
fn word(
    plan: &Plan,
    row: &Row<'_>,
    field: usize,
    memo: &mut Memo<i32>,
    column: &mut TextColumn,
    read: fn(&str) -> Option<&'static str>,
) -> Option<i32> {
    remembered(memo, plan.filled(row, field)?, |cell| {
        Some(column.code(read(cell)?))
    })
}

/// An amount in the usual form, or the empty cell of none.
#[inline]
fn amount(plan: &Plan, row: &Row<'_>, field: usize) -> Option<Option<i128>> {
    match plan.get(row, field) {
        None | Some("") => Some(None),
        Some(cell) => plain_amount(cell.as_bytes()).map(Some),
    }
}

impl Worker for CodedWorker {
    fn line(&mut self, row: &Row<'_>) {
        if let Some(problem) = misshapen(row, self.width) {
            self.aside.push(problem.at(row.line));
            return;
        }
        let usual = match self.usual {
            true => self.looked_up(row),
            false => None,
        };
        match usual {
            Some(record) => self.table.push(&record),
            None => self.in_full(row),
        }
    }

    fn taken(&self) -> usize {
        self.table.rows() + self.aside.len()
    }

    fn finish(&mut self) -> Result<Chunk, FormatError> {
        let (batch, forgotten) = self.table.finish()?;
        if forgotten || self.seen.is_full() {
            self.seen = Seen::nothing();
        }
        Ok(Chunk {
            batch,
            aside: std::mem::take(&mut self.aside),
        })
    }

    fn absorb(&mut self, other: Self) {
        self.records.absorb(other.records);
    }

    fn notes(&self) -> Vec<String> {
        Layout::notes(&self.records)
    }

    fn own_areas(&self) -> BTreeMap<String, u64> {
        Layout::own_areas(&self.records)
    }
}
