//! The trade elasticity of each sector, and how sure it is.

use triffin_basis::BasisError;
use triffin_tariff::scenario::{ByName, TableKind, Theta, TradeValues};

use super::super::files::Desk;
use super::super::table::Table;
use super::Places;
use super::flows::said;
use crate::error::QuestionError;

/// θ by sector.
#[derive(Clone, Debug, Default)]
pub(crate) struct Elasticities {
    pub theta: Vec<f64>,
    /// Standard errors of θ, where they are known.
    pub std_error: Vec<Option<f64>>,
    /// What the coefficient was estimated on, where θ comes from one.
    pub values: Option<TradeValues>,
}

/// Takes in the sectors in the order of their table, where there is one.
pub(super) fn sectors(desk: &Desk, places: &mut Places) -> Result<(), QuestionError> {
    let Some(table) = table(desk)? else {
        return Ok(());
    };
    for row in 0..table.table.rows() {
        let before = places.sectors.list().len();
        places.sectors.take(&table.table.names[0][row]);
        if places.sectors.list().len() == before {
            return Err(super::flows::twice(&table.table, row).into());
        }
    }
    Ok(())
}

/// The table of sectors, and where its columns of numbers stand.
struct Sectors {
    table: Table,
    theta: Option<usize>,
    coefficient: Option<usize>,
    std_error: Option<usize>,
}

fn table(desk: &Desk) -> Result<Option<Sectors>, QuestionError> {
    let Some(origin) = desk.table(TableKind::Sectors)? else {
        return Ok(None);
    };
    let roles = ["sector", "theta", "coefficient", "std_error"];
    let found = desk.columns(TableKind::Sectors, &origin, &roles)?;
    let [sector, numbers @ ..] = &found[..] else {
        return Ok(None);
    };
    let sector = said(&origin, sector, "sector")?;
    let there: Vec<&str> = numbers.iter().flatten().map(String::as_str).collect();
    let only = desk.scenario.data.rows_where(TableKind::Sectors);
    let table = Table::read(&origin, &[sector], &there, only)?;
    let mut next = 0;
    let mut at = numbers.iter().map(|found| {
        found.as_ref()?;
        next += 1;
        Some(next - 1)
    });
    let mut place = || at.next().flatten();
    Ok(Some(Sectors {
        theta: place(),
        coefficient: place(),
        std_error: place(),
        table,
    }))
}

/// θ of every sector, from where the scenario says.
///
/// # Errors
/// `E-TARIFF-THETA` where a sector has none.
pub(super) fn read(desk: &Desk, sectors: &[String]) -> Result<Elasticities, QuestionError> {
    let elasticity = &desk.scenario.elasticity;
    let mut found = match &elasticity.theta {
        Theta::Given(by_name) => given(by_name, sectors, |theta| theta)?,
        Theta::Coefficient(by_name, values) => Elasticities {
            values: Some(*values),
            ..given(by_name, sectors, |coefficient| values.theta(coefficient))?
        },
        Theta::Estimates { file, term, values } => estimated(desk, file, term, *values, sectors)?,
        Theta::Sectors(values) => of_sectors(desk, *values, sectors)?,
    };
    if let Some(by_name) = &elasticity.std_error {
        let errors = given(by_name, sectors, |error| error)?;
        found.std_error = errors.theta.into_iter().map(Some).collect();
    }
    Ok(found)
}

fn given(
    by_name: &ByName,
    sectors: &[String],
    theta: impl Fn(f64) -> f64,
) -> Result<Elasticities, BasisError> {
    if let ByName::Each(each) = by_name {
        for (name, _) in each {
            triffin_tariff::scenario::place(sectors, name, super::super::names::SECTOR)?;
        }
    }
    let one = |sector: &String| match by_name {
        ByName::All(value) => Ok(theta(*value)),
        ByName::Each(each) => {
            let found = each.iter().find(|(name, _)| name == sector);
            found
                .map(|(_, value)| theta(*value))
                .ok_or_else(|| none(sector))
        }
    };
    Ok(Elasticities {
        theta: sectors.iter().map(one).collect::<Result<_, _>>()?,
        std_error: vec![None; sectors.len()],
        values: None,
    })
}

/// θ from a term of saved estimates; its error is that of the coefficient.
fn estimated(
    desk: &Desk,
    file: &str,
    term: &str,
    values: TradeValues,
    sectors: &[String],
) -> Result<Elasticities, QuestionError> {
    let origin = desk.origin(desk.folder(), "estimates", file)?;
    let table = Table::read(&origin, &["term"], &["estimate", "std_error"], None)?;
    let row = triffin_tariff::scenario::place(&table.names[0], term, ("term", "项"))?;
    let theta = values.theta(table.number(0, row, "estimate")?);
    let error = table.number(1, row, "std_error")?;
    Ok(Elasticities {
        theta: vec![theta; sectors.len()],
        std_error: vec![Some(error); sectors.len()],
        values: Some(values),
    })
}

fn of_sectors(
    desk: &Desk,
    values: Option<TradeValues>,
    sectors: &[String],
) -> Result<Elasticities, QuestionError> {
    let Some(found) = table(desk)? else {
        return Err(nowhere().into());
    };
    let mut told = Elasticities {
        values: values.filter(|_| found.theta.is_none()),
        ..Elasticities::default()
    };
    for sector in sectors {
        let row = found.table.names[0].iter().position(|name| name == sector);
        let row = row.ok_or_else(|| none(sector))?;
        let theta = match (found.theta, found.coefficient, values) {
            (Some(column), _, _) => found.table.number(column, row, "theta")?,
            (None, Some(column), Some(values)) => {
                values.theta(found.table.number(column, row, "coefficient")?)
            }
            (None, Some(_), None) => return Err(of_what().into()),
            (None, None, _) => return Err(nowhere().into()),
        };
        told.theta.push(theta);
        let errors = found
            .std_error
            .and_then(|column| found.table.numbers.get(column));
        told.std_error.push(errors.and_then(|cells| cells[row]));
    }
    Ok(told)
}

fn none(sector: &str) -> BasisError {
    BasisError::new(
        "E-TARIFF-THETA",
        format!("the sector \"{sector}\" has no theta"),
        format!("部门“{sector}”没有 theta"),
    )
    .value(sector)
    .expected("a trade elasticity for every sector", "每个部门的贸易弹性")
}

fn nowhere() -> BasisError {
    BasisError::new(
        "E-TARIFF-THETA",
        "the scenario gives no trade elasticity",
        "情景没有给出贸易弹性",
    )
    .value("theta")
    .expected(
        "[elasticity] theta = 4, or a column theta in the table of sectors",
        "[elasticity] theta = 4，或部门表中的 theta 列",
    )
}

fn of_what() -> BasisError {
    BasisError::new(
        "E-TARIFF-THETA",
        "the sectors have coefficients, and nothing says what they were estimated on",
        "部门表给出了系数，但未说明其估计所用的贸易额口径",
    )
    .value("coefficient")
    .expected(
        "[elasticity] trade_values = \"ex-duty\" (coefficient −(1 + θ)) or \"duty-inclusive\" (−θ)",
        "[elasticity] trade_values = \"ex-duty\"（系数为 −(1 + θ)）或 \"duty-inclusive\"（−θ）",
    )
}
