//! The mechanisms in general equilibrium: read off a baseline and a counterfactual.

use triffin_basis::BasisError;

use super::incidence::buyer_share;
use super::offset::{RelativeCost, Seller, relative_cost};
use super::refusal::shape;
use super::sourcing::{Diversion, diverted};
use crate::equilibrium::{Flow, Outcome, Solution, World};

/// What one exporter sells to the country that levies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Partner {
    /// Position of the exporter among the regions.
    pub region: usize,
    /// Imports from it before duty, in the baseline.
    pub before: f64,
    /// The same in the counterfactual, in units of world value added.
    pub after: f64,
    /// Mean of ln[(1 + τ')/(1 + τ)] over what it sells, by baseline imports.
    pub duty: f64,
}

impl Partner {
    /// Whether its duties rise.
    pub fn taxed(&self) -> bool {
        self.duty > 1e-12
    }
}

/// Imports by exporter, and what becomes of the total and of the balance.
#[derive(Clone, Debug, PartialEq)]
pub struct Diverted {
    /// Exporters that sell anything, in the order of the regions.
    pub partners: Vec<Partner>,
    /// What moved from the taxed to the others.
    pub diversion: Diversion,
    /// Total imports before duty, baseline and counterfactual.
    pub imports: (f64, f64),
    /// Balance, exports less imports before duty.
    pub balance: (f64, f64),
    /// Value added of the country.
    pub value_added: (f64, f64),
}

/// ΔM_ni = M'_ni − M_ni; Σ_{i∉taxed} ΔM_ni ÷ |Σ_{i∈taxed} ΔM_ni|
///
/// Who sells to a country before and after, with world value added as the unit
/// of money: that of the baseline, whatever the solution's numeraire.
///
/// Inputs: a world, its solved outcome, the position of the importer.
///
/// # Errors
/// `E-TARIFF-SHAPE` for a region that is none, an outcome of another world or a
/// country that imports nothing.
pub fn diversion(
    world: &World,
    outcome: &Outcome,
    importer: usize,
) -> Result<Diverted, BasisError> {
    checked(world, outcome, importer)?;
    let unit = unit(outcome);
    let partners = partners(world, outcome, importer);
    let sums = |pick: fn(&Partner) -> f64| partners.iter().map(pick).collect::<Vec<f64>>();
    let (sold, sells) = (
        sums(|partner| partner.before),
        sums(|partner| partner.after),
    );
    let taxed: Vec<bool> = partners.iter().map(Partner::taxed).collect();
    let level = |solution: &Solution, list: fn(&Solution) -> &Vec<f64>| {
        list(solution).get(importer).copied().unwrap_or_default()
    };
    Ok(Diverted {
        diversion: diverted(&sold, &sells, &taxed)?,
        imports: (sold.iter().sum(), sells.iter().sum()),
        balance: (
            -level(&outcome.baseline, |solution| &solution.deficit),
            -unit * level(&outcome.counterfactual, |solution| &solution.deficit),
        ),
        value_added: (
            level(&outcome.baseline, |solution| &solution.value_added),
            unit * level(&outcome.counterfactual, |solution| &solution.value_added),
        ),
        partners,
    })
}

/// Who sells to a country, in the order of the regions.
fn partners(world: &World, outcome: &Outcome, importer: usize) -> Vec<Partner> {
    let unit = unit(outcome);
    let (before, after) = (outcome.baseline.imports(), outcome.counterfactual.imports());
    let mut partners: Vec<Partner> = (0..world.regions().len())
        .map(|region| Partner {
            region,
            before: 0.0,
            after: 0.0,
            duty: 0.0,
        })
        .collect();
    for (at, flow) in imports(world, importer) {
        // proof: lists were checked to have one entry a flow, and an exporter is a region.
        let partner = &mut partners[flow.exporter as usize];
        partner.before += before[at];
        partner.after += unit * after[at];
        partner.duty += before[at] * duty_change(outcome, at);
    }
    partners.retain(|partner| partner.before > 0.0 || partner.after > 0.0);
    for partner in &mut partners {
        partner.duty /= partner.before.max(f64::MIN_POSITIVE);
    }
    partners
}

/// s = Σ m_ij·(ln ĉ_home,j − ln ĉ_i,j); θ = s ÷ Σ m_ij·ln[(1 + τ')/(1 + τ)]
///
/// The rise of unit costs at home relative to those of who sells to it, sector
/// by sector with the weights of baseline imports, as a share of the duty.
///
/// # Errors
/// As [`diversion`].
pub fn offset(
    world: &World,
    outcome: &Outcome,
    importer: usize,
) -> Result<RelativeCost, BasisError> {
    let sellers = sellers(world, outcome, importer)?;
    let weight: f64 = sellers.iter().map(|seller| seller.weight).sum();
    let home: f64 = imports(world, importer)
        .zip(&sellers)
        .map(|((_, flow), seller)| {
            seller.weight * cost(world, outcome, importer, flow.sector as usize)
        })
        .sum();
    relative_cost(home / weight, &sellers)
}

