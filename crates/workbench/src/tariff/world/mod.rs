//! From the tables of a scenario to the world it starts from.
//!
//! ```text
//! flows | matrix ─┐
//! tariffs ────────┼─► Data (places instead of names) ─► World
//! inputs, shares ─┤
//! θ, regions ─────┘
//! ```

mod flows;
mod matrix;
mod regions;
mod shares;
mod theta;

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::world::{Adjustment, AdjustmentKind};
use triffin_tariff::equilibrium::{Data, World};
use triffin_tariff::scenario::{Model, TableKind};

use super::files::Desk;
use super::names::Names;
use crate::answer::Note;
use crate::error::QuestionError;

pub(super) use flows::twice;
pub(crate) use theta::Elasticities;

/// The world of a scenario, and what to know of its data.
pub(super) struct Loaded {
    pub world: World,
    /// θ by sector with its standard errors.
    pub theta: Elasticities,
    pub notes: Vec<Note>,
}

/// Names of regions and sectors while tables are read.
#[derive(Default)]
pub(super) struct Places {
    pub regions: Names,
    pub sectors: Names,
}

/// The only sector of a table without sectors.
pub(super) const ALL_GOODS: &str = "goods";

/// Reads the tables of a scenario.
///
/// # Errors
/// Those of the tables with file, line and column; those of [`World::new`]
/// with the cell.
pub(super) fn load(desk: &Desk) -> Result<Loaded, QuestionError> {
    let mut places = Places::default();
    let mut data = Data::default();
    regions::names(desk, &mut places)?;
    theta::sectors(desk, &mut places)?;
    match desk.table(TableKind::Matrix)? {
        Some(origin) => matrix::read(desk, &origin, &mut places, &mut data)?,
        None => flows::read(desk, &mut places, &mut data)?,
    }
    flows::tariffs(desk, &places, &mut data)?;
    data.regions = places.regions.list().to_vec();
    data.sectors = places.sectors.list().to_vec();
    one_sector_only(desk, &data)?;
    shares::read(desk, &places, &mut data)?;
    regions::values(desk, &places, &mut data)?;
    let theta = theta::read(desk, &data.sectors)?;
    data.theta.clone_from(&theta.theta);
    let world = World::new(data)?;
    let notes = adjusted(&world);
    Ok(Loaded {
        world,
        theta,
        notes,
    })
}

/// One sector is one sector, and uses nothing.
fn one_sector_only(desk: &Desk, data: &Data) -> Result<(), BasisError> {
    if desk.scenario.model == Model::ManySector || data.sectors.len() == 1 {
        return Ok(());
    }
    let sectors = data.sectors.len();
    Err(BasisError::new(
        "E-TARIFF-MODEL",
        format!("the model is one-sector, and the flows have {sectors} sectors"),
        format!("模型为 one-sector，而 flows 有 {sectors} 个部门"),
    )
    .value(sectors)
    .expected(
        "flows of one sector, or without a column sector",
        "单一部门的 flows，或没有 sector 列",
    )
    .remedy(
        "Say model = \"many-sector\", or sum over the sectors first",
        "请改为 model = \"many-sector\"，或先按部门加总",
    ))
}

/// Sectors named one by one; more are counted.
const NAMED: usize = 3;

/// What had to be changed in the data, by kind.
fn adjusted(world: &World) -> Vec<Note> {
    let kinds = [
        (
            AdjustmentKind::CostShares,
            "cost shares did not sum to one and were divided by their sum",
            "成本份额合计不为一，已除以其和",
        ),
        (
            AdjustmentKind::FinalShares,
            "shares in final expenditure did not sum to one and were divided by their sum",
            "最终支出份额合计不为一，已除以其和",
        ),
        (
            AdjustmentKind::NegativeFinalUse,
            "purchases less intermediate use were negative; final use was set to zero",
            "购买额减中间使用为负，最终使用置零",
        ),
        (
            AdjustmentKind::OwnTrade,
            "purchases at home were computed as output less exports",
            "国内购买额按产出减出口计算",
        ),
    ];
    let note = |(kind, en, zh): (AdjustmentKind, &str, &str)| {
        let found: Vec<&Adjustment> = world
            .adjustments()
            .iter()
            .filter(|one| one.kind == kind)
            .collect();
        let first = found.iter().take(NAMED).map(|one| cell(world, one));
        let list = first.collect::<Vec<_>>().join("; ");
        let (count, more) = (found.len(), if found.len() > NAMED { " …" } else { "" });
        (count > 0).then(|| {
            Note::remark(
                "W-TARIFF-ADJUSTED",
                format!("{count} cells: {en} ({list}{more})"),
                format!("{count} 处：{zh}（{list}{more}）"),
            )
        })
    };
    kinds.into_iter().filter_map(note).collect()
}

fn cell(world: &World, one: &Adjustment) -> String {
    let region = world.regions().get(one.region).map_or("", String::as_str);
    let sector = one.sector.and_then(|at| world.sectors().get(at));
    match sector {
        Some(sector) => format!("{region}, {sector}: {:.6}", one.found),
        None => format!("{region}: {:.6}", one.found),
    }
}
