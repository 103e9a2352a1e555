//! `baci-csv`: the trade flows of CEPII's BACI, in which what exporter and
//! importer report has been reconciled into one figure.

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
use crate::readers::baci_tables::Tables;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;
use crate::whole_line::{ByLine, WholeLine};

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "baci-csv",
    title_en: "CEPII, BACI: reconciled trade flows, CSV",
    title_zh: "CEPII BACI 调和后的贸易流量 CSV",
    kind: Kind::Records,
    docs_en: "Columns t (year), i (exporter), j (importer), k (product), v (value) and q \
           (quantity). Each line becomes one record: an export of i to j, flagged as estimated. \
           country_codes_V….csv beside the file gives the areas; without it the numbers are read \
           as Comtrade's. The edition of the Harmonized System is that of the file's name \
           (BACI_HS17_…) or of the table product_codes_HS….csv beside it.",
    docs_zh: "列 t（年）、i（出口方）、j（进口方）、k（商品）、v（金额）、q（数量）。每行成为一条记录：i 对 j 的出口，标为估计。同目录的 country_codes_V….csv 给出地区；没有时按 Comtrade 代码读取。HS 版本取自文件名（BACI_HS17_…）或同目录的 product_codes_HS….csv。",
    guide: Guide {
        publisher: [
            "CEPII, BACI; Etalab 2.0, free with citation (Gaulier and Zignago, 2010)",
            "CEPII BACI；Etalab 2.0，注明出处可自由使用（Gaulier 与 Zignago，2010）",
        ],
        detection: [
            "exactly the columns t, i, j, k, v, q",
            "恰为列 t、i、j、k、v、q",
        ],
        units: [
            "v in thousands of US dollars, FOB; q in metric tons, kept as quantity and as net \
             weight",
            "v 为千美元，FOB；q 为公吨，存为数量并换算为净重",
        ],
        aside: [
            "areas that neither the table nor Comtrade's list knows are kept under their number",
            "两表均无的地区以其数字代码保留",
        ],
        traps: &[
            [
                "A flow is stored once, as the exporter's: asking for the imports of j means the \
                 exports of all i to j. The figure is reconciled, nobody reported it.",
                "每个流量只存一次，记在出口方名下：j 的进口即各 i 对 j 的出口。该数为调和值，并非任何一方的申报。",
            ],
            [
                "Numbers are CEPII's and Comtrade's: 490 is Other Asia nes (Taiwan), 251 France with Monaco.",
                "代码为 CEPII 与 Comtrade 所用：490 为其他亚洲（未列明，即台湾），251 为含摩纳哥的法国。",
            ],
            [
                "A product code of five digits has lost its leading zero and gets it back; the \
                 classification has six digits throughout.",
                "五位的商品编码丢失了首位零，予以补回；该分类一律为六位。",
            ],
            [
                "q is empty or NA where quantities cannot be reconciled: missing, not zero.",
                "q 为空或 NA 表示数量无法调和：缺失，而非零。",
            ],
        ],
    },
};

const NAMES: [&str; 6] = ["t", "i", "j", "k", "v", "q"];

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    if header.width() == NAMES.len() && header.has_all(&NAMES) {
        100
    } else {
        0
    }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when a column is not there, and errors of the tables
/// beside the file.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = Header::read(&mut lines)?;
    let columns = header.need_all(NAMES)?;
    let tables = Tables::beside(&opening.input)?;
    let profile = Profile {
        // The tables have a say in what is stored: they are part of what was read.
        mapping: opening.mapping_text + &tables.identity,
        notes: tables.notes.clone(),
        ..Profile::published(
            &INFO,
            "cepii-baci",
            "CEPII, BACI",
            "Etalab 2.0, with citation",
        )
    };
    let layout = Baci {
        columns,
        tables,
        dates: Dates::default(),
        today: opening.options.as_today,
    };
    let width = header.width();
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        width,
        ByLine::with_areas(layout, Areas::of_comtrade()),
    )))
}

struct Baci {
    columns: [usize; NAMES.len()],
    tables: Tables,
    dates: Dates,
    today: jiff::civil::Date,
}

impl WholeLine for Baci {
    fn line(&mut self, row: &Row<'_>, areas: &mut Areas, out: &mut Sink) -> Result<(), Problem> {
        let [t, i, j, k, v, q] = self.columns.map(|at| row.get(at).unwrap_or(""));
        let period = self.year(t)?;
        let product = self.product(k)?;
        let value = amount("v", v, 3)?;
        let tons = amount("q", q, 0)?;
        let net_weight_kg = amount("q", q, 3)?;
        let (reporter, _) = self.area(areas, "i", i)?;
        let (partner, partner_level) = self.area(areas, "j", j)?;
        out.record(&RecordRow {
            flow: "export",
            reporter: &reporter,
            partner: &partner,
            partner_level,
            product: &product.code,
            product_system: product.system,
            product_level: product.level,
            period,
            value,
            currency: Some("USD"),
            valuation: Some("fob"),
            quantity: tons,
            quantity_unit: tons.map(|_| "t"),
            net_weight_kg,
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
                Some(_) => Flag::Estimated,
                None => Flag::Missing,
            },
            source_row: row.line,
            extra: None,
        });
        Ok(())
    }
}

impl Baci {
    fn year(&mut self, text: &str) -> Result<Period, Problem> {
        let period = self
            .dates
            .read(text)
            .ok_or_else(|| Problem::cell("bad_period", "t", text, "a year such as 2018"))?;
        match period.start() > self.today {
            true => {
                let expected = format!("no later than today, {}", self.today);
                Err(Problem::cell("future_date", "t", text, &expected))
            }
            false => Ok(period),
        }
    }

    fn product(&self, text: &str) -> Result<product::Product, Problem> {
        let expected = "a code of six digits";
        let wrong = || Problem::cell("bad_product", "k", text, expected);
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if !digits || !(5..=6).contains(&text.len()) {
            return Err(wrong());
        }
        product::product(&format!("{text:0>6}"), Some(self.tables.edition)).ok_or_else(wrong)
    }

    fn area(
        &self,
        areas: &mut Areas,
        column: &str,
        number: &str,
    ) -> Result<(String, &'static str), Problem> {
        if number.is_empty() {
            return Err(Problem::cell("missing_economy", column, "", "a code"));
        }
        let text = self.tables.areas.get(number).map_or(number, String::as_str);
        let area = areas.resolve(text);
        Ok((area.code.clone(), area.level))
    }
}

fn amount(column: &str, text: &str, power: i64) -> Result<Option<i128>, Problem> {
    if is_missing(text) {
        return Ok(None);
    }
    let amount = Digits::parse(text, NumberStyle::PLAIN)
        .and_then(|digits| digits.shifted(power).amount())
        .map_err(|e| Problem::cell(e.reason(), column, text, e.expected()))?;
    if amount < 0 {
        let expected = "an amount that is not negative";
        return Err(Problem::cell("negative_value", column, text, expected));
    }
    Ok(Some(amount))
}
