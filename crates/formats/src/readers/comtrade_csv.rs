//! `comtrade-csv`: trade data as UN Comtrade Plus exports it.
//!
//! Each line ends with a comma that the header does not have, so a reader that
//! takes a longer line's first field for an index shifts every column. Lines
//! repeat each total over second partners, customs procedures and modes of
//! transport: the axes are kept, and the line that is the total says so.

use triffin_basis::{Flag, Period};

use crate::FormatError;
use crate::builder::RecordRow;
use crate::codes::Areas;
use crate::csv::{Lines, Row};
use crate::decimal::{Digits, NumberStyle, is_missing};
use crate::header::{Head, Header};
use crate::layout::{CsvSource, Layout, Problem, Sink};
use crate::open::{FormatInfo, Opening};
use crate::product;
use crate::schema::Kind;
use crate::source::{Profile, Source};
use crate::when::Dates;

/// What people are told about this format.
pub const INFO: FormatInfo = FormatInfo {
    name: "comtrade-csv",
    title_en: "UN Comtrade Plus, CSV",
    title_zh: "联合国 Comtrade Plus CSV",
    kind: Kind::Records,
    docs_en: "TradeData CSV as downloaded. World, second partners, customs procedures and modes of \
           transport keep their level, so that nothing is counted twice; re-exports are part of \
           exports.",
    docs_zh: "原样使用下载的 TradeData CSV。世界、第二伙伴、海关程序、运输方式各保留其层级，不重复计算；再出口是出口的一部分。",
};

/// How sure the header makes us that this is the format, of 100.
pub fn score(head: &Head) -> u8 {
    let header = head.header();
    let known = header.has_all(&[
        "reporterCode",
        "partnerCode",
        "flowCode",
        "cmdCode",
        "primaryValue",
    ]);
    if known { 100 } else { 0 }
}

/// Starts reading.
///
/// # Errors
/// `E-FORMAT-HEADER` when a needed column is not there.
pub fn open(opening: Opening) -> Result<Box<dyn Source>, FormatError> {
    let mut lines = Lines::new(opening.text, opening.head.delimiter);
    let header = match lines.next_row()? {
        Some(row) => Header::new(&row)?,
        None => Header::of(Vec::new())?,
    };
    let layout = Comtrade {
        columns: Columns::of(&header)?,
        areas: Areas::default(),
        dates: Dates::default(),
        today: opening.options.as_today,
    };
    let profile = Profile {
        format: INFO.name.to_owned(),
        reader_version: 1,
        kind: INFO.kind,
        dataset: "un-comtrade".to_owned(),
        publisher: "United Nations, Comtrade database".to_owned(),
        licence: Some("UN terms: no redistribution".to_owned()),
        released: None,
        replaces: true,
        mapping: opening.mapping_text,
        notes: Vec::new(),
    };
    Ok(Box::new(CsvSource::new(
        profile,
        lines,
        header.width(),
        layout,
    )))
}

