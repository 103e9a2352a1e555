//! `[gravity]`: trade costs from a table of pairs, estimated before the
//! counterfactual is solved.

use triffin_basis::BasisError;

use super::section::{ByName, Section};
use crate::equilibrium::gravity_table::Incomes;

/// How the costs of a table of pairs are found.
#[derive(Clone, Debug, PartialEq)]
pub struct Gravity {
    /// The columns that make the cost of trade.
    pub costs: Vec<String>,
    /// Their coefficients, where they are not to be estimated.
    pub coefficients: Vec<(String, f64)>,
    /// The importer whose price is 1; the first by name where none is named.
    pub reference: Option<String>,
    /// What incomes do while prices adjust.
    pub incomes: Incomes,
}

const KEYS: [&str; 4] = ["costs", "coefficients", "reference", "incomes"];

impl Gravity {
    pub(super) fn of(root: &Section<'_>) -> Result<Option<Self>, BasisError> {
        let Some(section) = root.beneath("gravity", &KEYS)? else {
            return Ok(None);
        };
        let coefficients = match section.table("coefficients")? {
            None => Vec::new(),
            Some(_) => match section.number_by_name("coefficients")? {
                Some(ByName::Each(each)) => each,
                _ => Vec::new(),
            },
        };
        let costs = section.names("costs")?.ok_or_else(|| {
            section.missing(
                "costs",
                "the columns that make the cost of trade",
                "构成贸易成本的列",
            )
        })?;
        if let Some((stray, _)) = coefficients.iter().find(|(name, _)| !costs.contains(name)) {
            return Err(section.missing(
                stray,
                "coefficients only of columns in costs",
                "仅 costs 中的列可有系数",
            ));
        }
        Ok(Some(Self {
            costs,
            coefficients,
            reference: section.text("reference")?,
            incomes: section
                .word(
                    "incomes",
                    &[("held", Incomes::Held), ("move", Incomes::Move)],
                )?
                .unwrap_or(Incomes::Held),
        }))
    }
}
