//! `pwt-csv`: Penn World Table, one economy and year a line, one variable a
//! column.

use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::SeriesRow;
use crate::codes::{self, Areas};
use crate::csv::{Lines, Row};
use crate::figure::observe;
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::Opening;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "pwt-csv",
    title_en: "Penn World Table, CSV",
    title_zh: "宾大世界表 CSV",
    kind: Kind::Series,
    docs_en: "countrycode or isocode, year, and a column a variable (pop, rgdpe, cgdpo, xr, pl_con \
           …), the whole table or a part. Each cell of a variable is an observation; country and \
           currency names are not.",
    docs_zh: "countrycode 或 isocode、year，每个变量一列（pop、rgdpe、cgdpo、xr、pl_con 等），整表或部分均可。变量的每格一个观测值；国名与货币名不是。",
    guide: Guide {
        publisher: [
            "Groningen Growth and Development Centre (Feenstra, Inklaar and Timmer); CC BY 4.0",
            "格罗宁根增长与发展中心（Feenstra、Inklaar 与 Timmer）；CC BY 4.0",
        ],
        detection: [
            "columns countrycode or isocode, year, and at least two of pop, xr, rgdpe, rgdpo, \
             cgdpe, cgdpo, pl_con, pl_gdpo",
            "列 countrycode 或 isocode、year，并有 pop、xr、rgdpe、rgdpo、cgdpe、cgdpo、pl_con、pl_gdpo 中至少两个",
        ],
        units: [
            "by variable, as the table's own legend says; real GDP is in millions of 2017 \
             international dollars, which are no US dollars. A variable that is not known has no \
             stated unit.",
            "按变量，依该表说明；实际 GDP 为 2017 年国际元（百万），不是美元。未知变量的单位视为未说明。",
        ],
        aside: [
            "a year that is none, a cell that is no number",
            "不存在的年份；不是数字的单元格",
        ],
        traps: &[
            [
                "xr is the average of the year, national currency for one US dollar.",
                "xr 为年平均汇率，每美元兑本币。",
            ],
            [
                "Variables with r, c and no prefix are on different price bases and are never the \
                 same series.",
                "以 r、c 开头与不带前缀的变量价格基础不同，不是同一序列。",
            ],
        ],
    },
};

/// A variable: its heading, unit and name.
///
/// Source: Feenstra, Inklaar and Timmer, Penn World Table 10.01 (2023), legend.
const VARIABLES: [(&str, &str, &str); 34] = [
    (
        "rgdpe",
        PPP_CHAINED,
        "Expenditure-side real GDP at chained PPPs",
    ),
    ("rgdpo", PPP_CHAINED, "Output-side real GDP at chained PPPs"),
    ("pop", "mn person", "Population"),
    ("emp", "mn person", "Number of persons engaged"),
    (
        "avh",
        "hours",
        "Average annual hours worked by persons engaged",
    ),
    ("hc", "index", "Human capital index"),
    (
        "ccon",
        PPP_CURRENT,
        "Real consumption of households and government, at current PPPs",
    ),
    (
        "cda",
        PPP_CURRENT,
        "Real domestic absorption, at current PPPs",
    ),
    (
        "cgdpe",
        PPP_CURRENT,
        "Expenditure-side real GDP at current PPPs",
    ),
    ("cgdpo", PPP_CURRENT, "Output-side real GDP at current PPPs"),
    ("cn", PPP_CURRENT, "Capital stock at current PPPs"),
    (
        "rgdpna",
        NATIONAL,
        "Real GDP at constant 2017 national prices",
    ),
    (
        "rconna",
        NATIONAL,
        "Real consumption at constant 2017 national prices",
    ),
    (
        "rdana",
        NATIONAL,
        "Real domestic absorption at constant 2017 national prices",
    ),
    (
        "rnna",
        NATIONAL,
        "Capital stock at constant 2017 national prices",
    ),
    ("ctfp", "ratio", "TFP level at current PPPs (USA = 1)"),
    (
        "cwtfp",
        "ratio",
        "Welfare-relevant TFP level at current PPPs (USA = 1)",
    ),
    (
        "rtfpna",
        "index (2017=1)",
        "TFP at constant national prices",
    ),
    (
        "rwtfpna",
        "index (2017=1)",
        "Welfare-relevant TFP at constant national prices",
    ),
    ("labsh", "ratio", "Share of labour compensation in GDP"),
    ("irr", "ratio", "Real internal rate of return"),
    (
        "delta",
        "ratio",
        "Average depreciation rate of the capital stock",
    ),
    ("xr", "LCU per USD", "Exchange rate, annual average"),
    (
        "pl_con",
        "ratio",
        "Price level of household consumption (USA GDPo in 2017 = 1)",
    ),
    (
        "pl_da",
        "ratio",
        "Price level of domestic absorption (USA GDPo in 2017 = 1)",
    ),
    (
        "pl_gdpo",
        "ratio",
        "Price level of output-side GDP (USA GDPo in 2017 = 1)",
    ),
    (
        "csh_c",
        "ratio",
        "Share of household consumption at current PPPs",
    ),
    (
        "csh_i",
        "ratio",
        "Share of gross capital formation at current PPPs",
    ),
    (
        "csh_g",
        "ratio",
        "Share of government consumption at current PPPs",
    ),
    (
        "csh_x",
        "ratio",
        "Share of merchandise exports at current PPPs",
    ),
    (
        "csh_m",
        "ratio",
        "Share of merchandise imports at current PPPs (negative)",
    ),
    (
        "csh_r",
        "ratio",
        "Share of residual trade and discrepancy at current PPPs",
    ),
    (
        "pl_x",
        "ratio",
        "Price level of exports (USA GDPo in 2017 = 1)",
    ),
    (
        "pl_m",
        "ratio",
        "Price level of imports (USA GDPo in 2017 = 1)",
    ),
];

