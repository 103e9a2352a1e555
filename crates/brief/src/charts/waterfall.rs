//! From one total to another, contribution by contribution.

use triffin_basis::{Decimal, Unit};

use crate::charts::axis::{Axis, float};
use crate::charts::field::Field;
use crate::charts::frame::{self, Frame};
use crate::charts::svg::Svg;
use crate::document::{Cell, Head, Row, Table};
use crate::locale::t;
use crate::numerals::{Column, Numerals};

/// Height of one row with its space.
const ROW: f64 = 26.0;
/// A path that stays this close to its totals is drawn on a cut axis.
const CUT_BELOW: f64 = 0.35;

/// A bridge between two totals; what the steps leave open is drawn as a step
/// of its own. Sums saturate: a total that no decimal holds is drawn at the edge.
#[derive(Clone, Debug)]
pub struct WaterfallChart {
    /// What it shows.
    pub title: String,
    /// What the values count.
    pub unit: Unit,
    /// The first total and its period.
    pub opening: (String, Decimal),
    /// Contributions, in order.
    pub steps: Vec<Step>,
    /// The last total and its period.
    pub closing: (String, Decimal),
    /// Where the values are from.
    pub source: String,
}

/// One contribution.
#[derive(Clone, Debug)]
pub struct Step {
    /// What contributes.
    pub label: String,
    /// By how much; `None` when unknown.
    pub delta: Option<Decimal>,
}

/// One row of the picture: a total, or a step from one level to the next.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rung {
    pub(super) label: String,
    pub(super) from: Option<Decimal>,
    pub(super) to: Decimal,
    pub(super) known: bool,
}

impl WaterfallChart {
    /// What the known steps leave unexplained; zero when they close.
    pub fn gap(&self) -> Decimal {
        let known = self.steps.iter().filter_map(|step| step.delta);
        known.fold(self.moved(), Decimal::saturating_sub)
    }

    /// From the first total to the last.
    fn moved(&self) -> Decimal {
        self.closing.1.saturating_sub(self.opening.1)
    }

    /// The exact numbers.
    pub fn data(&self, numerals: Numerals) -> Table {
        let lang = numerals.lang();
        let rows = self.rungs(numerals).into_iter().map(|rung| {
            let value = match (rung.from, rung.known) {
                (_, false) => t(lang, "brief.no_data", &[]),
                (Some(from), _) => numerals.exact(rung.to.saturating_sub(from)),
                (None, _) => numerals.exact(rung.to),
            };
            Row {
                cells: vec![Cell::text(rung.label), Cell::text(value)],
                total: rung.from.is_none(),
                ..Row::default()
            }
        });
        Table {
            caption: self.title.clone(),
            head: vec![
                Head::words(t(lang, "brief.item", &[])),
                Head::numbers(self.unit.label(lang)),
            ],
            rows: rows.collect(),
            ..Table::default()
        }
    }

    /// The rows, top to bottom: each step begins where the one before ended,
    /// and the last ends at the closing total.
    pub(super) fn rungs(&self, numerals: Numerals) -> Vec<Rung> {
        let total = |(label, value): &(String, Decimal)| Rung {
            label: label.clone(),
            from: None,
            to: *value,
            known: true,
        };
        let mut rungs = vec![total(&self.opening)];
        let mut at = self.opening.1;
        let mut step = |label: String, delta: Option<Decimal>| {
            let from = at;
            at = at.saturating_add(delta.unwrap_or_default());
            Rung {
                label,
                from: Some(from),
                to: at,
                known: delta.is_some(),
            }
        };
        for one in &self.steps {
            rungs.push(step(one.label.clone(), one.delta));
        }
        let gap = self.gap();
        if !gap.is_zero() {
            let label = t(numerals.lang(), "brief.chart.unexplained", &[]);
            rungs.push(step(label, Some(gap)));
        }
        rungs.push(total(&self.closing));
        rungs
    }

