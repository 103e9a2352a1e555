//! Values over time; a missing one breaks the line.

use triffin_basis::{Decimal, Flag, Lang, Period, Unit};

use crate::charts::axis::{Axis, float};
use crate::charts::frame::{self, Frame, LABEL, MARGIN, SMALL, WIDTH};
use crate::charts::measure;
use crate::charts::svg::{Anchor, Svg, Type};
use crate::charts::time::TimeAxis;
use crate::document::{Cell, Head, Row, Table};
use crate::facts::Point;
use crate::locale::t;
use crate::numerals::{Column, Numerals};

/// Height of the plot.
const HIGH: f64 = 220.0;
/// Colours of lines, told apart by most colour-blind readers; each line also
/// carries its name at its end.
const COLOURS: [&str; 5] = ["#1f6f9c", "#b8432f", "#2f7d4f", "#7a4fa0", "#8a6d1b"];

/// Lines that share one unit.
#[derive(Clone, Debug)]
pub struct LineChart {
    /// What it shows.
    pub title: String,
    /// What the values count.
    pub unit: Unit,
    /// The lines.
    pub lines: Vec<Line>,
    /// Where the values are from.
    pub source: String,
    /// Footnote numbers of the same.
    pub notes: Vec<usize>,
    /// True when a folded page leaves it out.
    pub aside: bool,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name.
    pub label: String,
    /// Its points in time order.
    pub points: Vec<Point>,
}

/// Points drawn as one stroke.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stroke {
    pub(super) points: Vec<(f64, f64)>,
    pub(super) dashed: bool,
}

impl LineChart {
    /// The exact numbers, one row a point.
    pub fn data(&self, numerals: Numerals) -> Table {
        let lang = numerals.lang();
        let row = |line: &Line, point: &Point| Row {
            cells: vec![
                Cell::text(&line.label),
                Cell::text(point.period.to_string()),
                Cell::text(match point.value {
                    Some(value) => numerals.exact(value),
                    None => t(lang, "brief.no_data", &[]),
                }),
                Cell::text(status(point, numerals)),
            ],
            ..Row::default()
        };
        let lines = self.lines.iter();
        let rows = lines.flat_map(|line| line.points.iter().map(move |point| row(line, point)));
        Table {
            caption: self.title.clone(),
            head: vec![
                Head::words(t(lang, "brief.item", &[])),
                Head::words(t(lang, "brief.period", &[])),
                Head::numbers(self.unit.label(lang)),
                Head::words(t(lang, "brief.status", &[])),
            ],
            rows: rows.collect(),
            ..Table::default()
        }
    }

    pub(super) fn svg(&self, id: &str, numerals: Numerals) -> String {
        let points = || self.lines.iter().flat_map(|line| line.points.iter());
        let values = || points().filter_map(|point| point.value);
        let column = Column::fit(numerals, &self.unit, values());
        let zero = near_zero(values()).then_some(Decimal::ZERO);
        let axis = Axis::covering(values().chain(zero), 5);
        let marks = self.marks(numerals);
        let frame = Frame {
            title: &self.title,
            unit: &column.unit(),
            foot: &[&marks, &self.source],
        };
        let (mut svg, top) = frame.open(id, HIGH + 24.0, &self.described(&column, numerals.lang()));
        let Some(time) = TimeAxis::covering(points().map(|point| point.period)) else {
            return svg.close();
        };
        let plot = Plot::fit(self, &axis, &column, top);
        plot.grid(&mut svg, &axis, &column, &time);
        for (at, line) in self.lines.iter().enumerate() {
            plot.line(&mut svg, line, COLOURS[at % COLOURS.len()], &axis, &time);
        }
        plot.names(&mut svg, &self.lines, &axis);
        svg.close()
    }

