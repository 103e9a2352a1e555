//! Lines of records read column by column, where every cell but the amounts
//! was seen before.
//!
//! Most lines of a file differ from others only in their amounts. What any
//! other cell says is found out once and is a code from then on. A line with
//! anything else about it (a cell that is missing or wrong, a number in another
//! form) is left to [`Records::record`], which knows all there is to know; what
//! is looked up here is what it would say.

use std::mem::take;
use std::ops::Range;

use triffin_basis::Flag;

use crate::cells::Cells;
use crate::coded::{CodedRecords, NONE, TextColumn};
use crate::plain_amount::is_plain;
use crate::readers::found_cells::{FoundCells, column};
use crate::readers::looked_up::{ABSENT, Amounts, LookedUp};
use crate::readers::records_csv::Records;
use crate::record_fields::at;

/// Fields that make every line of a file one for [`Records::record`].
const RARE: [usize; 6] = [
    at::PRODUCT_SYSTEM,
    at::PARTNER2,
    at::CUSTOMS,
    at::TRANSPORT,
    at::FLAG,
    at::UNIT_PRICE,
];

/// Fields whose cells are looked up where a file has them.
const LOOKED_UP: [usize; 14] = [
    at::FLOW,
    at::REPORTER,
    at::CURRENCY,
    at::VALUATION,
    at::REGIME,
    at::TRADE_SYSTEM,
    at::QUANTITY_UNIT,
    at::REGION,
    at::ENTITY,
    at::END_USE,
    at::PERIOD,
    at::DECLARED,
    at::SHIPPED,
    at::SETTLED,
];

/// Fields that every record has, whatever the file.
const ALWAYS: [usize; 2] = [at::PARTNER, at::PRODUCT];

/// The times of a record, the one that gives its period first.
const TIMES: [usize; 4] = [at::PERIOD, at::DECLARED, at::SHIPPED, at::SETTLED];

/// Lines looked at together.
const TOGETHER: usize = 128;

/// The lines of a block as columns.
pub(super) struct UsualLines {
    looked_up: Vec<LookedUp>,
    value: Amounts,
    quantity: Amounts,
    net_weight: Amounts,
    /// Columns that no field takes.
    unused: Vec<u32>,
    found: FoundCells,
    /// The cut before the first cell of each line.
    firsts: Vec<u32>,
    /// The line of the file.
    numbers: Vec<i64>,
    /// Whether there is more to a line than can be looked up.
    unusual: Vec<bool>,
    /// Where the period of each line is among the times found.
    periods: Vec<i32>,
}

impl UsualLines {
    /// Lines of a file read by the one plan of `records`; none where there is
    /// more to every line of it.
    pub(super) fn of(records: &Records) -> Option<Self> {
        let plan = &records.plans.rows[0];
        let amounts = [at::VALUE, at::QUANTITY, at::NET_WEIGHT];
        let printed = |field: &usize| plan.fixed(*field).is_none() && !plan.has_words(*field);
        let usual = is_plain(records.numbers)
            && records.power == 0
            && !RARE.iter().any(|field| plan.has(*field))
            && amounts.iter().all(printed);
        let [value, quantity, net_weight] = amounts.map(|field| Amounts::new(plan.column(field)));
        let there = LOOKED_UP.into_iter().filter(|field| plan.has(*field));
        let columns = records.plans.unused.iter();
        usual.then(|| Self {
            looked_up: (there.chain(ALWAYS))
                .map(|field| LookedUp::new(field, plan.column(field)))
                .collect(),
            value,
            quantity,
            net_weight,
            unused: columns.map(|(column, _)| *column as u32).collect(),
            found: FoundCells::default(),
            firsts: Vec::new(),
            numbers: Vec::new(),
            unusual: Vec::new(),
            periods: Vec::new(),
        })
    }

    /// Whether more is remembered than is worth it.
    pub(super) fn is_full(&self) -> bool {
        const MOST: usize = 1 << 16;
        self.looked_up.iter().any(|field| field.remembered() > MOST)
    }

    /// Forgets what cells came to.
    pub(super) fn forget(&mut self) {
        self.found = FoundCells::default();
        self.looked_up.iter_mut().for_each(LookedUp::forget);
    }

