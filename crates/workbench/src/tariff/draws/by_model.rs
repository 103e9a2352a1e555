//! The draws of the model that `tariff solve` solves.

use std::sync::atomic::AtomicBool;

use triffin_tariff::equilibrium::draws::{Draws, OUTPUTS, OneSectorDraws, Sample, WorldDraws};
use triffin_tariff::equilibrium::one_sector::{Economy, Unit};
use triffin_tariff::scenario::Model;

use super::super::{assumptions, solved};
use crate::answer::Note;
use crate::error::QuestionError;
use crate::tariff::solved::Solved;

/// What the draws of this model keep of every region, in this order.
pub(super) fn outputs(model: Model) -> &'static [&'static str] {
    match model {
        Model::ManySector => &OUTPUTS,
        Model::OneSector => &OneSectorDraws::OUTPUTS,
    }
}

/// Draws through the model of the scenario; output r × k + j is
/// [`outputs`] j of region r.
///
/// # Errors
/// Those of [`WorldDraws::run`] and [`OneSectorDraws::run`].
pub(super) fn run(
    solved: &Solved,
    draws: &Draws,
    estimate_of: Vec<Option<usize>>,
    progress: &(dyn Fn() + Sync),
    stop: &AtomicBool,
) -> Result<Sample, QuestionError> {
    match solved.desk.scenario.model {
        Model::ManySector => {
            let worlds = WorldDraws {
                world: &solved.world,
                model: &solved.model,
                shock: &solved.shock,
                settings: Default::default(),
                estimate_of,
            };
            Ok(worlds.run(draws, progress, stop)?)
        }
        Model::OneSector => {
            let world = &solved.world;
            let theta = world.theta().first().copied().unwrap_or(f64::NAN);
            let parameters = assumptions::parameters(&solved.desk.scenario, world, theta)?;
            let economy = Economy::from_world(world)?;
            let policy = solved::policy(world, &economy, &solved.shock)?;
            let one = OneSectorDraws {
                economy: &economy,
                parameters: &parameters,
                policy: &policy,
                unit: Unit::WorldValueAdded,
            };
            Ok(one.run(draws, progress, stop)?)
        }
    }
}

/// What is drawn along with θ, where that is anything.
pub(super) fn along(solved: &Solved) -> Option<Note> {
    let scenario = &solved.desk.scenario;
    let drawn = scenario.model == Model::OneSector && scenario.psi > 0.0;
    drawn.then(|| {
        Note::remark(
            "W-TARIFF-DRAWS-PSI",
            "psi is drawn along with theta: psi × theta, the place between Armington (0) and Krugman (1), stays as it is",
            "psi 随 theta 一同抽取：psi × theta，即 Armington（0）与 Krugman（1）之间的位置，保持不变",
        )
    })
}
