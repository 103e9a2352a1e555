//! What a line of UN Comtrade says, whichever way it is delivered: the current
//! download, the layout of before 2022, and the programming interface.

use jiff::civil::Date;
use triffin_basis::{Flag, Period};

use crate::builder::RecordRow;
use crate::codes::Areas;
use crate::decimal::{Digits, NumberStyle, is_missing};
use crate::layout::{Problem, Sink};
use crate::product;
use crate::when::Dates;

/// Places of the cells of a line in [`NAMES`].
#[allow(missing_docs)] // Each is the cell of that name.
pub mod at {
    pub const TYPE: usize = 0;
    pub const PERIOD: usize = 1;
    pub const REPORTER: usize = 2;
    pub const REPORTER_ISO: usize = 3;
    pub const FLOW: usize = 4;
    pub const PARTNER: usize = 5;
    pub const PARTNER_ISO: usize = 6;
    pub const PARTNER2: usize = 7;
    pub const PARTNER2_ISO: usize = 8;
    pub const CLASSIFICATION: usize = 9;
    pub const PRODUCT: usize = 10;
    pub const CUSTOMS: usize = 11;
    pub const SUPPLY: usize = 12;
    pub const TRANSPORT: usize = 13;
    pub const UNIT: usize = 14;
    pub const UNIT_CODE: usize = 15;
    pub const QUANTITY: usize = 16;
    pub const NET_WEIGHT: usize = 17;
    pub const CIF: usize = 18;
    pub const FOB: usize = 19;
    pub const VALUE: usize = 20;
    pub const QUANTITY_ESTIMATED: usize = 21;
    pub const WEIGHT_ESTIMATED: usize = 22;
}

/// Cells of a line.
pub const CELLS: usize = 23;

/// The cells' names in the current download and in the interface.
pub const NAMES: [&str; CELLS] = [
    "typeCode",
    "period",
    "reporterCode",
    "reporterISO",
    "flowCode",
    "partnerCode",
    "partnerISO",
    "partner2Code",
    "partner2ISO",
    "classificationCode",
    "cmdCode",
    "customsCode",
    "mosCode",
    "motCode",
    "qtyUnitAbbr",
    "qtyUnitCode",
    "qty",
    "netWgt",
    "cifvalue",
    "fobvalue",
    "primaryValue",
    "isQtyEstimated",
    "isNetWgtEstimated",
];

/// Cells without which a line says nothing.
pub const NEEDED: [usize; 6] = [
    at::PERIOD,
    at::REPORTER,
    at::FLOW,
    at::PARTNER,
    at::PRODUCT,
    at::VALUE,
];

/// The cells of one line; empty where there is none.
pub type Cells<'a> = [&'a str; CELLS];

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

/// The abbreviation of a quantity unit's code.
///
/// Source: UN Statistics Division, Comtrade reference table of quantity units.
fn unit_of_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "2" => "m²",
        "3" => "1000 kWh",
        "4" => "m",
        "5" => "u",
        "6" => "2u",
        "7" => "l",
        "8" => "kg",
        "9" => "1000u",
        "10" => "u (jeu/pack)",
        "11" => "12u",
        "12" => "m³",
        "13" => "carat",
        _ => return None,
    })
}

/// Turns lines into trade records.
pub struct ComtradeReader {
    areas: Areas,
    dates: Dates,
    today: Date,
}

impl ComtradeReader {
    /// A reader of lines no later than `today`.
    pub fn new(today: Date) -> Self {
        Self {
            areas: Areas::of_comtrade(),
            dates: Dates::default(),
            today,
        }
    }

    /// Things about the whole file that show only as it is read.
    pub fn notes(&self) -> Vec<String> {
        self.areas.notes()
    }

    /// Stores the record of a line, or says why not.
    ///
    /// # Errors
    /// The reason the line is set aside for.
    pub fn record(
        &mut self,
        cells: &Cells<'_>,
        source_row: u64,
        out: &mut Sink,
    ) -> Result<(), Problem> {
        let kind = cells[at::TYPE];
        if !matches!(kind, "" | "C") {
            return Err(Problem::cell(
                "not_goods",
                "typeCode",
                kind,
                "C, commodities",
            ));
        }
        let code = cells[at::FLOW];
        let flow = flow(code)
            .ok_or_else(|| Problem::cell("unknown_flow", "flowCode", code, "M, X, RM, RX …"))?;
        let period = self.period(cells[at::PERIOD])?;
        let product = product_of(cells)?;
        let value = amount(cells, at::VALUE)?;
        let (quantity, quantity_unit) = quantity(cells)?;
        let net_weight_kg = amount(cells, at::NET_WEIGHT)?;
        let valuation = valuation(cells, value)?;
        let reporter = area(cells, at::REPORTER, at::REPORTER_ISO)?;
        let partner = area(cells, at::PARTNER, at::PARTNER_ISO)?;
        let transport = transport(cells);
        let extra = estimated(cells);
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
            partner2: partner2(cells),
            customs_procedure: part(cells, at::CUSTOMS, &["C00"]),
            transport: transport.as_deref(),
            part_of_another: flow.part,
            flag: if value.is_some() {
                Flag::Observed
            } else {
                Flag::Missing
            },
            source_row,
            extra: extra.as_deref(),
        });
        Ok(())
    }

    fn period(&mut self, text: &str) -> Result<Period, Problem> {
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
}