    /// Looks up the cells of the lines that have `width` of them.
    pub(super) fn read(
        &mut self,
        text: &str,
        cells: &Cells,
        width: usize,
        records: &mut Records,
        table: &mut CodedRecords,
    ) {
        let lines = || cells.lines().iter().filter(|line| line.cells == width);
        let number = |line: u64| i64::try_from(line).unwrap_or(i64::MAX);
        refill(&mut self.firsts, lines().map(|line| line.first));
        refill(&mut self.numbers, lines().map(|line| number(line.number)));
        refill(&mut self.unusual, lines().map(|_| false));
        self.looked_up.iter_mut().for_each(LookedUp::clear);
        self.amounts().for_each(Amounts::clear);
        let (firsts, mut unusual) = (take(&mut self.firsts), take(&mut self.unusual));
        // Few lines at a time: their text stays at hand from field to field.
        for (firsts, unusual) in firsts.chunks(TOGETHER).zip(unusual.chunks_mut(TOGETHER)) {
            self.look_up(text, cells, (firsts, unusual), records, table);
        }
        (self.firsts, self.unusual) = (firsts, unusual);
        self.choose_periods();
    }

    fn amounts(&mut self) -> impl Iterator<Item = &mut Amounts> {
        [&mut self.value, &mut self.quantity, &mut self.net_weight].into_iter()
    }

    /// Looks up the cells of the lines behind the cuts `firsts`, field by field.
    fn look_up(
        &mut self,
        text: &str,
        cells: &Cells,
        (firsts, unusual): (&[u32], &mut [bool]),
        records: &mut Records,
        table: &mut CodedRecords,
    ) {
        for field in &mut self.looked_up {
            let (found, name) = (&mut self.found, field.field);
            let find = |cell: &str| {
                let plan = &records.plans.rows[0];
                let said = plan.fixed(name).unwrap_or_else(|| plan.said(name, cell));
                let said = said.to_owned();
                found.find(name, &said, records, &mut table.text)
            };
            field.read(text, cells, firsts, unusual, find);
        }
        self.amounts()
            .for_each(|amounts| amounts.read(text, cells, firsts, unusual));
        for column in &self.unused {
            for (first, unusual) in firsts.iter().zip(unusual.iter_mut()) {
                let (start, end) = cells.span(first + column);
                *unusual |= text
                    .get(start..end)
                    .is_some_and(|cell| !cell.trim().is_empty());
            }
        }
    }

    /// The period of a line is the stated one, else that of the declaration,
    /// the shipment, the settlement; a line without any is none to look up.
    fn choose_periods(&mut self) {
        refill(&mut self.periods, self.firsts.iter().map(|_| NONE));
        let columns = TIMES.iter().filter_map(|time| {
            let field = self.looked_up.iter().find(|field| field.field == *time);
            field.map(|field| &field.codes)
        });
        for codes in columns {
            for (period, code) in self.periods.iter_mut().zip(codes) {
                *period = match *period {
                    NONE => *code,
                    known => known,
                };
            }
        }
        for (unusual, period) in self.unusual.iter_mut().zip(&self.periods) {
            *unusual |= *period < 0;
        }
    }

    /// Whether the line, the `nth` of its width, is all that was looked up.
    pub(super) fn is_usual(&self, nth: usize) -> bool {
        self.unusual.get(nth) == Some(&false)
    }

    /// Whether there are so many lines, and nothing more to any of them.
    pub(super) fn is_all_of(&self, lines: usize) -> bool {
        self.unusual.len() == lines && !self.unusual.contains(&true)
    }

    /// Adds a run of lines, all of them usual, to the table.
    pub(super) fn put(&self, run: Range<usize>, table: &mut CodedRecords, records: &mut Records) {
        if run.is_empty() {
            return;
        }
        let row = table.rows();
        for field in &self.looked_up {
            self.put_codes(field.field, row, &field.codes[run.clone()], table);
        }
        self.put_periods(row, &self.periods[run.clone()], table);
        let known = |number: &i128| (*number != ABSENT).then_some(*number);
        if let Some(values) = self.value.numbers.get(run.clone()) {
            table.value.extend_some(row, values.iter().map(known));
        }
        if let Some(quantities) = self.quantity.numbers.get(run.clone()) {
            table
                .quantity
                .extend_some(row, quantities.iter().map(known));
        }
        if let Some(weights) = self.net_weight.numbers.get(run.clone()) {
            table
                .net_weight_kg
                .extend_some(row, weights.iter().map(known));
        }
        self.put_flags(row, run.clone(), table);
        let numbers = self.numbers[run.clone()].iter().copied();
        table.source_row.extend(row, numbers);
        self.count(run.clone(), records);
        table.added(run.len());
    }