/// Where the columns stand; those that older downloads lack are optional.
struct Columns {
    type_code: Option<usize>,
    period: usize,
    reporter_code: usize,
    reporter_iso: Option<usize>,
    flow: usize,
    partner_code: usize,
    partner_iso: Option<usize>,
    partner2_code: Option<usize>,
    partner2_iso: Option<usize>,
    classification: Option<usize>,
    product: usize,
    customs: Option<usize>,
    supply: Option<usize>,
    transport: Option<usize>,
    unit: Option<usize>,
    quantity: Option<usize>,
    net_weight: Option<usize>,
    cif: Option<usize>,
    fob: Option<usize>,
    value: usize,
    estimated: Vec<(usize, &'static str)>,
}

impl Columns {
    fn of(header: &Header) -> Result<Columns, FormatError> {
        let marks = ["isQtyEstimated", "isNetWgtEstimated"];
        Ok(Columns {
            type_code: header.find("typeCode"),
            period: header.need("period")?,
            reporter_code: header.need("reporterCode")?,
            reporter_iso: header.find("reporterISO"),
            flow: header.need("flowCode")?,
            partner_code: header.need("partnerCode")?,
            partner_iso: header.find("partnerISO"),
            partner2_code: header.find("partner2Code"),
            partner2_iso: header.find("partner2ISO"),
            classification: header.find("classificationCode"),
            product: header.need("cmdCode")?,
            customs: header.find("customsCode"),
            supply: header.find("mosCode"),
            transport: header.find("motCode"),
            unit: header.find("qtyUnitAbbr"),
            quantity: header.find("qty"),
            net_weight: header.find("netWgt"),
            cif: header.find("cifvalue"),
            fob: header.find("fobvalue"),
            value: header.need("primaryValue")?,
            estimated: marks
                .into_iter()
                .filter_map(|m| Some((header.find(m)?, m)))
                .collect(),
        })
    }
}

/// A flow code: the direction, the regime it names, whether it is part of the
/// flow the reporter publishes as `M` or `X`.
struct Flow {
    direction: &'static str,
    regime: Option<&'static str>,
    part: bool,
}

/// Source: UN Statistics Division, Comtrade reference table of trade regimes.
fn flow(code: &str) -> Option<Flow> {
    let (direction, regime, part) = match code {
        "M" => ("import", None, false),
        "X" => ("export", None, false),
        "FM" => ("import", None, true),
        "DX" => ("export", None, true),
        "RM" => ("import", Some("reexport"), true),
        "RX" => ("export", Some("reexport"), true),
        "MIP" | "MOP" => ("import", Some("processing"), true),
        "XIP" | "XOP" => ("export", Some("processing"), true),
        _ => return None,
    };
    Some(Flow {
        direction,
        regime,
        part,
    })
}

struct Comtrade {
    columns: Columns,
    areas: Areas,
    dates: Dates,
    today: jiff::civil::Date,
}

impl Layout for Comtrade {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.record(row, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        self.areas.notes()
    }
}

fn cell<'a>(row: &Row<'a>, column: Option<usize>) -> &'a str {
    column.and_then(|at| row.get(at)).unwrap_or("")
}

impl Comtrade {
    fn record(&mut self, row: &Row<'_>, out: &mut Sink) -> Result<(), Problem> {
        let kind = cell(row, self.columns.type_code);
        if !matches!(kind, "" | "C") {
            return Err(Problem::cell(
                "not_goods",
                "typeCode",
                kind,
                "C, commodities",
            ));
        }
        let code = cell(row, Some(self.columns.flow));
        let flow = flow(code)
            .ok_or_else(|| Problem::cell("unknown_flow", "flowCode", code, "M, X, RM, RX …"))?;
        let period = self.period(row)?;
        let c = &self.columns;
        let product = self.product(row)?;
        let value = amount(row, Some(c.value), "primaryValue")?;
        let (quantity, quantity_unit) = self.quantity(row)?;
        let net_weight_kg = amount(row, c.net_weight, "netWgt")?;
        let extra = self.extra(row);
        let valuation = self.valuation(row, value)?;
        let reporter = area_text(row, c.reporter_iso, c.reporter_code, "reporterCode")?;
        let partner = area_text(row, c.partner_iso, c.partner_code, "partnerCode")?;
        let partner2 = self.partner2(row);
        let transport = self.transport(row);
        let reporter = self.areas.resolve(reporter).code.clone();
        let partner = self.areas.resolve(partner);
        out.record(&RecordRow {
            flow: flow.direction,
            reporter: &reporter,
            partner: &partner.code,
            partner_level: partner.level,
            product: &product.code,
            product_system: product.system,
            product_level: product.level,
            period,
            value,
            currency: Some("USD"),
            valuation,
            quantity,
            quantity_unit,
            net_weight_kg,
            regime: flow.regime,
            trade_system: None,
            region: None,
            entity: None,
            end_use: None,
            declared_on: None,
            shipped_on: None,
            settled_on: None,
            partner2,
            customs_procedure: Some(cell(row, self.columns.customs))
                .filter(|p| !matches!(*p, "" | "C00")),
            transport: transport.as_deref(),
            part_of_another: flow.part,
            flag: if value.is_some() {
                Flag::Observed
            } else {
                Flag::Missing
            },
            source_row: row.line,
            extra: extra.as_deref(),
        });
        Ok(())
    }

