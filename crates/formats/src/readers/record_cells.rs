//! The cells of a trade record that are words or codes.

use triffin_basis::Flag;

use crate::codes::{Areas, Resolved};
use crate::csv::Row;
use crate::layout::Problem;
use crate::plan::Plan;
use crate::product::{self, Product};
use crate::record_fields::{self, RECORD_FIELDS, at};

/// The cells that must be one of a few words.
pub struct Words {
    /// `export` or `import`.
    pub flow: &'static str,
    /// `fob`, `cif` …; nothing when the file does not say.
    pub valuation: Option<&'static str>,
    /// `general`, `processing` …
    pub regime: Option<&'static str>,
    /// `general` or `special`.
    pub trade_system: Option<&'static str>,
}

impl Words {
    /// The words of a record.
    pub fn read(plan: &Plan, row: &Row<'_>) -> Result<Words, Problem> {
        let flow = word(plan, row, at::FLOW, "unknown_flow", record_fields::flow)?
            .ok_or_else(|| Problem::cell("missing_flow", "flow", "", "export or import"))?;
        let valuation = record_fields::valuation;
        let regime = record_fields::regime;
        let system = record_fields::trade_system;
        Ok(Words {
            flow,
            valuation: word(plan, row, at::VALUATION, "bad_valuation", valuation)?,
            regime: word(plan, row, at::REGIME, "bad_regime", regime)?,
            trade_system: word(plan, row, at::TRADE_SYSTEM, "bad_trade_system", system)?,
        })
    }
}

/// A cell of an axis of which the row may be the total, which is nothing.
pub fn part<'a>(plan: &'a Plan, row: &Row<'a>, field: usize, totals: &[&str]) -> Option<&'a str> {
    plan.filled(row, field)
        .filter(|text| !totals.contains(text))
}

/// A cell that must be one of a few words; an empty one is nothing.
fn word(
    plan: &Plan,
    row: &Row<'_>,
    field: usize,
    unknown: &'static str,
    read: impl Fn(&str) -> Option<&'static str>,
) -> Result<Option<&'static str>, Problem> {
    let name = RECORD_FIELDS[field].name;
    match plan.filled(row, field) {
        None => Ok(None),
        Some(text) => read(text).map(Some).ok_or_else(|| {
            let expected = match field {
                at::FLOW => "export or import",
                at::VALUATION => "fob, cif, customs, fas or mixed",
                at::REGIME => "general, processing, bonded, reexport, ecommerce or other",
                _ => "general or special",
            };
            Problem::cell(unknown, name, text, expected)
        }),
    }
}

/// The product, under the classification stated or shown. In a `ledger` an
/// empty cell is a product not stated, never all products: the line stands for
/// itself and for no other.
pub fn product(plan: &Plan, row: &Row<'_>, ledger: bool) -> Result<Product, Problem> {
    let stated = match plan.filled(row, at::PRODUCT_SYSTEM) {
        None => None,
        Some(text) => Some(product::system(text).ok_or_else(|| {
            Problem::cell(
                "bad_classification",
                "product_system",
                text,
                "HS, HS2012, SITC4, BEC4 … or other",
            )
        })?),
    };
    if ledger && plan.has(at::PRODUCT) && plan.filled(row, at::PRODUCT).is_none() {
        return Ok(Product::unstated());
    }
    let code = plan.get(row, at::PRODUCT).unwrap_or("");
    product::product(code, stated).ok_or_else(|| {
        let expected = "an even number of digits; a leading zero may be lost";
        Problem::cell("bad_product", "product", code, expected)
    })
}

/// The currency's code; nothing when the file does not say.
pub fn currency<'a>(
    currencies: &'a mut Resolved,
    plan: &Plan,
    row: &Row<'_>,
) -> Result<Option<&'a str>, Problem> {
    let Some(text) = plan.filled(row, at::CURRENCY) else {
        return Ok(None);
    };
    currencies.get(text).map(Some).ok_or_else(|| {
        let expected = "an ISO 4217 code such as USD";
        Problem::cell("unknown_currency", "currency", text, expected)
    })
}

/// The status flag: `missing` without a value, `observed` where none is stated.
pub fn flag(plan: &Plan, row: &Row<'_>, value: Option<i128>) -> Result<Flag, Problem> {
    if value.is_none() {
        return Ok(Flag::Missing);
    }
    match plan.filled(row, at::FLAG) {
        None => Ok(Flag::Observed),
        Some(text) => Flag::parse(&text.to_lowercase()).ok_or_else(|| {
            let words = Flag::ALL.map(Flag::as_str).join(", ");
            Problem::cell("bad_flag", "flag", text, &words)
        }),
    }
}

/// Who reports.
pub fn reporter(areas: &mut Areas, plan: &Plan, row: &Row<'_>) -> Result<String, Problem> {
    let text = plan
        .filled(row, at::REPORTER)
        .ok_or_else(|| Problem::cell("missing_reporter", "reporter", "", "an economy"))?;
    Ok(areas.resolve(text).code.clone())
}

/// The partner; all partners where the file has no such column.
pub fn partner(
    areas: &mut Areas,
    plan: &Plan,
    row: &Row<'_>,
) -> Result<(String, &'static str), Problem> {
    if !plan.has(at::PARTNER) {
        return Ok(("WLD".to_owned(), "world"));
    }
    let text = plan.filled(row, at::PARTNER).ok_or_else(|| {
        Problem::cell(
            "missing_partner",
            "partner",
            "",
            "an economy, a group or World",
        )
    })?;
    let area = areas.resolve(text);
    Ok((area.code.clone(), area.level))
}