fn product_of(cells: &Cells<'_>) -> Result<product::Product, Problem> {
    let system = match cells[at::CLASSIFICATION] {
        "" => None,
        text => Some(product::system(text).unwrap_or("other")),
    };
    let code = cells[at::PRODUCT];
    product::product(code, system)
        .ok_or_else(|| Problem::cell("bad_product", "cmdCode", code, "an even number of digits"))
}

/// A quantity of 0 in no unit is how a missing one is printed.
fn quantity<'a>(cells: &Cells<'a>) -> Result<(Option<i128>, Option<&'a str>), Problem> {
    let stated = Some(cells[at::UNIT]).filter(|u| !matches!(*u, "" | "N/A"));
    let unit = stated.or_else(|| unit_of_code(cells[at::UNIT_CODE]));
    let quantity = amount(cells, at::QUANTITY)?;
    match unit {
        Some(unit) => Ok((quantity, quantity.map(|_| unit))),
        None => Ok((quantity.filter(|q| *q != 0), None)),
    }
}

/// The valuation the value has: that of the one column it equals. Nothing when
/// both or neither do: which reporter values how is not guessed.
fn valuation(cells: &Cells<'_>, value: Option<i128>) -> Result<Option<&'static str>, Problem> {
    let cif = amount(cells, at::CIF)?;
    let fob = amount(cells, at::FOB)?;
    Ok(match (value, value == cif, value == fob) {
        (Some(_), true, false) => Some("cif"),
        (Some(_), false, true) => Some("fob"),
        _ => None,
    })
}

/// A cell of an axis of which the line may be the total, which is nothing.
fn part<'a>(cells: &Cells<'a>, cell: usize, totals: &[&str]) -> Option<&'a str> {
    Some(cells[cell]).filter(|text| !text.is_empty() && !totals.contains(text))
}

fn partner2<'a>(cells: &Cells<'a>) -> Option<&'a str> {
    let totals = ["0", "W00", "WLD"];
    match part(cells, at::PARTNER2_ISO, &[]) {
        Some(_) => part(cells, at::PARTNER2_ISO, &totals),
        None => part(cells, at::PARTNER2, &totals),
    }
}

fn transport(cells: &Cells<'_>) -> Option<String> {
    let transport = part(cells, at::TRANSPORT, &["0"]);
    let supply = part(cells, at::SUPPLY, &["0"]);
    match (transport, supply) {
        (None, None) => None,
        (Some(transport), None) => Some(transport.to_owned()),
        (None, Some(supply)) => Some(format!("supply {supply}")),
        (Some(transport), Some(supply)) => Some(format!("{transport} supply {supply}")),
    }
}

/// Which of the quantities the publisher estimated.
fn estimated(cells: &Cells<'_>) -> Option<String> {
    let marks = [at::QUANTITY_ESTIMATED, at::WEIGHT_ESTIMATED].into_iter();
    let estimated: serde_json::Map<String, serde_json::Value> = marks
        .filter(|mark| cells[*mark].eq_ignore_ascii_case("true"))
        .map(|mark| (NAMES[mark].to_owned(), true.into()))
        .collect();
    (!estimated.is_empty()).then(|| serde_json::Value::Object(estimated).to_string())
}

/// An area by its number, which is Comtrade's own, else by its letters:
/// Comtrade puts MCO beside 492, which is Europe EU nes.
fn area<'a>(cells: &Cells<'a>, number: usize, letters: usize) -> Result<&'a str, Problem> {
    let letters = Some(cells[letters]).filter(|text| !matches!(*text, "" | "N/A"));
    match (cells[number], letters) {
        ("", None) => Err(Problem::cell(
            "missing_economy",
            NAMES[number],
            "",
            "a code",
        )),
        ("", Some(letters)) => Ok(letters),
        (number, Some(letters)) if triffin_basis::Economy::find_in_comtrade(number).is_none() => {
            Ok(letters)
        }
        (number, _) => Ok(number),
    }
}

fn amount(cells: &Cells<'_>, cell: usize) -> Result<Option<i128>, Problem> {
    let (text, name) = (cells[cell], NAMES[cell]);
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
