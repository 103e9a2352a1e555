//! What every picture has around its plot: title, unit, source.

use crate::charts::measure;
use crate::charts::svg::{Anchor, Svg, Type};

/// Width of every picture in pixels.
pub const WIDTH: f64 = 720.0;
/// Space left and right.
pub const MARGIN: f64 = 12.0;
/// Colours, dark enough to be told apart on paper without colour.
pub const INK: &str = "#1b1f24";
/// Secondary text.
pub const GREY: &str = "#57606a";
/// Grid lines.
pub const GRID: &str = "#d8dee4";
/// Gains and surpluses.
pub const POSITIVE: &str = "#1f6f9c";
/// Losses and deficits.
pub const NEGATIVE: &str = "#b8432f";
/// Totals.
pub const TOTAL: &str = "#4a5560";

/// Title type.
pub const TITLE: Type = Type {
    size: 15.0,
    fill: INK,
    bold: true,
};
/// Label type.
pub const LABEL: Type = Type {
    size: 12.5,
    fill: INK,
    bold: false,
};
/// Small type.
pub const SMALL: Type = Type {
    size: 11.5,
    fill: GREY,
    bold: false,
};

/// The words around a plot.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// What it shows.
    pub title: &'a str,
    /// What it counts, and remarks.
    pub unit: &'a str,
    /// What its marks mean, then where it is from; a line or more each.
    pub foot: &'a [&'a str],
}

impl Frame<'_> {
    /// Opens a picture whose plot is `plot` high, and gives the plot's top.
    pub fn open(&self, id: &str, plot: f64, description: &str) -> (Svg, f64) {
        let room = WIDTH - 2.0 * MARGIN;
        let title = measure::lines(self.title, TITLE.size, room);
        let unit = measure::lines(self.unit, SMALL.size, room);
        let foot = self.foot.iter();
        let source: Vec<String> = foot
            .flat_map(|text| measure::lines(text, SMALL.size, room))
            .collect();
        let top = 8.0 + 19.0 * title.len() as f64 + 15.0 * unit.len() as f64 + 10.0;
        let height = top + plot + 8.0 + 15.0 * source.len() as f64 + 8.0;
        let mut svg = Svg::open(id, (WIDTH, height), self.title, description);
        let mut y = 8.0;
        for line in &title {
            y += 19.0;
            svg.text((MARGIN, y - 4.0), Anchor::Start, TITLE, line);
        }
        for line in &unit {
            y += 15.0;
            svg.text((MARGIN, y - 1.0), Anchor::Start, SMALL, line);
        }
        let mut y = top + plot + 8.0;
        for line in &source {
            y += 15.0;
            svg.text((MARGIN, y - 3.0), Anchor::Start, SMALL, line);
        }
        (svg, top)
    }
}

/// The colour of a value by its sign.
pub fn colour(negative: bool) -> &'static str {
    if negative { NEGATIVE } else { POSITIVE }
}
