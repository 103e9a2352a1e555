//! `series-csv`: statistical series, one observation a line.

use std::collections::BTreeMap;

use triffin_basis::Flag;

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::{Areas, Resolved};
use crate::csv::{Lines, Row};
use crate::decimal::{Digits, NumberStyle, is_missing};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::plan::{Field, Plan, Plans};
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "series-csv",
    title_en: "Statistical series, one observation a line",
    title_zh: "统计序列，每行一个观测值",
    kind: Kind::Series,
    docs_en: "Columns economy, indicator, period, value, unit, and counterpart, flag and source where \
           there are any. A mapping renames or fixes any of them.",
    docs_zh: "列 economy、indicator、period、value、unit，可有 counterpart、flag 与 source。映射可改名或固定任何一列。",
    guide: Guide {
        publisher: [
            "you, or whoever a mapping names",
            "使用者自己，或映射所写的发布者",
        ],
        detection: [
            "columns economy, indicator, period and value, by these names or their Chinese ones",
            "列 economy、indicator、period 与 value，或其中文列名",
        ],
        units: [
            "as the column unit says, one a line; a mapping may fix it for all lines",
            "由 unit 列逐行写明；映射可为所有行固定单位",
        ],
        aside: [
            "a unit that is none (`bad_unit`), a period to come that is no forecast (`future_date`)",
            "无法识别的单位（`bad_unit`）、未标为预测的未来时期（`future_date`）",
        ],
        traps: &[[
            "A unit is never guessed from the figures: a column CPI may hold an index or inflation.",
            "单位绝不由数字推测：名为 CPI 的列可能是指数，也可能是通胀率。",
        ]],
    },
};

const ECONOMY: usize = 0;
const INDICATOR: usize = 1;
const NAME: usize = 2;
const PERIOD: usize = 3;
const VALUE: usize = 4;
const UNIT: usize = 5;
const FLAG: usize = 6;
const SOURCE: usize = 7;
const COUNTERPART: usize = 8;

const fn field(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field { name, aliases }
}

const FIELDS: [Field; 9] = [
    field("economy", &["经济体", "国家", "地区"]),
    field("indicator", &["指标", "指标代码", "series"]),
    field("indicator_name", &["指标名称"]),
    field("period", &["期间", "时期", "时间", "年份"]),
    field("value", &["数值", "值", "obs_value"]),
    field("unit", &["单位"]),
    field("flag", &["状态", "status"]),
    field("source", &["来源", "出处"]),
    field("counterpart", &["对手经济体", "对应经济体", "partner"]),
];

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let known = |place: usize| {
        let names = std::iter::once(&FIELDS[place].name).chain(FIELDS[place].aliases);
        names.into_iter().any(|name| header.find(name).is_some())
    };
    match [ECONOMY, INDICATOR, PERIOD, VALUE]
        .into_iter()
        .filter(|&f| known(f))
        .count()
    {
        4 => 90,
        3 if known(INDICATOR) && known(VALUE) => 50,
        _ => 0,
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when a needed column is not there, `E-FORMAT-MAP` when
/// the mapping does not fit.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mapping = opening.options.map.clone().unwrap_or_default();
    let delimiter = opening.head.delimiter;
    let mut lines = Lines::new(opening.text, delimiter);
    let header = match lines.next_row()? {
        Some(row) => Header::new(&row)?,
        None => Header::of(Vec::new())?,
    };
    let plans = Plans::new(&header, &FIELDS, opening.options.map.as_ref(), &[])?;
    for place in [ECONOMY, INDICATOR, PERIOD, VALUE, UNIT] {
        if !plans.rows.iter().all(|plan| plan.has(place)) {
            header.need(FIELDS[place].name)?;
        }
    }
    let mut notes = mapping.notes.clone();
    notes.extend(unused_note(&plans));
    let profile = Profile {
        format: INFO.name.to_owned(),
        reader_version: 1,
        kind: INFO.kind,
        dataset: mapping
            .dataset
            .clone()
            .unwrap_or_else(|| "series".to_owned()),
        publisher: mapping
            .publisher
            .clone()
            .unwrap_or_else(|| "own series".to_owned()),
        licence: mapping.licence.clone(),
        released: None,
        replaces: mapping.replaces.unwrap_or(true),
        mapping: opening.mapping_text,
        notes,
    };
    let layout = Series {
        numbers: mapping.numbers(delimiter),
        power: mapping.power()?,
        dates: mapping.dates()?,
        today: opening.options.as_today,
        plans,
        areas: Areas::default(),
        units: Resolved::units(),
    };
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        header.width(),
        layout,
    )))
}

