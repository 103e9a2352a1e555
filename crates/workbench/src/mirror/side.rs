//! One reporter's records of the other, and the dataset they are read from.

use std::collections::BTreeSet;

use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::{BasisError, Period};
use triffin_formats::Kind;
use triffin_store::DatasetInfo;
use triffin_trade::mirror::common::Kept;
use triffin_trade::{Axis, Flow, Selection};

use super::Mirror;
use super::read::Read;
use crate::answer::{Note, SourceRef};
use crate::error::{QuestionError, no_records};
use crate::records::rank;
use crate::workbench::{Scope, Workbench};

/// One reporter's records of the other.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// Who reports, about whom.
    pub(super) selection: Selection,
    /// The dataset it is read from; none when no dataset has such records.
    pub(super) dataset: Option<Dataset>,
}

/// A dataset and its rows.
#[derive(Clone, Debug)]
pub(super) struct Dataset {
    pub(super) name: String,
    pub(super) source: SourceRef,
    /// Whether it is a publisher's table and not a ledger.
    pub(super) published: bool,
    /// The rows of the pair.
    pub(super) view: LogicalPlan,
    /// All of its rows that count.
    pub(super) whole: LogicalPlan,
    /// What the valuation of its rows is from, where they do not state it.
    pub(super) valued_by: Option<(SourceRef, Note)>,
}

impl Side {
    /// Leaves only the periods compared, flow by flow.
    pub(super) fn keep(&mut self, kept: &[(Flow, Kept); 2]) -> Result<(), QuestionError> {
        let Some(dataset) = &mut self.dataset else {
            return Ok(());
        };
        let rows = kept.iter().map(|(flow, kept)| {
            let of_flow = flow.rows();
            match &kept.only {
                None => of_flow,
                Some(only) => of_flow.and(within(only)),
            }
        });
        if let Some(rows) = rows.reduce(Expr::or) {
            dataset.view = LogicalPlanBuilder::from(dataset.view.clone())
                .filter(rows)?
                .build()?;
        }
        Ok(())
    }
}

/// Rows whose days all lie in one of `periods`.
fn within(periods: &BTreeSet<Period>) -> Expr {
    periods
        .iter()
        .map(|period| {
            let (from, to) = period.days_since_epoch();
            let day = |days| lit(datafusion::common::ScalarValue::Date32(Some(days)));
            col("period_start")
                .gt_eq(day(from))
                .and(col("period_end").lt_eq(day(to)))
        })
        .reduce(Expr::or)
        .unwrap_or_else(|| lit(false))
}

impl Workbench {
    /// Both sides, from one dataset where one has both, else each from the
    /// first that has it.
    pub(super) fn sides(&self, scope: &Scope, asked: &Mirror) -> Result<[Side; 2], QuestionError> {
        let selections = [
            asked.selection(&asked.a, &asked.b)?,
            asked.selection(&asked.b, &asked.a)?,
        ];
        self.known_source(scope)?;
        let catalogue = self.store().catalogue(&scope.at)?;
        let mut candidates = Vec::new();
        for info in catalogue.iter().filter(|info| info.kind == Kind::Records) {
            if scope
                .source
                .as_ref()
                .is_some_and(|name| *name != info.dataset)
            {
                continue;
            }
            let mut rows = [0; 2];
            for (rows, selection) in rows.iter_mut().zip(&selections) {
                *rows = self.survey(scope, selection, &info.dataset)?.rows();
            }
            if rows != [0; 2] {
                candidates.push((info, rows));
            }
        }
        candidates.sort_by_key(|(info, rows)| (rows.contains(&0), rank(info)));
        if candidates.is_empty() {
            let known: Vec<&str> = catalogue
                .iter()
                .filter(|info| info.kind == Kind::Records)
                .map(|info| info.dataset.as_str())
                .collect();
            return Err(no_records(&selections[0], &known));
        }
        let dataset = |index: usize| -> Result<Option<Dataset>, QuestionError> {
            let first = candidates.iter().find(|(_, rows)| rows[index] > 0);
            first
                .map(|(info, rows)| {
                    self.dataset(scope, asked, (&catalogue, info), rows.iter().sum())
                })
                .transpose()
        };
        let of_a = dataset(0)?;
        // One dataset that has both is read once.
        let both = candidates
            .first()
            .is_some_and(|(_, rows)| !rows.contains(&0));
        let of_b = if both { of_a.clone() } else { dataset(1)? };
        let [a, b] = selections;
        Ok([
            Side {
                selection: a,
                dataset: of_a,
            },
            Side {
                selection: b,
                dataset: of_b,
            },
        ])
    }

