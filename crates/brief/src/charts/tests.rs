use proptest::prelude::*;
use triffin_basis::{Decimal, Flag, Lang, Period, Unit};

use super::axis::{Axis, float};
use super::line::{Stroke, apart, strokes};
use super::measure;
use super::{Bar, BarChart, Chart, Line, LineChart, Step, WaterfallChart};
use crate::facts::Point;
use crate::numerals::Numerals;

fn usd() -> Unit {
    Unit::parse("USD").unwrap().0
}

fn billions(value: i64) -> Decimal {
    Decimal::from(value) * Decimal::from(1_000_000_000)
}

fn point(month: i32, value: Option<i64>, flag: Flag) -> Point {
    Point {
        period: Period::month(2018, 1).unwrap().shift(month),
        value: value.map(billions),
        flag,
        partial: false,
    }
}

fn waterfall(opening: i64, steps: &[Option<i64>], closing: i64) -> WaterfallChart {
    WaterfallChart {
        title: "From the balance of 2017 to that of 2018, by partner".into(),
        unit: usd(),
        opening: ("2017".into(), billions(opening)),
        steps: steps
            .iter()
            .enumerate()
            .map(|(at, delta)| Step {
                label: format!("Korea, Republic of ({at})"),
                delta: delta.map(billions),
            })
            .collect(),
        closing: ("2018".into(), billions(closing)),
        source: "Source: US Census Bureau [1]".into(),
    }
}

fn bars(values: &[Option<i64>], lang: Lang) -> BarChart {
    let name = match lang {
        Lang::En => "United Kingdom of Great Britain and Northern Ireland",
        Lang::Zh => "大不列颠及北爱尔兰联合王国",
    };
    let label = |at: usize| name.chars().take(4 + 9 * at).collect();
    BarChart {
        title: "A title so long that it can only stand on two lines of the picture, \
                which must leave it the room it needs"
            .into(),
        unit: usd(),
        bars: values
            .iter()
            .enumerate()
            .map(|(at, value)| Bar {
                label: label(at),
                value: value.map(billions),
                flag: Flag::Estimated,
            })
            .collect(),
        source: "Source: US Census Bureau [1]".into(),
    }
}

fn lines(starts: &[i64]) -> LineChart {
    let curve = |at: usize, start: i64| Line {
        label: format!("出口至经济体{at}"),
        points: (0..200)
            .map(|month| point(month, Some(start + i64::from(month % 7)), Flag::Observed))
            .collect(),
    };
    LineChart {
        aside: false,
        title: "出口（月度）".into(),
        unit: usd(),
        lines: starts
            .iter()
            .enumerate()
            .map(|(at, start)| curve(at, *start))
            .collect(),
        source: "来源：美国人口普查局 [1]".into(),
        notes: Vec::new(),
    }
}

/// A text of a picture as the box it is taken to fill.
#[derive(Clone, Debug)]
struct Words {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
}

fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let start = element.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
    element[start..].split('"').next().unwrap()
}

fn words(svg: &str) -> Vec<Words> {
    svg.split("<text ")
        .skip(1)
        .map(|rest| {
            let (element, rest) = rest.split_once('>').unwrap();
            let text = rest.split("</text>").next().unwrap().to_owned();
            let size: f64 = attribute(element, "font-size").parse().unwrap();
            let x: f64 = attribute(element, "x").parse().unwrap();
            let y: f64 = attribute(element, " y").parse().unwrap();
            let width = measure::width(&text, size);
            let left = match attribute(element, "text-anchor") {
                "start" => x,
                "middle" => x - width / 2.0,
                _ => x - width,
            };
            Words {
                left,
                right: left + width,
                top: y - size * 0.75,
                bottom: y + size * 0.2,
                text,
            }
        })
        .collect()
}