fn unused_note(plans: &Plans) -> Option<String> {
    let names: Vec<&str> = plans.unused.iter().map(|(_, name)| name.as_str()).collect();
    (!names.is_empty()).then(|| format!("columns not kept: {}", names.join(", ")))
}

struct Series {
    plans: Plans,
    numbers: NumberStyle,
    power: i64,
    dates: Dates,
    today: jiff::civil::Date,
    areas: Areas,
    units: Resolved,
}

impl Layout for Series {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        for index in 0..self.plans.rows.len() {
            if let Err(problem) = self.observation(index, row, out) {
                out.set_aside(row.line, problem);
            }
        }
    }

    fn own_areas(&self) -> BTreeMap<String, u64> {
        self.areas.own()
    }
}

impl Series {
    fn observation(&mut self, index: usize, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let plan = &self.plans.rows[index];
        let need = |field: usize, reason: &'static str| {
            plan.filled(row, field)
                .ok_or_else(|| Problem::cell(reason, FIELDS[field].name, "", "a code"))
        };
        let economy = need(ECONOMY, "missing_economy")?;
        let indicator = need(INDICATOR, "missing_indicator")?;
        let printed = self.printed(plan, row)?;
        let flag = flag(plan, row, printed.is_some())?;
        let text = plan.get(row, PERIOD).unwrap_or("");
        let period = self.dates.read(text).ok_or_else(|| {
            Problem::cell(
                "bad_period",
                "period",
                text,
                "a period such as 2018, 2018-Q3, 2018-03",
            )
        })?;
        let past = [
            Flag::Observed,
            Flag::Estimated,
            Flag::Mirror,
            Flag::Provisional,
        ];
        if period.start() > self.today && past.contains(&flag) {
            let expected = format!(
                "no later than today, {}, unless its flag is forecast",
                self.today
            );
            return Err(Problem::cell("future_date", "period", text, &expected));
        }
        let unit_text = plan.get(row, UNIT).unwrap_or("");
        let unit = self.units.get(unit_text).ok_or_else(|| {
            Problem::cell(
                "bad_unit",
                "unit",
                unit_text,
                "a unit such as USD mn, %, index 2010=100",
            )
        })?;
        let economy = self.areas.resolve(economy).code.clone();
        let counterpart = plan.filled(row, COUNTERPART);
        let counterpart = counterpart.map(|text| self.areas.resolve(text).code.as_str());
        out.observation(&SeriesRow {
            economy: &economy,
            counterpart,
            indicator,
            indicator_name: plan.filled(row, NAME),
            period,
            printed: printed.as_deref(),
            unit,
            flag,
            source: plan.filled(row, SOURCE),
            source_row: row.line,
        });
        Ok(())
    }

    fn printed(&self, plan: &Plan, row: &Row<'_>) -> Result<Option<String>, Problem> {
        let text = plan.get(row, VALUE).unwrap_or("");
        if is_missing(text) {
            return Ok(None);
        }
        Digits::parse(text, self.numbers)
            .and_then(|digits| digits.shifted(self.power).plain())
            .map(Some)
            .map_err(|e| Problem::cell(e.reason(), "value", text, e.expected()))
    }
}

fn flag(plan: &Plan, row: &Row<'_>, has_value: bool) -> Result<Flag, Problem> {
    if !has_value {
        return Ok(Flag::Missing);
    }
    let Some(text) = plan.filled(row, FLAG) else {
        return Ok(Flag::Observed);
    };
    match Flag::parse(&text.to_lowercase()) {
        Some(Flag::Missing) => {
            let expected = "no value where the flag is missing";
            Err(Problem::cell("bad_flag", "flag", text, expected))
        }
        Some(flag) => Ok(flag),
        None => {
            let words = Flag::ALL.map(Flag::as_str).join(", ");
            Err(Problem::cell("bad_flag", "flag", text, &words))
        }
    }
}