    /// What the marks in the picture mean.
    fn marks(&self, numerals: Numerals) -> String {
        let points = || self.lines.iter().flat_map(|line| line.points.iter());
        let lang = numerals.lang();
        let mut parts = Vec::new();
        let statuses: Vec<&str> = Flag::ALL
            .into_iter()
            .filter(|flag| is_dashed(*flag) && points().any(|point| point.flag == *flag))
            .map(|flag| flag.label(lang))
            .collect();
        if !statuses.is_empty() {
            let statuses = statuses.join(&t(lang, "brief.chart.and", &[]));
            parts.push(t(lang, "brief.chart.dashed", &[("statuses", &statuses)]));
        }
        let mut say = |used: bool, key: &str| {
            if used {
                parts.push(t(lang, key, &[]));
            }
        };
        say(points().any(|point| point.partial), "brief.chart.partial");
        say(
            points().any(|point| point.value.is_none()),
            "brief.chart.gap",
        );
        parts.join(" · ")
    }

    /// What a screen reader says: the ends of every line.
    fn described(&self, column: &Column<'_>, lang: Lang) -> String {
        let mut parts = Vec::new();
        for line in &self.lines {
            let known = || line.points.iter().filter(|point| point.value.is_some());
            for point in known().take(1).chain(known().next_back()) {
                let value = point
                    .value
                    .map_or(String::new(), |value| column.cell(value));
                let value = match told_status(point, lang) {
                    Some(flag) => t(lang, "brief.flagged", &[("value", &value), ("flag", flag)]),
                    None => value,
                };
                parts.push(format!("{} {}: {value}", line.label, point.period));
            }
        }
        parts.join("; ")
    }
}

fn status(point: &Point, numerals: Numerals) -> String {
    let lang = numerals.lang();
    let flag = point.flag.label(lang).to_owned();
    match point.partial {
        true => format!("{flag} · {}", t(lang, "brief.partial", &[])),
        false => flag,
    }
}

/// Whether the values come near enough to zero for the scale to begin there.
fn near_zero(values: impl Iterator<Item = Decimal> + Clone) -> bool {
    let low = values.clone().map(float).fold(f64::INFINITY, f64::min);
    let high = values.map(float).fold(f64::NEG_INFINITY, f64::max);
    low > 0.0 && low < 0.5 * high || high < 0.0 && high > 0.5 * low
}

/// What a value is where it is not observed: at the end of a curve a forecast
/// does not pass for a figure.
pub fn told_status(point: &Point, lang: Lang) -> Option<&'static str> {
    is_dashed(point.flag).then(|| point.flag.label(lang))
}

fn is_dashed(flag: Flag) -> bool {
    matches!(
        flag,
        Flag::Estimated | Flag::Provisional | Flag::Forecast | Flag::Mirror | Flag::Stated
    )
}

/// The strokes of a line: broken at a missing value and at a break in the
/// series, dashed where a value is not observed.
pub(super) fn strokes(points: &[Point], place: impl Fn(Period, f64) -> (f64, f64)) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for point in points {
        let Some(value) = point.value else {
            last = None;
            continue;
        };
        let here = place(point.period, float(value));
        let before = last.filter(|_| point.flag != Flag::Break);
        let dashed = is_dashed(point.flag);
        match (strokes.last_mut(), before) {
            (Some(stroke), Some(_)) if stroke.dashed == dashed || stroke.points.len() == 1 => {
                stroke.dashed = dashed;
                stroke.points.push(here);
            }
            (_, Some(before)) => strokes.push(Stroke {
                points: vec![before, here],
                dashed,
            }),
            (_, None) => strokes.push(Stroke {
                points: vec![here],
                dashed,
            }),
        }
        last = Some(here);
    }
    strokes
}

/// Each value's place between the lowest (0) and the highest (1); a flat line
/// lies in the middle.
pub fn heights(points: &[Point]) -> Vec<Option<f64>> {
    let values = || points.iter().filter_map(|point| point.value).map(float);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let place = |value: f64| match high > low {
        true => (value - low) / (high - low),
        false => 0.5,
    };
    points
        .iter()
        .map(|point| point.value.map(float).map(place))
        .collect()
}

/// Where things lie.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
}