    fn dataset(
        &self,
        scope: &Scope,
        asked: &Mirror,
        (catalogue, info): (&[DatasetInfo], &DatasetInfo),
        rows: i64,
    ) -> Result<Dataset, QuestionError> {
        let mut whole = self.store().records(&info.dataset, &scope.at)?;
        let mut valued_by = None;
        if let Some(told) = self.told_valuations(scope, catalogue, &info.dataset, &asked.window)? {
            let used = self.valuations_used(asked, &whole, &told)?;
            valued_by = used.map(|note| (told.source, note));
            whole = told.reporting.fill(whole)?;
        }
        Ok(Dataset {
            name: info.dataset.clone(),
            source: SourceRef::from(info),
            published: info.vintages.iter().any(|vintage| vintage.replaces),
            view: self.pair_rows(asked, whole.clone(), rows)?,
            whole,
            valued_by,
        })
    }
}

/// The currency both sides are in.
pub(super) fn unit(asked: &Mirror, reads: &[Read; 2]) -> Option<String> {
    let own = || reads.iter().find_map(|read| read.currency.clone());
    asked.basis.currency.clone().or_else(own)
}

/// Refuses two sides in two currencies.
///
/// Errors with `E-BASIS-CURRENCY`.
pub(super) fn one_currency(asked: &Mirror, reads: &[Read; 2]) -> Result<(), BasisError> {
    let [Some(a), Some(b)] = reads.each_ref().map(|read| read.currency.as_deref()) else {
        return Ok(());
    };
    if a == b {
        return Ok(());
    }
    Err(BasisError::new(
        "E-BASIS-CURRENCY",
        format!("{} reports in {a}, {} in {b}", asked.a, asked.b),
        format!("{} 以 {a} 报告，{} 以 {b} 报告", asked.a, asked.b),
    )
    .between("currency", a, b)
    .expected("two reports in one currency", "同一币种的两份报告")
    .remedy(
        "Give --currency, for example --currency USD",
        "请用 --currency 指定币种，例如 --currency USD",
    ))
}

/// The sides with commodity codes cut to the length both have.
pub(super) fn to_common_digits(
    bench: &Workbench,
    scope: &Scope,
    asked: &Mirror,
    sides: &[Side; 2],
    axis: Axis,
) -> Result<[Side; 2], QuestionError> {
    if axis != Axis::Product {
        return Ok(sides.clone());
    }
    let basis = asked.at(triffin_trade::valuation::Target::AsReported);
    let mut longest = Vec::new();
    for side in sides {
        let read = bench.read(scope, side, &basis, axis)?;
        longest.extend(read.digits.last().copied());
    }
    let shortest = longest.iter().min().and_then(|n| u8::try_from(*n).ok());
    Ok(sides.clone().map(|mut side| {
        side.selection.product_digits = shortest.filter(|digits| *digits > 0);
        side
    }))
}

/// Which datasets answered, where the two sides are not from the same.
pub(super) fn two_publishers(sides: &[Side; 2]) -> Option<Note> {
    let names = sides
        .each_ref()
        .map(|side| side.dataset.as_ref().map(|dataset| dataset.name.as_str()));
    let [Some(a), Some(b)] = names else {
        return None;
    };
    (a != b).then(|| {
        let [of_a, of_b] = sides.each_ref().map(|side| &side.selection.reporter);
        Note::remark(
            "N-MIRROR-SOURCES",
            format!("{of_a} is read from {a}, {of_b} from {b}: two publishers compared, not added"),
            format!("{of_a} 取自 {a}，{of_b} 取自 {b}：两家发布方互相对照，不相加"),
        )
    })
}
