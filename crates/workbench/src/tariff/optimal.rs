//! `tariff optimal` and `tariff nash`: tariffs that are best for those who set them.

use std::sync::atomic::AtomicBool;

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::Closure;
use triffin_tariff::equilibrium::one_sector::{Economy, Parameters, Welfare};
use triffin_tariff::equilibrium::optimal::{Game, Shape, Verified, nash as play, optimal_each};
use triffin_tariff::scenario::{Deficits, place};

use super::assumptions;
use super::files::Desk;
use super::names::REGION;
use super::solve::{add, name, percent, points};
use super::world;
use crate::answer::{Answer, Meta, Note, Row};
use crate::error::QuestionError;
use crate::value::Value;

/// Best tariffs, as they are asked for.
#[derive(Clone, Debug, Default)]
pub struct AskedOptimal {
    /// A file or the name of a bundled scenario of one sector.
    pub scenario: String,
    /// Who sets tariffs; all where none is named.
    pub regions: Vec<String>,
    /// `uniform` or `by-exporter`.
    pub shape: String,
    /// Random deviations that each optimum is tried against.
    pub deviations: u32,
}

/// A game read from a scenario.
struct Read {
    game: Game,
    players: Vec<usize>,
    notes: Vec<Note>,
    /// Whether the scenario closes with other deficits than none.
    moved: bool,
}

impl Read {
    fn of(asked: &AskedOptimal) -> Result<Self, QuestionError> {
        let desk = Desk::open(&asked.scenario)?;
        let loaded = world::load(&desk)?;
        let one = loaded.theta.theta.first().copied().unwrap_or(f64::NAN);
        let economy = Economy::from_world(&loaded.world)?;
        let players = match asked.regions.is_empty() {
            true => (0..economy.regions().len()).collect(),
            false => {
                let each = asked.regions.iter();
                each.map(|name| place(economy.regions(), name.trim(), REGION))
                    .collect::<Result<Vec<_>, _>>()?
            }
        };
        let parameters = assumptions::parameters(&desk.scenario, &loaded.world, one)?;
        Ok(Self {
            game: Game {
                // With deficits held, a tariff also changes what a transfer
                // is worth; the search starts without them, as Ossa's does.
                parameters: Parameters {
                    closure: Closure::Zero,
                    ..parameters
                },
                economy,
                shape: shape(&asked.shape)?,
                deviations: asked.deviations,
            },
            players,
            notes: loaded.notes,
            moved: desk.scenario.deficits != Deficits::Zero,
        })
    }

    fn meta(self, facts: Vec<(&'static str, Value)>) -> Meta {
        let mut all = vec![
            ("model", "one-sector".into()),
            ("closure", "zero".into()),
            ("shape", self.game.shape.name().into()),
            ("theta", self.game.parameters.theta.into()),
        ];
        all.extend(facts);
        let mut notes = self.notes;
        if self.moved {
            notes.push(Note::remark(
                "W-TARIFF-DEFICITS",
                "best tariffs are sought from a start without deficits, whatever the scenario's closure",
                "无论情景的封闭规则如何，最优关税均从无逆差状态求起",
            ));
        }
        Meta {
            system: "S7",
            unit: Some("percent".to_owned()),
            formula: Some("max W(τ)"),
            facts: all,
            notes,
            ..Meta::default()
        }
    }
}

/// The best tariffs of each region while nobody answers.
///
/// # Errors
/// `E-TARIFF-ONE-SECTOR` for a scenario of many sectors, `E-TARIFF-NO-OPTIMUM`,
/// and those of reading the scenario.
pub fn optimal(
    asked: &AskedOptimal,
    progress: &(dyn Fn() + Sync),
    stop: &AtomicBool,
) -> Result<Answer, QuestionError> {
    let read = Read::of(asked)?;
    let found = optimal_each(&read.game, &read.players, progress, stop)?;
    let regions = read.game.economy.regions();
    let mut rows = Vec::new();
    let mut residual: f64 = 0.0;
    for best in &found {
        residual = residual.max(best.residual);
        let welfare = best.welfare.get(best.region);
        let told = (best.region, welfare, &best.verified);
        rows.extend(rates(regions, told, &best.rates, read.game.shape));
    }
    let solved = found.len();
    Ok(Answer {
        rows,
        meta: read.meta(vec![
            ("residual", residual.into()),
            ("regions", solved.into()),
        ]),
        ..Answer::default()
    })
}

/// Tariffs of the regions that are best against each other.
///
/// # Errors
/// As [`optimal`].
pub fn nash(asked: &AskedOptimal) -> Result<Answer, QuestionError> {
    let read = Read::of(asked)?;
    let found = play(&read.game, &read.players)?;
    let regions = read.game.economy.regions();
    let n = regions.len();
    let mut rows = Vec::new();
    for (region, verified) in read.players.iter().zip(&found.verified) {
        let own = found
            .tariffs
            .get(region * n..(region + 1) * n)
            .unwrap_or(&[]);
        let told = (*region, found.welfare.get(*region), verified);
        rows.extend(rates(regions, told, own, read.game.shape));
    }
    let facts = vec![
        ("residual", found.solution.residual.into()),
        ("iterations", found.rounds.into()),
        ("players", read.players.len().into()),
    ];
    Ok(Answer {
        rows,
        meta: read.meta(facts),
        ..Answer::default()
    })
}

/// One row a region, or one for each exporter to it.
fn rates(
    regions: &[String],
    (region, welfare, verified): (usize, Option<&Welfare>, &Verified),
    rates: &[f64],
    shape: Shape,
) -> Vec<Row> {
    let abroad = (0..regions.len()).filter(|exporter| *exporter != region);
    let row = |exporter: usize| {
        let mut row = Row::new();
        add(&mut row, [("region", name(regions, region))]);
        if shape == Shape::ByExporter {
            add(&mut row, [("exporter", name(regions, exporter))]);
        }
        let rate = rates.get(exporter).copied().unwrap_or(f64::NAN);
        let worth = |part: fn(&Welfare) -> f64| {
            welfare.map_or(Value::Null, |welfare| percent(part(welfare)))
        };
        add(
            &mut row,
            [
                ("rate", points(rate)),
                ("real_income", worth(|welfare| welfare.real_income)),
                ("utility", worth(|welfare| welfare.utility)),
                ("curvature", verified.curvature.into()),
                ("slope", verified.slope.into()),
                ("deviations", i64::from(verified.deviations).into()),
                ("best_deviation", points(verified.best_deviation)),
            ],
        );
        row
    };
    match shape {
        Shape::Uniform => abroad.take(1).map(row).collect(),
        Shape::ByExporter => abroad.map(row).collect(),
    }
}

fn shape(text: &str) -> Result<Shape, BasisError> {
    match text {
        "uniform" => Ok(Shape::Uniform),
        "by-exporter" => Ok(Shape::ByExporter),
        _ => Err(BasisError::new(
            "E-USAGE-WORD",
            format!("--shape {text} is not known"),
            format!("--shape 不认识“{text}”"),
        )
        .value(text)
        .expected("uniform or by-exporter", "uniform 或 by-exporter")),
    }
}
