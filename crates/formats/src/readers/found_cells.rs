//! What the cells of a record's line come to, each found once.

use triffin_basis::{Economy, Freq};

use crate::coded::{CodedPeriod, NONE, TextColumn, Texts};
use crate::codes;
use crate::product::{self, Product};
use crate::readers::records_csv::Records;
use crate::record_fields::{self, at};

/// What cells came to. A cell is a code of its column's texts or, where it
/// fills several columns, a place in one of these lists.
#[derive(Default)]
pub(super) struct FoundCells {
    /// Partner and its level.
    pub(super) partners: Vec<[i32; 2]>,
    /// Commodities.
    pub(super) products: Vec<FoundProduct>,
    /// Times and, where they are days, these days since 1970.
    pub(super) times: Vec<(CodedPeriod, Option<i32>)>,
}

/// A commodity as its columns hold it.
#[derive(Clone, Copy)]
pub(super) struct FoundProduct {
    pub(super) code: i32,
    pub(super) system: i32,
    pub(super) level: i32,
    /// Whether the code is of no known classification.
    pub(super) own: bool,
}

impl FoundCells {
    /// What the cell of a field comes to, the empty one included; none where
    /// there is more to say of its line.
    pub(super) fn find(
        &mut self,
        field: usize,
        cell: &str,
        records: &mut Records,
        texts: &mut Texts,
    ) -> Option<i32> {
        let optional = |column: &mut TextColumn, read: fn(&str) -> Option<&'static str>| {
            let word = match cell {
                "" => return Some(NONE),
                cell => read(cell)?,
            };
            Some(column.code(word))
        };
        match field {
            at::FLOW => Some(texts.flow.code(record_fields::flow(cell)?)),
            at::REPORTER => {
                let area = codes::area(cell, Economy::find(cell));
                (area.known && !cell.is_empty()).then(|| texts.reporter.code(&area.code))
            }
            at::PARTNER => self.partner(cell, records, texts),
            at::PRODUCT => self.product(cell, records, texts),
            at::CURRENCY if cell.is_empty() => Some(NONE),
            at::CURRENCY => {
                let code = records.currencies.get(cell)?;
                Some(texts.currency.code(code))
            }
            at::VALUATION => optional(&mut texts.valuation, record_fields::valuation),
            at::REGIME => optional(&mut texts.regime, record_fields::regime),
            at::TRADE_SYSTEM => optional(&mut texts.trade_system, record_fields::trade_system),
            at::PERIOD | at::DECLARED | at::SHIPPED | at::SETTLED => {
                self.time(field, cell, records, texts)
            }
            _ if cell.is_empty() => Some(NONE),
            _ => Some(column(texts, field)?.code(cell)),
        }
    }

    fn partner(&mut self, cell: &str, records: &Records, texts: &mut Texts) -> Option<i32> {
        let found = match records.plans.rows[0].has(at::PARTNER) {
            true if cell.is_empty() => return None,
            true => {
                let area = codes::area(cell, Economy::find(cell));
                area.known.then_some((area.code, area.level))?
            }
            // A file without partners is of all of them.
            false => ("WLD".to_owned(), "world"),
        };
        let level = texts.partner_level.code(found.1);
        self.partners.push([texts.partner.code(&found.0), level]);
        last_of(&self.partners)
    }

    fn product(&mut self, cell: &str, records: &Records, texts: &mut Texts) -> Option<i32> {
        let unstated = records.ledger && records.plans.rows[0].has(at::PRODUCT) && cell.is_empty();
        let product = match unstated {
            true => Product::unstated(),
            false => product::product(cell, None)?,
        };
        self.products.push(FoundProduct {
            code: texts.product.code(&product.code),
            system: texts.product_system.code(product.system),
            level: product.level,
            own: product.system == "other",
        });
        last_of(&self.products)
    }

    fn time(
        &mut self,
        field: usize,
        cell: &str,
        records: &mut Records,
        texts: &mut Texts,
    ) -> Option<i32> {
        if cell.is_empty() {
            return Some(NONE);
        }
        let period = records.times.stated(field, cell).ok()?;
        let day = (period.freq() == Freq::Day).then(|| period.days_since_epoch().0);
        self.times.push((texts.period(period), day));
        last_of(&self.times)
    }
}

/// The one column that a field fills.
pub(super) fn column(texts: &mut Texts, field: usize) -> Option<&mut TextColumn> {
    match field {
        at::FLOW => Some(&mut texts.flow),
        at::REPORTER => Some(&mut texts.reporter),
        at::CURRENCY => Some(&mut texts.currency),
        at::VALUATION => Some(&mut texts.valuation),
        at::REGIME => Some(&mut texts.regime),
        at::TRADE_SYSTEM => Some(&mut texts.trade_system),
        at::QUANTITY_UNIT => Some(&mut texts.quantity_unit),
        at::REGION => Some(&mut texts.region),
        at::ENTITY => Some(&mut texts.entity),
        at::END_USE => Some(&mut texts.end_use),
        _ => None,
    }
}

fn last_of<T>(list: &[T]) -> Option<i32> {
    i32::try_from(list.len()).ok()?.checked_sub(1)
}
