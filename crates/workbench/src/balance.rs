//! `trade balance`: exports, imports and balance, in total or along an axis.

use triffin_basis::{Bilingual, Economy, Flag, Lang, Section, UseClass};
use triffin_trade::balance::{self, BalanceRow, BalanceTable};
use triffin_trade::classification::UNALLOCATED;
use triffin_trade::cut::Cut;
use triffin_trade::levels::{Depth, Unused};
use triffin_trade::{Axis, Exact, Levels};

use crate::answer::{Answer, Meta, Note, Row, row as row_of};
use crate::error::{QuestionError, both};
use crate::measured::Measured;
use crate::question::{self, Question};
use crate::value::Value;
use crate::workbench::{Scope, Workbench};

/// A balance with what it was made of.
#[derive(Clone, Debug)]
pub struct Balanced {
    /// Total, parts and the unallocated rest.
    pub table: BalanceTable,
    /// Rows of the total, by stratum.
    pub total: Cut,
    /// What the amounts mean.
    pub meta: Meta,
}

impl Workbench {
    /// `B = X − M` of a selection, with its parts along `axis`.
    ///
    /// # Errors
    /// When no dataset has such records (`E-TRADE-EMPTY`), when they are in
    /// several currencies or in none stated (`E-BASIS-CURRENCY`), when a rate
    /// is missing, or when a sum does not fit its type.
    pub fn balanced(
        &self,
        scope: &Scope,
        question: &Question,
        axis: Axis,
    ) -> Result<Balanced, QuestionError> {
        let selection = &question.selection;
        let chosen = self.choose(scope, selection)?;
        let levels = self.levels(
            scope,
            &chosen.dataset,
            &chosen.survey,
            selection,
            (axis, Depth::Roots),
        )?;
        let cuts = [&levels.total, &levels.parts];
        let measure = self.measure(scope, question, &cuts)?;
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let undated = self.undated(&view, selection)?;
        let plan = balance::plan(view, selection, &levels, axis, &measure, &self.registry())?;
        let table = balance::rows(&self.store().run(plan)?, axis)?;
        let coverage = covered(chosen.published, question, &levels.total);
        let reach = self.reach(scope, question, &chosen.dataset, &levels.total)?;
        let mut meta = question::meta("S1.2", "B = X − M", scope, chosen);
        meta.unit = question::unit(&question.basis, &levels.total);
        describe(&mut meta, question, axis, &levels, &measure)?;
        meta.notes.extend(undated);
        meta.notes.extend(coverage);
        meta.notes.extend(reach);
        meta.notes.extend(counted(&levels, &table));
        Ok(Balanced {
            table,
            total: levels.total,
            meta,
        })
    }

    /// The answer of `trade balance`.
    ///
    /// # Errors
    /// As [`Workbench::balanced`].
    pub fn balance(
        &self,
        scope: &Scope,
        question: &Question,
        axis: Axis,
    ) -> Result<Answer, QuestionError> {
        let balanced = self.balanced(scope, question, axis)?;
        Ok(Answer {
            rows: balanced
                .table
                .rows()
                .into_iter()
                .map(|row| line(row, axis))
                .collect(),
            meta: balanced.meta,
            ..Answer::default()
        })
    }
}

fn describe(
    meta: &mut Meta,
    question: &Question,
    axis: Axis,
    levels: &Levels,
    measure: &Measured,
) -> Result<(), QuestionError> {
    question::describe(meta, question, axis, &levels.total, measure)
}

/// What a published table does not cover: no row of the world, no row of all
/// products. A sum of what it holds is then no total.
fn covered(published: bool, question: &Question, total: &Cut) -> Vec<Note> {
    let selection = &question.selection;
    let mut notes = Vec::new();
    if !published {
        return notes;
    }
    let world = total
        .strata()
        .iter()
        .any(|row| row.partner_level == "world");
    if selection.partners.is_empty() && !world {
        notes.push(Note::warning(
            "W-COVERAGE-PARTNERS",
            "the dataset has no row of the world: the total is of the partners it holds, not of all trade (--by partner lists them)",
            "该数据集没有“世界”一行：合计只含其中的伙伴，并非全部贸易（--by partner 可列出）",
        ));
    }
    if selection.product.is_none() && !total.strata().iter().any(|row| row.top) {
        notes.push(Note::warning(
            "W-COVERAGE-PRODUCTS",
            "the dataset has no row of all products: the total is of the products it holds, not of all goods (--by product lists them)",
            "该数据集没有“全部商品”一行：合计只含其中的商品，并非全部货物（--by product 可列出）",
        ));
    }
    notes
}

