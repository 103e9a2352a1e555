//! Values side by side, from zero.

use triffin_basis::{Decimal, Flag, Unit};

use crate::charts::axis::{Axis, float};
use crate::charts::field::Field;
use crate::charts::frame::{self, Frame};
use crate::document::{Cell, Head, Row, Table};
use crate::locale::t;
use crate::marks;
use crate::numerals::{Column, Numerals};

/// Height of one bar with its space.
const ROW: f64 = 26.0;

/// Horizontal bars, so that names of any length and script can stand beside.
#[derive(Clone, Debug)]
pub struct BarChart {
    /// What it shows.
    pub title: String,
    /// What the values count.
    pub unit: Unit,
    /// The bars, top to bottom.
    pub bars: Vec<Bar>,
    /// Where the values are from.
    pub source: String,
}

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// Its length; `None` draws no bar and says so.
    pub value: Option<Decimal>,
    /// Its status.
    pub flag: Flag,
}

impl BarChart {
    /// The exact numbers.
    pub fn data(&self, numerals: Numerals) -> Table {
        let lang = numerals.lang();
        let rows = self.bars.iter().map(|bar| Row {
            cells: vec![
                Cell::text(&bar.label),
                Cell::text(match bar.value {
                    Some(value) => numerals.exact(value),
                    None => t(lang, "brief.no_data", &[]),
                }),
                Cell::text(bar.flag.label(lang)),
            ],
            ..Row::default()
        });
        Table {
            caption: self.title.clone(),
            head: vec![
                Head::words(t(lang, "brief.item", &[])),
                Head::numbers(self.unit.label(lang)),
                Head::words(t(lang, "brief.status", &[])),
            ],
            rows: rows.collect(),
            ..Table::default()
        }
    }

    pub(super) fn svg(&self, id: &str, numerals: Numerals) -> String {
        let values = self.bars.iter().filter_map(|bar| bar.value);
        let column = Column::fit(numerals, &self.unit, values.clone());
        let axis = Axis::covering(values.chain([Decimal::ZERO]), 5);
        let labels: Vec<String> = self
            .bars
            .iter()
            .map(|bar| value_label(bar, &column, numerals))
            .collect();
        let unit = column.unit();
        let frame = Frame {
            title: &self.title,
            unit: &unit,
            foot: &[&self.source],
        };
        let plot = ROW * self.bars.len() as f64 + 22.0;
        let described = described(&self.bars, &labels);
        let (mut svg, top) = frame.open(id, plot, &described);
        let names = self.bars.iter().map(|bar| bar.label.as_str());
        let field = Field::fit(names, labels.iter().map(String::as_str));
        field.grid(&mut svg, &axis, &column, top, ROW * self.bars.len() as f64);
        for (at, bar) in self.bars.iter().enumerate() {
            let y = top + ROW * at as f64;
            field.name(&mut svg, &bar.label, y);
            let zero = field.x(&axis, 0.0);
            let end = bar.value.map_or(zero, |value| field.x(&axis, float(value)));
            let colour = frame::colour(end < zero);
            svg.rect(
                (zero.min(end), y + 4.0),
                ((end - zero).abs(), ROW - 8.0),
                colour,
            );
            field.value(&mut svg, &labels[at], (zero, end), y);
        }
        svg.line(
            (field.x(&axis, 0.0), top),
            (field.x(&axis, 0.0), top + ROW * self.bars.len() as f64),
            frame::INK,
            1.0,
        );
        svg.close()
    }
}

fn value_label(bar: &Bar, column: &Column<'_>, numerals: Numerals) -> String {
    let Some(value) = bar.value else {
        return t(numerals.lang(), "brief.no_data", &[]);
    };
    match marks::letter(bar.flag) {
        Some(mark) => format!("{} {mark}", column.cell(value)),
        None => column.cell(value),
    }
}

/// What a screen reader says: every bar with its value.
fn described(bars: &[Bar], labels: &[String]) -> String {
    let parts: Vec<String> = bars
        .iter()
        .zip(labels)
        .map(|(bar, label)| format!("{} {label}", bar.label))
        .collect();
    parts.join("; ")
}