/// What prices are measured in where the burden is parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The wage of the country that levies.
    HomeWage,
    /// World value added.
    WorldValueAdded,
    /// Wages of all others, weighted by their value added in the baseline.
    ForeignWages,
}

impl Against {
    /// All, in the order they are printed.
    pub const ALL: [Self; 3] = [Self::HomeWage, Self::WorldValueAdded, Self::ForeignWages];

    /// Its name in columns.
    pub fn code(self) -> &'static str {
        match self {
            Self::HomeWage => "home_wage",
            Self::WorldValueAdded => "world_value_added",
            Self::ForeignWages => "foreign_wages",
        }
    }
}

/// Buyers' share of a duty in one numeraire; sellers bear the rest, importers
/// nothing under perfect competition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// What prices are measured in.
    pub against: Against,
    /// Buyers' share.
    pub buyers: f64,
}

/// 1 + (Σ m_i·ln ĉ_i − ln n̂) ÷ Σ m_i·ln[(1 + τ')/(1 + τ)], in three numeraires
///
/// # Errors
/// As [`diversion`]; `E-TARIFF-NO-SOLUTION` where no duty of the country changes.
pub fn incidence(
    world: &World,
    outcome: &Outcome,
    importer: usize,
) -> Result<Vec<Share>, BasisError> {
    let sellers = sellers(world, outcome, importer)?;
    let wage = |region: usize| {
        outcome
            .counterfactual
            .wage
            .get(region)
            .map_or(0.0, |wage| wage.ln())
    };
    let added = &outcome.baseline.value_added;
    let others = || {
        added
            .iter()
            .enumerate()
            .filter(|(region, _)| *region != importer)
    };
    let total: f64 = others().map(|(_, value)| value).sum();
    let foreign: f64 = others()
        .map(|(region, value)| value / total * wage(region))
        .sum();
    Against::ALL
        .into_iter()
        .map(|against| {
            let numeraire = match against {
                Against::HomeWage => wage(importer),
                Against::WorldValueAdded => -unit(outcome).ln(),
                Against::ForeignWages => foreign,
            };
            let buyers = buyer_share(&sellers, numeraire)?;
            Ok(Share { against, buyers })
        })
        .collect()
}

/// Sellers by flow: weight of baseline imports, change of cost and of duty.
fn sellers(world: &World, outcome: &Outcome, importer: usize) -> Result<Vec<Seller>, BasisError> {
    checked(world, outcome, importer)?;
    let before = outcome.baseline.imports();
    let each = imports(world, importer).map(|(at, flow)| Seller {
        weight: before.get(at).copied().unwrap_or_default(),
        cost: cost(world, outcome, flow.exporter as usize, flow.sector as usize),
        duty: duty_change(outcome, at),
    });
    Ok(each.filter(|seller| seller.weight > 0.0).collect())
}

/// Flows of a country from abroad, each with its place; those of nothing are left out of a world.
fn imports(world: &World, importer: usize) -> impl Iterator<Item = (usize, Flow)> {
    world.flows().iter().enumerate().filter(move |(_, flow)| {
        flow.importer as usize == importer && flow.exporter != flow.importer
    })
}

/// ln ĉ of a region in a sector.
fn cost(world: &World, outcome: &Outcome, region: usize, sector: usize) -> f64 {
    let place = region * world.sectors().len() + sector;
    let cost = outcome.counterfactual.cost.get(place).copied();
    cost.filter(|cost| *cost > 0.0).map_or(0.0, f64::ln)
}

/// ln[(1 + τ')/(1 + τ)] of a flow.
fn duty_change(outcome: &Outcome, at: usize) -> f64 {
    let rate = |solution: &Solution| solution.tariffs.get(at).copied().unwrap_or_default();
    (1.0 + rate(&outcome.counterfactual)).ln() - (1.0 + rate(&outcome.baseline)).ln()
}

/// Money of the counterfactual times this is money of constant world value added.
fn unit(outcome: &Outcome) -> f64 {
    let sum = |solution: &Solution| solution.value_added.iter().sum::<f64>();
    sum(&outcome.baseline) / sum(&outcome.counterfactual)
}

fn checked(world: &World, outcome: &Outcome, importer: usize) -> Result<(), BasisError> {
    let (regions, sectors) = (world.regions().len(), world.sectors().len());
    let whole = |solution: &Solution| {
        solution.flows.len() == world.flows().len()
            && solution.tariffs.len() == world.flows().len()
            && solution.value_added.len() == regions
            && solution.deficit.len() == regions
    };
    let costs = outcome.counterfactual.cost.len() == regions * sectors;
    let fits = costs && whole(&outcome.baseline) && whole(&outcome.counterfactual);
    if importer >= regions || !fits {
        return Err(shape(
            format!(
                "the outcome is of another world, or region {importer} is none of its {regions}"
            ),
            format!("结果与该世界不符，或区域 {importer} 不在其 {regions} 个区域之中"),
            importer,
        ));
    }
    match imports(world, importer).next() {
        Some(_) => Ok(()),
        None => Err(shape(
            "the country imports nothing".to_owned(),
            "该国没有进口".to_owned(),
            importer,
        )),
    }
}

#[cfg(test)]
#[path = "counterfactual_tests.rs"]
mod tests;