impl Plot {
    /// A plot beside which the scale and the names of the lines have room.
    fn fit(chart: &LineChart, axis: &Axis, column: &Column<'_>, top: f64) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = String>, size: f64| {
            texts
                .map(|text| measure::width(&text, size))
                .fold(0.0, f64::max)
        };
        let mut ticks = axis.ticks.iter().map(|tick| column.round(tick));
        let mut names = chart.lines.iter().map(|line| line.label.clone());
        Self {
            left: MARGIN + widest(&mut ticks, SMALL.size) + 8.0,
            right: WIDTH - MARGIN - widest(&mut names, LABEL.size).min(WIDTH * 0.3) - 10.0,
            top,
        }
    }

    fn x(&self, at: f64) -> f64 {
        self.left + at * (self.right - self.left)
    }

    fn y(&self, axis: &Axis, value: f64) -> f64 {
        self.top + (1.0 - axis.position(value)) * HIGH
    }

    fn grid(&self, svg: &mut Svg, axis: &Axis, column: &Column<'_>, time: &TimeAxis) {
        for tick in &axis.ticks {
            let y = self.y(axis, tick.float());
            let text = column.round(tick);
            svg.line((self.left, y), (self.right, y), frame::GRID, 1.0);
            svg.text((self.left - 6.0, y + 4.0), Anchor::End, SMALL, &text);
        }
        if axis.has_zero() {
            let y = self.y(axis, 0.0);
            svg.line((self.left, y), (self.right, y), frame::INK, 1.0);
        }
        let bottom = self.top + HIGH;
        let room = ((self.right - self.left) / 64.0) as usize;
        for (at, text) in time.ticks(room) {
            let x = self.x(at);
            svg.line((x, bottom), (x, bottom + 4.0), frame::GREY, 1.0);
            svg.text((x, bottom + 17.0), Anchor::Middle, SMALL, &text);
        }
    }

    fn line(&self, svg: &mut Svg, line: &Line, colour: &str, axis: &Axis, time: &TimeAxis) {
        let place = |period, value| (self.x(time.position(period)), self.y(axis, value));
        for stroke in strokes(&line.points, place) {
            match stroke.points.as_slice() {
                [only] => svg.dot(*only, 2.5, colour, false),
                points => svg.polyline(points, colour, stroke.dashed),
            }
        }
        for point in line.points.iter().filter(|point| point.partial) {
            if let Some(value) = point.value {
                svg.dot(place(point.period, float(value)), 3.5, colour, true);
            }
        }
    }

    /// Each line's name at the height of its last value, pushed apart so that
    /// no two overlap.
    fn names(&self, svg: &mut Svg, lines: &[Line], axis: &Axis) {
        let mut names: Vec<(f64, usize)> = lines
            .iter()
            .enumerate()
            .filter_map(|(at, line)| {
                let last = line.points.iter().rev().find_map(|point| point.value)?;
                Some((self.y(axis, float(last)), at))
            })
            .collect();
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let heights = apart(names.iter().map(|(y, _)| *y), 15.0, self.top + HIGH);
        for ((_, at), y) in names.iter().zip(heights) {
            let kind = Type {
                fill: COLOURS[at % COLOURS.len()],
                bold: true,
                ..LABEL
            };
            svg.text(
                (self.right + 8.0, y + 4.0),
                Anchor::Start,
                kind,
                &lines[*at].label,
            );
        }
    }
}

/// Ascending heights moved so that neighbours are at least `space` apart and
/// none is below `bottom`.
pub(super) fn apart(heights: impl Iterator<Item = f64>, space: f64, bottom: f64) -> Vec<f64> {
    let mut placed: Vec<f64> = Vec::new();
    for y in heights {
        let lowest = placed.last().map_or(y, |last| last + space);
        placed.push(y.max(lowest));
    }
    let mut limit = bottom;
    for y in placed.iter_mut().rev() {
        *y = y.min(limit);
        limit = *y - space;
    }
    placed
}
