//! Curves in one line of text each.

use unicode_width::UnicodeWidthStr;

use crate::charts::{Line, LineChart, heights, told_status};
use crate::facts::Point;
use crate::footnotes::bracketed;
use crate::locale::t;
use crate::numerals::{Column, NO_BREAK, Numerals};
use crate::periods::spoken;
use crate::terminal::{Page, styled, wrapped};

/// Eight heights.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The longest curve drawn; longer ones show every n-th point.
const LONGEST: usize = 40;
/// The same on a folded page, where unit and source stand beside it.
const LONGEST_FOLDED: usize = 24;
/// Columns of a curve's name on a folded page, so that the curves of several
/// pictures begin below one another.
const NAMES: usize = 18;

/// The picture's title and unit, then a curve a line: name, shape with a blank
/// where a value is missing, first and last value.
pub fn lines(chart: &LineChart, numerals: Numerals, page: Page) -> Vec<String> {
    let points = chart.lines.iter().flat_map(|line| &line.points);
    let values = points.filter_map(|point| point.value);
    let column = Column::fit(numerals, &chart.unit, values);
    let name_width = chart.lines.iter().map(|line| line.label.width()).max();
    let head = format!(
        "{} · {} {}",
        chart.title,
        column.unit(),
        bracketed(&chart.notes)
    );
    let mut out: Vec<String> = wrapped(&head, page, "  ")
        .map(|line| styled(&line, "2", page))
        .collect();
    for line in &chart.lines {
        let Some(ends) = ends(line, &column, numerals) else {
            continue;
        };
        let pad = name_width.unwrap_or(0) - line.label.width();
        out.push(format!(
            "  {}{}  {}  {ends}",
            line.label,
            " ".repeat(pad),
            shape(&heights(&line.points), LONGEST),
        ));
    }
    out
}

/// A curve a line, with its unit and sources: a folded page has no titles.
pub fn folded(chart: &LineChart, numerals: Numerals, page: Page) -> Vec<String> {
    let points = chart.lines.iter().flat_map(|line| &line.points);
    let values = points.filter_map(|point| point.value);
    let column = Column::fit(numerals, &chart.unit, values);
    let mut out = Vec::new();
    for line in &chart.lines {
        let Some(ends) = ends(line, &column, numerals) else {
            continue;
        };
        let pad = NAMES.saturating_sub(line.label.width());
        let text = format!(
            "{}{}  {}  {ends} {} {}",
            line.label,
            NO_BREAK.to_string().repeat(pad),
            shape(&heights(&line.points), LONGEST_FOLDED),
            column.unit(),
            bracketed(&chart.notes),
        );
        out.extend(wrapped(&text, page, "  "));
    }
    out
}

/// First and last value of a curve; none without a value.
fn ends(line: &Line, column: &Column<'_>, numerals: Numerals) -> Option<String> {
    let known = || line.points.iter().filter(|point| point.value.is_some());
    let end = |point: &Point| {
        let lang = numerals.lang();
        let value = point
            .value
            .map_or(String::new(), |value| column.cell(value));
        let period = spoken(point.period, lang);
        let args = [("period", &*period), ("value", &*value)];
        match told_status(point, lang) {
            Some(flag) => {
                let args = [args[0], args[1], ("flag", flag)];
                t(lang, "brief.series.end_flagged", &args)
            }
            None => t(lang, "brief.series.end", &args),
        }
    };
    let (first, last) = (known().next()?, known().next_back()?);
    Some(format!("{} → {}", end(first), end(last)))
}

/// Heights between 0 and 1 as blocks; none as a blank.
fn shape(heights: &[Option<f64>], longest: usize) -> String {
    let every = heights.len().div_ceil(longest).max(1);
    heights
        .iter()
        .step_by(every)
        .map(|height| match height {
            Some(height) => {
                let at = (height * BLOCKS.len() as f64) as usize;
                BLOCKS[at.min(BLOCKS.len() - 1)]
            }
            None => ' ',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_and_highest_have_the_lowest_and_highest_block() {
        let drawn = shape(&[Some(0.0), None, Some(0.5), Some(1.0)], LONGEST);
        assert_eq!(drawn, "▁ ▅█");
    }

    #[test]
    fn a_long_curve_is_thinned() {
        assert_eq!(shape(&[Some(0.0); 400], LONGEST).chars().count(), LONGEST);
    }
}
