//! Pictures of numbers as SVG, drawn without a browser.
//!
//! Each picture carries its title, unit and source inside, breaks where a value
//! is missing, and knows the table of exact numbers behind it. Texts are laid
//! out by their measured width, Chinese included.

mod axis;
mod bar;
mod field;
mod frame;
mod line;
mod measure;
mod svg;
mod time;
mod waterfall;

pub(crate) use svg::escape;

pub use bar::{Bar, BarChart};
pub use line::{Line, LineChart, heights, told_status};
pub use waterfall::{Step, WaterfallChart};

use crate::document::Table;
use crate::numerals::Numerals;

/// A picture.
#[derive(Clone, Debug)]
pub enum Chart {
    /// Values over time.
    Line(LineChart),
    /// Values side by side.
    Bar(BarChart),
    /// From one total to another by contributions.
    Waterfall(WaterfallChart),
}

impl Chart {
    /// What it shows.
    pub fn title(&self) -> &str {
        match self {
            Chart::Line(chart) => &chart.title,
            Chart::Bar(chart) => &chart.title,
            Chart::Waterfall(chart) => &chart.title,
        }
    }

    /// The picture as an inline `<svg>`; `id` must be unique on the page.
    pub fn svg(&self, id: &str, numerals: Numerals) -> String {
        match self {
            Chart::Line(chart) => chart.svg(id, numerals),
            Chart::Bar(chart) => chart.svg(id, numerals),
            Chart::Waterfall(chart) => chart.svg(id, numerals),
        }
    }

    /// The exact numbers behind it.
    pub fn data(&self, numerals: Numerals) -> Table {
        match self {
            Chart::Line(chart) => chart.data(numerals),
            Chart::Bar(chart) => chart.data(numerals),
            Chart::Waterfall(chart) => chart.data(numerals),
        }
    }
}

#[cfg(test)]
mod tests;