    pub(super) fn svg(&self, id: &str, numerals: Numerals) -> String {
        let rungs = self.rungs(numerals);
        let levels: Vec<Decimal> = rungs.iter().map(|rung| rung.to).collect();
        let column = Column::fit(numerals, &self.unit, levels.iter().copied());
        let cut = is_cut(&levels);
        let base = (!cut).then_some(Decimal::ZERO);
        let axis = Axis::covering(levels.iter().copied().chain(base), 5);
        let labels: Vec<String> = rungs
            .iter()
            .map(|rung| label(rung, &column, numerals))
            .collect();
        let unit = self.remarks(&column, cut, numerals);
        let frame = Frame {
            title: &self.title,
            unit: &unit,
            foot: &[&self.source],
        };
        let high = ROW * rungs.len() as f64;
        let (mut svg, top) = frame.open(id, high + 22.0, &described(&rungs, &labels));
        let names = rungs.iter().map(|rung| rung.label.as_str());
        let field = Field::fit(names, labels.iter().map(String::as_str));
        field.grid(&mut svg, &axis, &column, top, high);
        for (at, rung) in rungs.iter().enumerate() {
            let y = top + ROW * at as f64;
            draw(&mut svg, &field, &axis, rung, &labels[at], y);
            if at + 1 < rungs.len() {
                let x = field.x(&axis, float(rung.to));
                svg.line((x, y + ROW - 4.0), (x, y + ROW + 4.0), frame::GREY, 1.0);
            }
        }
        svg.close()
    }

    /// Unit, whether the bridge closes, whether the axis is cut.
    fn remarks(&self, column: &Column<'_>, cut: bool, numerals: Numerals) -> String {
        let lang = numerals.lang();
        let sum = column.signed(self.moved());
        let key = match self.gap().is_zero() {
            true => "brief.chart.closes",
            false => "brief.chart.open",
        };
        let gap = column.signed(self.gap());
        let closure = t(lang, key, &[("sum", &sum), ("gap", &gap)]);
        let mut parts = vec![column.unit(), closure];
        if cut {
            parts.push(t(lang, "brief.chart.cut", &[]));
        }
        parts.join(" · ")
    }
}

/// True when the levels lie together and far from zero, so that bars from zero
/// would hide the steps.
fn is_cut(levels: &[Decimal]) -> bool {
    let floats = || levels.iter().copied().map(float);
    let low = floats().fold(f64::INFINITY, f64::min);
    let high = floats().fold(f64::NEG_INFINITY, f64::max);
    let far = low.abs().max(high.abs());
    (low > 0.0 || high < 0.0) && high - low < CUT_BELOW * far
}

fn label(rung: &Rung, column: &Column<'_>, numerals: Numerals) -> String {
    match (rung.from, rung.known) {
        (_, false) => t(numerals.lang(), "brief.no_data", &[]),
        (Some(from), _) => column.signed(rung.to.saturating_sub(from)),
        (None, _) => column.cell(rung.to),
    }
}

fn described(rungs: &[Rung], labels: &[String]) -> String {
    let parts: Vec<String> = rungs
        .iter()
        .zip(labels)
        .map(|(rung, label)| format!("{} {label}", rung.label))
        .collect();
    parts.join("; ")
}

/// One row: a total stands on zero, or on the near edge of a cut axis with a
/// gap that shows the cut.
fn draw(svg: &mut Svg, field: &Field, axis: &Axis, rung: &Rung, text: &str, y: f64) {
    field.name(svg, &rung.label, y);
    let end = field.x(axis, float(rung.to));
    let start = match rung.from {
        Some(from) => field.x(axis, float(from)),
        None if axis.has_zero() => field.x(axis, 0.0),
        None => field.edge(rung.to < Decimal::ZERO),
    };
    let colour = match rung.from {
        None => frame::TOTAL,
        Some(_) => frame::colour(end < start),
    };
    let (from, wide) = (start.min(end), (end - start).abs().max(1.0));
    svg.rect((from, y + 4.0), (wide, ROW - 8.0), colour);
    if rung.from.is_none() && !axis.has_zero() {
        let x = start + if end < start { -9.0 } else { 6.0 };
        svg.rect((x, y + 3.0), (3.0, ROW - 6.0), "#fff");
    }
    field.value(svg, text, (start, end), y);
}
