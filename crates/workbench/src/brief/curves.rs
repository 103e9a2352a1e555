//! The curves of a brief.

use triffin_basis::{Bilingual, Flag, Freq, Period, Unit, Window};
use triffin_brief::facts::{Point, Series};
use triffin_trade::Exact;

use super::Desk;
use super::lead::Lead;
use super::observations::Curve;
use super::partners::PartnerReports;
use super::reports::{Report, Sides, decimal};
use crate::error::{QuestionError, both};

/// A curve of a picture: indicator, and its name in English and Chinese.
type Drawn = (&'static str, &'static str, &'static str);

/// A picture: its title in English and Chinese, and its curves.
type Picture = (&'static str, &'static str, &'static [Drawn]);

/// Pictures of published series.
const PICTURES: [Picture; 4] = [
    (
        "Current account",
        "经常账户差额",
        &[("current_account", "Current account", "经常账户")],
    ),
    (
        "Official reserves and external position, end of year",
        "官方储备与对外头寸（年末）",
        &[
            ("reserves", "Reserves", "储备"),
            ("external_assets", "Assets", "资产"),
            ("external_liabilities", "Liabilities", "负债"),
        ],
    ),
    (
        "Effective exchange rates",
        "有效汇率",
        &[
            ("neer", "Nominal eff. rate", "名义有效汇率"),
            ("reer", "Real eff. rate", "实际有效汇率"),
        ],
    ),
    (
        "Exchange rate, average of the year",
        "汇率（年平均）",
        &[("exchange_rate", "Exchange rate", "汇率")],
    ),
];

/// The indicators that have a curve, with their names.
pub(crate) fn drawn_indicators() -> impl Iterator<Item = (&'static str, Bilingual)> {
    let all = PICTURES.iter().flat_map(|(_, _, curves)| curves.iter());
    all.map(|(indicator, en, zh)| (*indicator, Bilingual::new(*en, *zh)))
}

/// Every curve there are figures for.
pub(crate) fn section(
    desk: &Desk<'_>,
    lead: &Lead,
    reports: &PartnerReports,
) -> Result<Vec<Series>, QuestionError> {
    let mut all = Vec::new();
    if let Lead::Goods(goods) = lead {
        all.extend(of_goods(&goods.report, goods.mirrored)?);
    }
    for one in &reports.each {
        let title = both(|lang| one.partner.name(lang).to_owned());
        let chart = Bilingual::new(
            "Goods balance by partner, a year",
            "与各伙伴的货物差额（年）",
        );
        let balance = |sides: Sides| one.seen(sides).balance();
        let years = &one.report.years;
        let series = traded(&one.report, years, title, chart, one.mirrored, balance)?;
        all.push(Series {
            detail: true,
            ..series
        });
    }
    let pair = desk.topic.partner.is_some();
    for (en, zh, curves) in PICTURES.iter().take(if pair { 1 } else { PICTURES.len() }) {
        for (indicator, en_curve, zh_curve) in *curves {
            let Some(curve) = desk.observations.drawn(indicator) else {
                continue;
            };
            all.extend(published(
                curve,
                Bilingual::new(*en_curve, *zh_curve),
                Bilingual::new(*en, *zh),
            ));
        }
    }
    Ok(all)
}

/// A side of trade: its name in English and Chinese, and its amount.
type Side<'a> = (
    &'static str,
    &'static str,
    &'a dyn Fn(Sides) -> Result<Option<Exact>, QuestionError>,
);

type Traded = std::collections::BTreeMap<Period, Sides>;

fn of_goods(report: &Report, mirrored: bool) -> Result<Vec<Series>, QuestionError> {
    let seen = |sides: Sides| if mirrored { sides.mirrored() } else { sides };
    let sides: [Side<'_>; 3] = [
        ("Exports", "出口", &|sides| Ok(seen(sides).exports)),
        ("Imports", "进口", &|sides| Ok(seen(sides).imports)),
        ("Balance", "差额", &|sides| seen(sides).balance()),
    ];
    let mut all = Vec::new();
    for (rows, en, zh) in [
        (&report.years, "Goods trade by year", "按年货物贸易"),
        (&report.parts, part_title(report).0, part_title(report).1),
    ] {
        if rows.len() < 2 {
            continue;
        }
        for (name_en, name_zh, amount) in &sides {
            let (title, chart) = (Bilingual::new(*name_en, *name_zh), Bilingual::new(en, zh));
            let series = traded(report, rows, title, chart, mirrored, amount)?;
            all.push(Series {
                detail: rows.keys().any(|period| period.freq() != Freq::Year),
                ..series
            });
        }
    }
    Ok(all)
}

/// What the picture of the months or quarters is called.
fn part_title(report: &Report) -> (&'static str, &'static str) {
    match report.parts.keys().next().map(Period::freq) {
        Some(Freq::Quarter) => ("Goods trade by quarter", "按季货物贸易"),
        _ => ("Goods trade by month", "按月货物贸易"),
    }
}

/// A curve of records, without a hole in its time axis: a period that is not
/// there is a gap.
fn traded(
    report: &Report,
    rows: &Traded,
    title: Bilingual,
    chart: Bilingual,
    mirrored: bool,
    amount: impl Fn(Sides) -> Result<Option<Exact>, QuestionError>,
) -> Result<Series, QuestionError> {
    let span = rows.keys().next().zip(rows.keys().next_back());
    let mut points = Vec::new();
    if let Some((first, last)) = span {
        for period in Window::new(*first, *last)?.iter() {
            let value = rows
                .get(&period)
                .copied()
                .map(&amount)
                .transpose()?
                .flatten();
            points.push(Point {
                period,
                value: decimal(value)?,
                flag: if mirrored {
                    Flag::Mirror
                } else {
                    Flag::Observed
                },
                partial: period.freq() == Freq::Year && !report.complete.contains(&period),
            });
        }
    }
    Ok(Series {
        title,
        unit: report.unit()?,
        points,
        sources: report.all_keys(),
        chart,
        detail: false,
    })
}

/// A published curve from the last change of its unit on; none with fewer than
/// two figures.
fn published(curve: &Curve, title: Bilingual, chart: Bilingual) -> Option<Series> {
    let (first, last) = curve.span()?;
    let unit = curve.points.get(&last)?.unit.clone();
    let from = curve
        .points
        .iter()
        .rev()
        .take_while(|(_, seen)| seen.unit == unit)
        .map(|(period, _)| *period)
        .last()?;
    let window = Window::new(first.max(from), last).ok()?;
    let sources = curve.keys(&window.iter().collect::<Vec<_>>());
    let points: Vec<Point> = window
        .iter()
        .map(|period| point(curve, period, &unit))
        .collect();
    let known = points.iter().filter(|point| point.value.is_some()).count();
    (known > 1).then_some(Series {
        title,
        unit,
        points,
        sources,
        chart,
        detail: false,
    })
}

fn point(curve: &Curve, period: Period, unit: &Unit) -> Point {
    let seen = curve.points.get(&period).filter(|seen| seen.unit == *unit);
    Point {
        period,
        value: seen.and_then(|seen| seen.value),
        flag: seen.map_or(Flag::Missing, |seen| seen.flag),
        partial: false,
    }
}