/// Every text lies inside the picture and on no other text.
fn assert_legible(svg: &str) {
    let view = attribute(svg, "viewBox");
    let size: Vec<f64> = view.split(' ').map(|n| n.parse().unwrap()).collect();
    let all = words(svg);
    assert!(all.len() > 3);
    for (at, one) in all.iter().enumerate() {
        let inside = one.left >= 0.0 && one.right <= size[2] && one.bottom <= size[3];
        assert!(inside && one.top >= 0.0, "outside: {one:?}");
        for other in &all[at + 1..] {
            let apart = one.right <= other.left
                || other.right <= one.left
                || one.bottom <= other.top
                || other.bottom <= one.top;
            assert!(apart, "{one:?} over {other:?}");
        }
    }
}

#[test]
fn no_text_of_a_picture_covers_another() {
    for lang in [Lang::En, Lang::Zh] {
        let numerals = Numerals::typeset(lang);
        let wide = [Some(-418), Some(24), None, Some(0), Some(-1)];
        let charts = [
            Chart::Bar(bars(&wide, lang)),
            Chart::Bar(bars(&[Some(3), Some(2)], lang)),
            Chart::Waterfall(waterfall(
                -375,
                &[Some(-40), None, Some(9), Some(-12)],
                -418,
            )),
            Chart::Waterfall(waterfall(20, &[Some(-70), Some(15)], -35)),
            Chart::Line(lines(&[10, 11, 12, 50])),
            Chart::Line(lines(&[-900])),
        ];
        for chart in charts {
            assert_legible(&chart.svg("f", numerals));
        }
    }
}

#[test]
fn a_missing_point_breaks_the_line_and_is_never_zero() {
    let points = [
        point(0, Some(5), Flag::Observed),
        point(1, Some(6), Flag::Observed),
        point(2, None, Flag::Missing),
        point(3, Some(7), Flag::Observed),
    ];
    let found = strokes(&points, |_, value| (0.0, value));
    let heights: Vec<Vec<f64>> = found
        .iter()
        .map(|stroke| stroke.points.iter().map(|(_, y)| y / 1e9).collect())
        .collect();
    assert_eq!(heights, [vec![5.0, 6.0], vec![7.0]]);
}

#[test]
fn a_break_in_the_series_breaks_the_line() {
    let points = [
        point(0, Some(5), Flag::Observed),
        point(1, Some(6), Flag::Break),
        point(2, Some(7), Flag::Observed),
    ];
    let found = strokes(&points, |_, value| (0.0, value));
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].points.len(), 2);
}

#[test]
fn what_was_not_observed_is_dashed_and_still_joined() {
    let points = [
        point(0, Some(5), Flag::Observed),
        point(1, Some(6), Flag::Observed),
        point(2, Some(7), Flag::Forecast),
        point(3, Some(8), Flag::Forecast),
    ];
    let found = strokes(&points, |_, value| (0.0, value / 1e9));
    let expected = [
        Stroke {
            points: vec![(0.0, 5.0), (0.0, 6.0)],
            dashed: false,
        },
        Stroke {
            points: vec![(0.0, 6.0), (0.0, 7.0), (0.0, 8.0)],
            dashed: true,
        },
    ];
    assert_eq!(found, expected);
}

/// A curve that ends in a forecast says so below the picture, to a screen
/// reader and in the line of a terminal.
#[test]
fn a_forecast_at_the_end_of_a_curve_is_named() {
    let points = vec![
        point(0, Some(5), Flag::Observed),
        point(1, Some(6), Flag::Forecast),
    ];
    let observed = vec![points[0].clone(), point(1, Some(6), Flag::Observed)];
    let drawn = |points: Vec<Point>, lang| {
        let numerals = Numerals::typeset(lang);
        let chart = LineChart {
            lines: vec![Line {
                label: "Balance".to_owned(),
                points,
            }],
            ..lines(&[])
        };
        chart.svg("f", numerals)
    };
    for (lang, word) in [(Lang::En, "dashed: forecast"), (Lang::Zh, "虚线：预测")] {
        let svg = drawn(points.clone(), lang);
        assert!(svg.contains(word), "{svg}");
        let flag = Flag::Forecast.label(lang);
        assert!(svg.matches(flag).count() > 1, "{svg}");
        assert!(!drawn(observed.clone(), lang).contains(flag));
    }
}