/// Which records a total does not count, and whether its parts exceed it.
fn counted(levels: &Levels, table: &BalanceTable) -> Vec<Note> {
    let reasons = |lang: Lang| -> String {
        let repeats = levels.left_out.iter().filter(|(why, _)| why.repeats());
        let told = repeats.map(|(why, n)| format!("{} {n}", why.label(lang)));
        let told: Vec<String> = told.collect();
        told.join(match lang {
            Lang::En => ", ",
            Lang::Zh => "、",
        })
    };
    let mut notes = Vec::new();
    if let Some(rows) = levels.left_out.get(&Unused::Overlap) {
        notes.push(Note::warning(
            "W-OVERLAP",
            format!("{rows} records share some of their trade with counted ones and may hold more: they are not counted, the total may be too low (another --period, --product or --partner tells them apart)"),
            format!("{rows} 条记录与已计入的记录部分重叠，也可能另含贸易：未计入，总额可能偏低（可换 --period、--product 或 --partner 区分）"),
        ));
    }
    let (en, zh) = (reasons(Lang::En), reasons(Lang::Zh));
    if !en.is_empty() {
        let used = table.total.records;
        notes.push(Note::remark(
            "N-NOT-COUNTED",
            format!("the total counts {used} records; others repeat the same trade and are left out: {en}"),
            format!("总额计入 {used} 条记录；其余记录重复同一贸易，未计入：{zh}"),
        ));
    }
    let below_zero = |side: Option<Exact>| side.is_some_and(|rest| rest.signum() < 0);
    let rest = table.unallocated.as_ref();
    if rest.is_some_and(|rest| below_zero(rest.exports) || below_zero(rest.imports)) {
        notes.push(parts_exceed());
    }
    notes
}

/// More is told in parts than in the whole.
pub(crate) fn parts_exceed() -> Note {
    Note::warning(
        "W-PARTS-EXCEED",
        "the parts exceed the published whole: the levels of the file disagree",
        "分项之和超过已公布的总额：文件各层级不一致",
    )
}

fn line(row: &BalanceRow, axis: Axis) -> Row {
    let mut cells = row_of([
        ("key", Value::text(&row.key)),
        ("exports", amount(row.exports)),
        ("imports", amount(row.imports)),
        ("balance", amount(row.balance)),
        ("status", Value::or_null(row.status.map(status))),
        ("cover_ratio", row.cover_ratio.into()),
        ("share_of_total", row.share_of_total.into()),
        ("share_of_exports", row.share_of_exports.into()),
        ("share_of_imports", row.share_of_imports.into()),
        ("records", row.records.into()),
        (
            "flag",
            missing(row.exports.is_none() || row.imports.is_none() || row.missing > 0),
        ),
    ]);
    if matches!(axis, Axis::Partner | Axis::Section | Axis::EndUse) {
        cells.insert(1, ("name".into(), name(&row.key, axis)));
    }
    cells
}

/// The flag of a row: `missing` where a side of it is not there.
pub(crate) fn missing(is: bool) -> Value {
    Value::or_null(is.then(|| Flag::Missing.as_str()))
}

/// The name of a key, where the axis has names for its codes.
fn name(key: &str, axis: Axis) -> Value {
    let named = match axis {
        Axis::Partner => {
            Economy::find(key).map(|economy| both(|lang| economy.name(lang).to_owned()))
        }
        Axis::Section => section(key).map(|section| both(|lang| section.title(lang).to_owned())),
        Axis::EndUse => end_use(key),
        _ => None,
    };
    named.map_or(Value::Null, Value::Both)
}

/// The name of a use class, or of what is in none.
fn end_use(key: &str) -> Option<Bilingual> {
    let class = UseClass::parse(key).map(|class| both(|lang| class.label(lang).to_owned()));
    let none =
        || (key == UNALLOCATED).then(|| Bilingual::new("in no single class", "不属单一类别"));
    class.or_else(none)
}

fn section(roman: &str) -> Option<Section> {
    Section::all().find(|section| section.roman() == roman)
}

fn status(status: balance::Status) -> &'static str {
    match status {
        balance::Status::Surplus => "surplus",
        balance::Status::Deficit => "deficit",
        balance::Status::Balanced => "balanced",
    }
}

/// An exact amount as a cell, null when there is none.
pub(crate) fn amount(amount: Option<Exact>) -> Value {
    match amount {
        None => Value::Null,
        Some(exact) => match i8::try_from(exact.scale()) {
            Ok(scale) => Value::Decimal(exact.digits(), scale),
            Err(_) => Value::Digits(exact.to_string()),
        },
    }
}
