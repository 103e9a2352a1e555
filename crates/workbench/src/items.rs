//! `trade items`: value, quantity and unit value, product by product.

use triffin_trade::items::{self, ItemRow};
use triffin_trade::{Axis, Exact, Flow, TradeError, balance};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::balance::{amount, parts_exceed};
use crate::error::QuestionError;
use crate::question::{self, Question};
use crate::records::Chosen;
use crate::value::Value;
use crate::workbench::{Scope, Workbench};

impl Workbench {
    /// `V = Σ q·p`, unit value `V / Q`; mixed units and outliers flagged.
    ///
    /// # Errors
    /// As [`Workbench::balanced`].
    pub fn items(&self, scope: &Scope, question: &Question) -> Result<Answer, QuestionError> {
        let selection = &question.selection;
        let chosen = self.choose(scope, selection)?;
        let sides: Vec<Side> = [Flow::Export, Flow::Import]
            .into_iter()
            .filter(|flow| chosen.survey.strata.iter().any(|row| row.flow == *flow))
            .map(|flow| self.items_of_side(scope, question, &chosen, flow))
            .collect::<Result<_, _>>()?;
        let mut meta = question::meta("S1.9", "V = Σ q·p; unit value = V / Q", scope, chosen);
        for side in &sides {
            meta.unit = meta.unit.or_else(|| side.meta.unit.clone());
            meta.basis.extend(side.meta.basis.clone());
            for source in &side.meta.sources {
                if !meta.sources.contains(source) {
                    meta.sources.push(source.clone());
                }
            }
            for note in &side.meta.notes {
                if !meta.notes.contains(note) {
                    meta.notes.push(note.clone());
                }
            }
        }
        meta.notes.extend(found(&sides));
        Ok(Answer {
            rows: sides.into_iter().flat_map(Side::rows).collect(),
            meta,
            ..Answer::default()
        })
    }

    fn items_of_side(
        &self,
        scope: &Scope,
        question: &Question,
        chosen: &Chosen,
        flow: Flow,
    ) -> Result<Side, QuestionError> {
        let selection = &question.selection;
        let levels = items::levels(&chosen.survey, selection, flow)?;
        let levels = self.settled(scope, &chosen.dataset, selection, levels)?;
        let cuts = [&levels.parts, &levels.total];
        let measure = self.measure(scope, question, &cuts)?;
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let registry = self.registry();
        let plan = items::plan(view.clone(), selection, &levels, flow, &measure, &registry)?;
        let items = items::rows(&self.store().run(plan)?)?;
        let plan = balance::plan(view, selection, &levels, Axis::Total, &measure, &registry)?;
        let total = balance::rows(&self.store().run(plan)?, Axis::Total)?.total;
        let whole = match flow {
            Flow::Export => total.exports,
            Flow::Import => total.imports,
        };
        let mut meta = Meta {
            unit: question::unit(&question.basis, &levels.parts),
            ..Meta::default()
        };
        question::describe(&mut meta, question, Axis::Product, &levels.parts, &measure)?;
        let reach = self.reach(scope, question, &chosen.dataset, &levels.total)?;
        meta.notes.extend(reach);
        let unallocated = items::unallocated(whole, &items).map_err(TradeError::from)?;
        Ok(Side {
            flow,
            items,
            unallocated,
            meta,
        })
    }
}

/// The items of exports or of imports.
struct Side {
    flow: Flow,
    items: Vec<ItemRow>,
    /// The value no item accounts for.
    unallocated: Option<Exact>,
    meta: Meta,
}

impl Side {
    /// The items, and the rest of the total last.
    fn rows(self) -> Vec<Row> {
        let flow = self.flow;
        let rest = self.unallocated.map(|rest| {
            row([
                ("product", "unallocated".into()),
                ("flow", flow.as_str().into()),
                ("value", amount(Some(rest))),
                ("quantity", Value::Null),
                ("quantity_unit", Value::Null),
                ("unit_value", Value::Null),
                ("records", Value::Null),
                ("mixed_units", false.into()),
                ("outliers", Value::Null),
                ("price_mismatches", Value::Null),
            ])
        });
        let items = self.items.into_iter().map(|item| line(flow, item));
        items.chain(rest).collect()
    }
}

fn line(flow: Flow, item: ItemRow) -> Row {
    row([
        ("product", item.product.into()),
        ("flow", flow.as_str().into()),
        ("value", amount(Some(item.value))),
        ("quantity", amount(item.quantity)),
        ("quantity_unit", Value::or_null(item.quantity_unit)),
        ("unit_value", amount(item.unit_value)),
        ("records", item.records.into()),
        ("mixed_units", item.mixed_units.into()),
        ("outliers", item.outliers.into()),
        ("price_mismatches", item.price_mismatches.into()),
    ])
}

/// What a reader must know of the items: odd unit values, several units, a
/// rest, levels that disagree.
fn found(sides: &[Side]) -> Vec<Note> {
    let mut notes = Vec::new();
    let items = || sides.iter().flat_map(|side| &side.items);
    let outliers = items().map(|item| item.outliers).sum::<i64>();
    if outliers > 0 {
        notes.push(Note::warning(
            "W-OUTLIER",
            format!(
                "{outliers} unit values lie far from the others of their product; none is left out"
            ),
            format!("{outliers} 个单位价值明显偏离同类；均未剔除"),
        ));
    }
    if items().any(|item| item.mixed_units) {
        notes.push(Note::warning(
            "W-UNITS-MIXED",
            "some products come in several quantity units; they are kept apart and never added up",
            "部分商品有多种数量单位；各单位分开，从不相加",
        ));
    }
    let rests = || sides.iter().filter_map(|side| side.unallocated);
    if rests().any(|rest| rest.signum() > 0) {
        notes.push(Note::remark(
            "N-UNALLOCATED",
            "the file details a part of its totals only: what no code tells is the row unallocated, without a quantity",
            "该文件只将部分总额细分到编码：未细分的部分列为 unallocated 一行，没有数量",
        ));
    }
    if rests().any(|rest| rest.signum() < 0) {
        notes.push(parts_exceed());
    }
    notes
}
