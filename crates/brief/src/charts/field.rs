//! The plot of horizontal bars.

use crate::charts::axis::Axis;
use crate::charts::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::charts::measure;
use crate::charts::svg::{Anchor, Svg};
use crate::numerals::Column;

/// Names to the left, room for value labels at
/// both ends.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    left: f64,
    right: f64,
    names_end: f64,
}

impl Field {
    /// A field in which the longest name and the longest label fit.
    pub fn fit<'t>(
        names: impl Iterator<Item = &'t str>,
        labels: impl Iterator<Item = &'t str>,
    ) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = &'t str>| {
            texts
                .map(|text| measure::width(text, LABEL.size))
                .fold(0.0, f64::max)
        };
        let name = widest(&mut { names }).min(WIDTH * 0.36);
        let label = widest(&mut { labels }) + 8.0;
        let names_end = MARGIN + name;
        Self {
            left: names_end + 8.0 + label,
            right: WIDTH - MARGIN - label,
            names_end,
        }
    }

    /// Where a value lies.
    pub fn x(&self, axis: &Axis, value: f64) -> f64 {
        self.left + axis.position(value) * (self.right - self.left)
    }

    /// The edge of the plot nearest zero, for values below or above it.
    pub fn edge(&self, below: bool) -> f64 {
        if below { self.right } else { self.left }
    }

    /// Grid lines with their labels below.
    pub fn grid(&self, svg: &mut Svg, axis: &Axis, column: &Column<'_>, top: f64, high: f64) {
        for tick in &axis.ticks {
            let x = self.x(axis, tick.float());
            svg.line((x, top), (x, top + high), frame::GRID, 1.0);
            let text = column.round(tick);
            svg.text((x, top + high + 15.0), Anchor::Middle, SMALL, &text);
        }
    }

    /// A row's name, shortened when it has no room.
    pub fn name(&self, svg: &mut Svg, name: &str, y: f64) {
        let room = self.names_end - MARGIN + 1.0;
        let mut text = name.to_owned();
        while measure::width(&text, LABEL.size) > room && text.pop().is_some() {
            let shorter = format!("{}…", text.trim_end_matches('…'));
            if measure::width(&shorter, LABEL.size) <= room {
                text = shorter;
                break;
            }
        }
        svg.text((self.names_end, y + 17.0), Anchor::End, LABEL, &text);
    }

    /// A row's value, outside its bar's end.
    pub fn value(&self, svg: &mut Svg, text: &str, (start, end): (f64, f64), y: f64) {
        let (x, anchor) = match end < start {
            true => (end - 5.0, Anchor::End),
            false => (end + 5.0, Anchor::Start),
        };
        svg.text((x, y + 17.0), anchor, LABEL, text);
    }
}