    fn put_codes(&self, field: usize, row: usize, codes: &[i32], table: &mut CodedRecords) {
        // proof: the codes of usual lines are places in these lists.
        let found = &self.found;
        match field {
            at::PARTNER => {
                let areas = codes.iter().map(|code| found.partners[*code as usize]);
                let text = &mut table.text;
                text.partner.extend(row, areas.clone().map(|area| area[0]));
                text.partner_level.extend(row, areas.map(|area| area[1]));
            }
            at::PRODUCT => {
                let products = codes.iter().map(|code| found.products[*code as usize]);
                let text = &mut table.text;
                text.product.extend(row, products.clone().map(|p| p.code));
                text.product_system
                    .extend(row, products.clone().map(|p| p.system));
                table.product_level.extend(row, products.map(|p| p.level));
            }
            at::PERIOD => {}
            at::DECLARED => table.declared_on.extend_some(row, self.days(codes)),
            at::SHIPPED => table.shipped_on.extend_some(row, self.days(codes)),
            at::SETTLED => table.settled_on.extend_some(row, self.days(codes)),
            _ => {
                if let Some(column) = column(&mut table.text, field) {
                    column.extend(row, codes.iter().copied());
                }
            }
        }
    }

    /// The days of times; a month is no day, and neither is an empty cell.
    fn days(&self, codes: &[i32]) -> impl Iterator<Item = Option<i32>> + Clone {
        codes.iter().map(|code| {
            let time = self.found.times.get(usize::try_from(*code).ok()?)?;
            time.1
        })
    }

    fn put_periods(&self, row: usize, periods: &[i32], table: &mut CodedRecords) {
        // proof: the period of a usual line is a place in the list.
        let times = &self.found.times;
        let periods = periods.iter().map(|place| times[*place as usize].0);
        table
            .text
            .period
            .extend(row, periods.clone().map(|p| p.text));
        table.text.freq.extend(row, periods.clone().map(|p| p.freq));
        table.year.extend(row, periods.clone().map(|p| p.year));
        table
            .period_start
            .extend(row, periods.clone().map(|p| p.start));
        table.period_end.extend(row, periods.map(|p| p.end));
    }

    /// A value is observed, and one that is not there is missing.
    fn put_flags(&self, row: usize, run: Range<usize>, table: &mut CodedRecords) {
        let flag = &mut table.text.flag;
        let observed = flag.code(Flag::Observed.as_str());
        let missing = |flag: &mut TextColumn| flag.code(Flag::Missing.as_str());
        match self.value.numbers.get(run.clone()) {
            Some(values) if values.contains(&ABSENT) => {
                let missing = missing(flag);
                let flags = values.iter().map(|value| match *value {
                    ABSENT => missing,
                    _ => observed,
                });
                flag.extend(row, flags);
            }
            Some(_) => flag.extend(row, run.map(|_| observed)),
            None => {
                let missing = missing(flag);
                flag.extend(row, run.map(|_| missing));
            }
        }
    }

    /// Counts what is told of the whole file.
    fn count(&self, run: Range<usize>, records: &mut Records) {
        let codes = |name| self.looked_up.iter().find(|field| field.field == name);
        let without = |amounts: &Amounts, name: usize| -> u64 {
            let Some(numbers) = amounts.numbers.get(run.clone()) else {
                return 0;
            };
            let there = |number: &&i128| **number != ABSENT;
            let count = match codes(name) {
                None => numbers.iter().filter(there).count(),
                Some(field) => {
                    let both = numbers.iter().zip(&field.codes[run.clone()]);
                    both.filter(|(number, code)| there(number) && **code == NONE)
                        .count()
                }
            };
            count as u64
        };
        records.without_unit += without(&self.quantity, at::QUANTITY_UNIT);
        records.without_currency += without(&self.value, at::CURRENCY);
        if let Some(products) = codes(at::PRODUCT) {
            let found = &self.found.products;
            let own = products.codes[run]
                .iter()
                .filter(|code| found[**code as usize].own);
            records.own_products += own.count() as u64;
        }
    }
}

/// Fills a list anew.
fn refill<T>(list: &mut Vec<T>, items: impl Iterator<Item = T>) {
    list.clear();
    list.extend(items);
}
