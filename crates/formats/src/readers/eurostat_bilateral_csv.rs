//! `eurostat-bilateral-csv`: trade between member states by HS chapter and
//! year, with the distance between them.

use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::RecordRow;
use crate::codes::Areas;
use crate::csv::{Lines, Row};
use crate::decimal::{Digits, NumberStyle, is_missing};
use crate::format_info::{FormatInfo, Guide};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Problem, Sink};
use crate::open::Opening;
use crate::product;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::whole_year;
use crate::whole_line::{ByLine, WholeLine};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "eurostat-bilateral-csv",
    title_en: "Eurostat, trade between member states by HS chapter",
    title_zh: "欧盟统计局成员国间分 HS 章贸易",
    kind: Kind::Records,
    docs_en: "Columns Destination, Origin, Product, Year, dist_km, Euros. Each line becomes one \
           record: an import of Destination from Origin. The distance is kept in extra.",
    docs_zh: "列 Destination、Origin、Product、Year、dist_km、Euros。每行成为一条记录：Destination 自 Origin 的进口。距离存于 extra。",
    guide: Guide {
        publisher: [
            "Eurostat; free with citation",
            "欧盟统计局；注明出处可自由使用",
        ],
        detection: [
            "columns Destination, Origin, Product, Year and Euros",
            "列 Destination、Origin、Product、Year 与 Euros",
        ],
        units: [
            "whole euros; valuation is not stated",
            "欧元（个位）；计价未说明",
        ],
        aside: [
            "a product that is no HS chapter, a year that is no whole number",
            "不是 HS 章的商品；不是整数的年份",
        ],
        traps: &[
            [
                "Chapters 1 to 9 have lost their leading zero: 1 is 01.",
                "第 1 至 9 章丢失了首位零：1 即 01。",
            ],
            [
                "Years are printed as doubles: 2007.0.",
                "年份写成小数：2007.0。",
            ],
            [
                "The file does not say which side reported; the records stand under the country \
                 of destination and the vintage notes it.",
                "文件未说明由哪一方申报；记录记在目的国名下，并在版本中注明。",
            ],
            [
                "Letters are Eurostat's: EL and GR are Greece, UK and GB the United Kingdom.",
                "国家字母为欧盟统计局所用：EL 与 GR 为希腊，UK 与 GB 为英国。",
            ],
        ],
    },
};

const NAMES: [&str; 5] = ["Destination", "Origin", "Product", "Year", "Euros"];

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    if head.header().has_all(&NAMES) { 95 } else { 0 }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when a column is not there.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    let columns = header.need_all(NAMES)?;
    let note = "the file does not say which side reported: each flow is stored as the import of \
                its destination";
    let profile = Profile {
        mapping: opening.mapping_text,
        notes: vec![note.to_owned()],
        ..Profile::published(
            &INFO,
            "eurostat-bilateral-hs2",
            "Eurostat, international trade in goods",
            "free with citation",
        )
    };
    let layout = Bilateral {
        columns,
        distance: header.find("dist_km"),
        today: opening.options.as_today,
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        width,
        ByLine::new(layout),
    )))
}

struct Bilateral {
    columns: [usize; NAMES.len()],
    distance: Option<usize>,
    today: jiff::civil::Date,
}

impl WholeLine for Bilateral {
    fn line(&mut self, row: &Row<'_>, areas: &mut Areas, out: &mut Sink) -> Result<(), Problem> {
        let [destination, origin, product, year, euros] =
            self.columns.map(|at| row.get(at).unwrap_or(""));
        let period = self.year(year)?;
        let chapter = chapter(product)
            .ok_or_else(|| Problem::cell("bad_product", "Product", product, "an HS chapter"))?;
        let value = amount(euros)?;
        let reporter = area_of(areas, "Destination", destination)?.0;
        let (partner, partner_level) = area_of(areas, "Origin", origin)?;
        let distance = self.distance.and_then(|at| row.get(at));
        let extra = distance
            .filter(|text| !text.is_empty())
            .map(|text| serde_json::json!({ "dist_km": text }).to_string());
        out.record(&RecordRow {
            flow: "import",
            reporter: &reporter,
            partner: &partner,
            partner_level,
            product: &chapter.code,
            product_system: chapter.system,
            product_level: chapter.level,
            period,
            value,
            currency: Some("EUR"),
            valuation: None,
            quantity: None,
            quantity_unit: None,
            net_weight_kg: None,
            regime: None,
            trade_system: None,
            region: None,
            entity: None,
            end_use: None,
            declared_on: None,
            shipped_on: None,
            settled_on: None,
            partner2: None,
            customs_procedure: None,
            transport: None,
            part_of_another: false,
            flag: match value {
                Some(_) => Flag::Observed,
                None => Flag::Missing,
            },
            source_row: row.line,
            extra: extra.as_deref(),
        });
        Ok(())
    }
}

impl Bilateral {
    fn year(&self, text: &str) -> Result<Period, Problem> {
        let period = whole_year(text)
            .ok_or_else(|| Problem::cell("bad_period", "Year", text, "a year such as 2007"))?;
        match period.start() > self.today {
            true => {
                let expected = format!("no later than today, {}", self.today);
                Err(Problem::cell("future_date", "Year", text, &expected))
            }
            false => Ok(period),
        }
    }
}

/// The area of two letters, Eurostat's own for two of them.
fn area_of(
    areas: &mut Areas,
    column: &str,
    letters: &str,
) -> Result<(String, &'static str), Problem> {
    let letters = match letters {
        "" => return Err(Problem::cell("missing_economy", column, "", "two letters")),
        "EL" => "GR",
        "UK" => "GB",
        other => other,
    };
    let area = areas.resolve(letters);
    Ok((area.code.clone(), area.level))
}

/// The chapter of a number with or without its leading zero.
fn chapter(text: &str) -> Option<product::Product> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number: u8 = digits.then(|| text.parse().ok()).flatten()?;
    let chapter = (1..=99).contains(&number).then(|| format!("{number:02}"))?;
    product::product(&chapter, Some("HS"))
}

fn amount(text: &str) -> Result<Option<i128>, Problem> {
    if is_missing(text) {
        return Ok(None);
    }
    let amount = Digits::parse(text, NumberStyle::PLAIN)
        .and_then(|digits| digits.amount())
        .map_err(|e| Problem::cell(e.reason(), "Euros", text, e.expected()))?;
    match amount < 0 {
        true => {
            let expected = "an amount that is not negative";
            Err(Problem::cell("negative_value", "Euros", text, expected))
        }
        false => Ok(Some(amount)),
    }
}