    fn period(&mut self, row: &Row<'_>) -> Result<Period, Problem> {
        let text = cell(row, Some(self.columns.period));
        let period = self
            .dates
            .read(text)
            .ok_or_else(|| Problem::cell("bad_period", "period", text, "2018 or 201803"))?;
        if period.start() > self.today {
            let expected = format!("no later than today, {}", self.today);
            return Err(Problem::cell("future_date", "period", text, &expected));
        }
        Ok(period)
    }

    fn product(&self, row: &Row<'_>) -> Result<product::Product, Problem> {
        let classification = cell(row, self.columns.classification);
        let system = match classification {
            "" => None,
            text => Some(product::system(text).unwrap_or("other")),
        };
        let code = cell(row, Some(self.columns.product));
        product::product(code, system).ok_or_else(|| {
            Problem::cell("bad_product", "cmdCode", code, "an even number of digits")
        })
    }

    /// A quantity of 0 in no unit is how a missing one is printed.
    fn quantity<'a>(&self, row: &Row<'a>) -> Result<(Option<i128>, Option<&'a str>), Problem> {
        let unit = Some(cell(row, self.columns.unit)).filter(|u| !matches!(*u, "" | "N/A"));
        let quantity = amount(row, self.columns.quantity, "qty")?;
        match unit {
            Some(unit) => Ok((quantity, quantity.map(|_| unit))),
            None => Ok((quantity.filter(|q| *q != 0), None)),
        }
    }

    /// The valuation the primary value has: that of the one column it equals.
    fn valuation(
        &self,
        row: &Row<'_>,
        value: Option<i128>,
    ) -> Result<Option<&'static str>, Problem> {
        let cif = amount(row, self.columns.cif, "cifvalue")?;
        let fob = amount(row, self.columns.fob, "fobvalue")?;
        Ok(match (value, value == cif, value == fob) {
            (Some(_), true, false) => Some("cif"),
            (Some(_), false, true) => Some("fob"),
            _ => None,
        })
    }

    fn partner2<'a>(&self, row: &Row<'a>) -> Option<&'a str> {
        let code = cell(row, self.columns.partner2_code);
        let iso = cell(row, self.columns.partner2_iso);
        let text = if iso.is_empty() { code } else { iso };
        Some(text).filter(|t| !matches!(*t, "" | "0" | "W00"))
    }

    fn transport(&self, row: &Row<'_>) -> Option<String> {
        let is_part = |code: &&str| !matches!(*code, "" | "0");
        let transport = Some(cell(row, self.columns.transport)).filter(is_part);
        let supply = Some(cell(row, self.columns.supply)).filter(is_part);
        match (transport, supply) {
            (None, None) => None,
            (Some(transport), None) => Some(transport.to_owned()),
            (None, Some(supply)) => Some(format!("supply {supply}")),
            (Some(transport), Some(supply)) => Some(format!("{transport} supply {supply}")),
        }
    }

    /// Which of the quantities the publisher estimated.
    fn extra(&self, row: &Row<'_>) -> Option<String> {
        let marks = self.columns.estimated.iter();
        let estimated: serde_json::Map<String, serde_json::Value> = marks
            .filter(|(at, _)| cell(row, Some(*at)).eq_ignore_ascii_case("true"))
            .map(|(_, name)| ((*name).to_owned(), true.into()))
            .collect();
        (!estimated.is_empty()).then(|| serde_json::Value::Object(estimated).to_string())
    }
}

/// An area by its ISO code, else by its number.
fn area_text<'a>(
    row: &Row<'a>,
    iso: Option<usize>,
    code: usize,
    name: &str,
) -> Result<&'a str, Problem> {
    let text = match cell(row, iso) {
        "" | "N/A" => cell(row, Some(code)),
        iso => iso,
    };
    match text {
        "" => Err(Problem::cell("missing_economy", name, "", "a code")),
        text => Ok(text),
    }
}

fn amount(row: &Row<'_>, column: Option<usize>, name: &str) -> Result<Option<i128>, Problem> {
    let text = cell(row, column);
    if is_missing(text) {
        return Ok(None);
    }
    let amount = Digits::parse(text, NumberStyle::PLAIN)
        .and_then(|digits| digits.amount())
        .map_err(|e| Problem::cell(e.reason(), name, text, e.expected()))?;
    if amount < 0 {
        let expected = "an amount that is not negative: the flow says the direction";
        return Err(Problem::cell("negative_value", name, text, expected));
    }
    Ok(Some(amount))
}