#[test]
fn an_open_bridge_says_so_and_still_ends_at_the_closing_total() {
    let chart = waterfall(-375, &[Some(-40), None], -418);
    assert_eq!(chart.gap(), billions(-3));
    let numerals = Numerals::typeset(Lang::En);
    let rungs = chart.rungs(numerals);
    let labels: Vec<&str> = rungs.iter().map(|rung| rung.label.as_str()).collect();
    assert_eq!(labels[3], "Not explained");
    assert_eq!(rungs[3].to, rungs[4].to);
    assert!(!rungs[2].known);
    assert!(chart.svg("f", numerals).contains("unexplained"));
}

#[test]
fn gains_and_losses_are_labelled_with_their_sign() {
    let chart = waterfall(20, &[Some(-70), Some(15)], -35);
    let svg = chart.svg("f", Numerals::typeset(Lang::En));
    let texts: Vec<String> = words(&svg).into_iter().map(|one| one.text).collect();
    for label in ["20.00", "−70.00", "+15.00", "−35.00"] {
        assert!(texts.iter().any(|text| text == label), "{label}: {texts:?}");
    }
}

#[test]
fn a_flat_series_and_a_single_point_are_drawn() {
    let numerals = Numerals::typeset(Lang::En);
    for points in [
        vec![point(0, Some(0), Flag::Observed)],
        vec![
            point(0, Some(3), Flag::Observed),
            point(1, Some(3), Flag::Observed),
        ],
    ] {
        let chart = LineChart {
            aside: false,
            lines: vec![Line {
                label: "x".into(),
                points,
            }],
            ..lines(&[])
        };
        let svg = chart.svg("f", numerals);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}

proptest! {
    #[test]
    fn ticks_cover_the_data(
        mantissas in proptest::collection::vec(-1_000_000_000_000_i64..1_000_000_000_000, 1..9),
        scale in 0_u32..12,
        wanted in 2_u32..9,
    ) {
        let values: Vec<Decimal> = mantissas.iter().map(|m| Decimal::new(*m, scale)).collect();
        let axis = Axis::covering(values.iter().copied(), wanted);
        for value in &values {
            let at = axis.position(float(*value));
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&at), "{} at {}", value, at);
        }
        prop_assert!((2..=3 * wanted as usize + 3).contains(&axis.ticks.len()));
        prop_assert!((axis.position(axis.ticks[0].float())).abs() < 1e-6);
        let last = axis.ticks[axis.ticks.len() - 1].float();
        prop_assert!((axis.position(last) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_bridge_ends_where_it_should(
        opening in -1000_i64..1000,
        steps in proptest::collection::vec(proptest::option::of(-300_i64..300), 0..9),
        closing in -1000_i64..1000,
    ) {
        let chart = waterfall(opening, &steps, closing);
        let rungs = chart.rungs(Numerals::typeset(Lang::En));
        for pair in rungs.windows(2) {
            if let Some(from) = pair[1].from {
                prop_assert_eq!(from, pair[0].to);
            }
        }
        let moved: Decimal = rungs
            .iter()
            .filter_map(|rung| rung.from.map(|from| rung.to - from))
            .sum();
        prop_assert_eq!(billions(opening) + moved, billions(closing));
        prop_assert_eq!(rungs[rungs.len() - 2].to, billions(closing));
    }

    #[test]
    fn names_at_the_ends_of_lines_stand_apart(
        mut heights in proptest::collection::vec(30.0_f64..250.0, 1..6),
    ) {
        heights.sort_by(f64::total_cmp);
        let placed = apart(heights.into_iter(), 15.0, 250.0);
        for pair in placed.windows(2) {
            prop_assert!(pair[1] - pair[0] >= 15.0 - 1e-9);
        }
        prop_assert!(placed.iter().all(|y| *y <= 250.0));
    }
}