const PPP_CHAINED: &str = "mn international dollars of 2017";
const PPP_CURRENT: &str = "mn international dollars of 2017 at current PPPs";
const NATIONAL: &str = "mn USD of 2017 at national prices";

/// Columns that are words about the line.
const WORDS: [&str; 11] = [
    "country",
    "countrycode",
    "isocode",
    "year",
    "currency",
    "currency_unit",
    "i_cig",
    "i_xm",
    "i_xr",
    "i_outlier",
    "i_irr",
];

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    const TELLING: [&str; 8] = [
        "pop", "xr", "rgdpe", "rgdpo", "cgdpe", "cgdpo", "pl_con", "pl_gdpo",
    ];
    let header = head.header();
    let economy = header.find("countrycode").or(header.find("isocode"));
    let telling = TELLING.iter().filter(|name| header.find(name).is_some());
    if economy.is_some() && header.find("year").is_some() && telling.count() >= 2 {
        95
    } else {
        0
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when economy or year is not there.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    let economy = match header.find("isocode") {
        Some(column) => column,
        None => header.need("countrycode")?,
    };
    let year = header.need("year")?;
    let variables: Vec<Variable> = (0..header.width())
        .filter(|at| !WORDS.iter().any(|word| header.find(word) == Some(*at)))
        .map(|at| Variable::of(at, &header.names()[at]))
        .collect();
    let unknown: Vec<String> = variables
        .iter()
        .filter(|v| v.name.is_none())
        .map(|v| format!("column `{}` is not known: its unit is not stated", v.code))
        .collect();
    let profile = Profile {
        mapping: opening.mapping_text,
        notes: unknown,
        ..Profile::published(
            &INFO,
            "penn-world-table",
            "Groningen Growth and Development Centre, Penn World Table",
            "CC BY 4.0",
        )
    };
    let layout = Table {
        economy,
        year,
        variables,
        areas: Areas::default(),
        dates: Dates::default(),
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(profile, lines, width, layout)))
}

struct Variable {
    column: usize,
    code: String,
    name: Option<&'static str>,
    unit: String,
}

impl Variable {
    fn of(column: usize, heading: &str) -> Variable {
        let known = VARIABLES
            .iter()
            .find(|(code, _, _)| code.eq_ignore_ascii_case(heading));
        Variable {
            column,
            code: heading.to_owned(),
            name: known.map(|(_, _, name)| *name),
            unit: known.map_or_else(codes::unstated_unit, |(_, unit, _)| (*unit).to_owned()),
        }
    }
}

struct Table {
    economy: usize,
    year: usize,
    variables: Vec<Variable>,
    areas: Areas,
    dates: Dates,
}

impl Layout for Table {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.line(row, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        self.areas.notes()
    }
}

impl Table {
    fn line(&mut self, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let code = row.get(self.economy).unwrap_or("");
        if code.is_empty() {
            let expected = "three letters";
            return Err(Problem::cell(
                "missing_economy",
                "countrycode",
                "",
                expected,
            ));
        }
        let text = row.get(self.year).unwrap_or("");
        let period: Period = self
            .dates
            .read(text)
            .ok_or_else(|| Problem::cell("bad_period", "year", text, "a year such as 2018"))?;
        let economy = &self.areas.resolve(code).code;
        for variable in &self.variables {
            let observation = SeriesRow {
                economy,
                counterpart: None,
                indicator: &variable.code,
                indicator_name: variable.name,
                period,
                printed: None,
                unit: &variable.unit,
                flag: Flag::Observed,
                source: None,
                source_row: row.line,
            };
            let cell = row.get(variable.column).unwrap_or("");
            observe(&observation, &variable.code, cell, out);
        }
        Ok(())
    }
}
