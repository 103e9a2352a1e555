//! The three offsets of a tariff, in sentences.

use triffin_tariff::mechanisms::counterfactual::{self, Against};

use super::Telling;
use crate::error::QuestionError;
use crate::tariff::solved::Solved;

/// Who sells instead, what the currency takes back, who pays.
///
/// Nothing where no duty of the region changes.
///
/// # Errors
/// Those of the mechanisms, for an outcome that is not of the world.
pub(super) fn tell(solved: &Solved, n: usize, told: &mut Telling) -> Result<(), QuestionError> {
    let (world, outcome) = (&solved.world, &solved.outcome);
    let offset = counterfactual::offset(world, outcome, n)?;
    let Some(share) = offset.share else {
        return Ok(());
    };
    sold_instead(solved, n, told)?;
    told.cite(
        source(told, "offset"),
        100.0 * share,
        "percent of the duty",
        |region, x| {
            (
                format!("Unit costs of {region} move against those of its suppliers by {x:.1} % of the duty: so much the real exchange rate takes back."),
                format!("{region} 的单位成本相对其供应方的变动相当于关税的 {x:.1}%：这一部分被实际汇率抵消。"),
            )
        },
    );
    for share in counterfactual::incidence(world, outcome, n)? {
        let (en, zh) = numeraire(share.against);
        told.cite(
            source(told, "incidence"),
            100.0 * share.buyers,
            "percent of the duty",
            |region, x| {
                (
                    format!("Against {en}, buyers in {region} bear {x:.1} % of the duty and sellers abroad {:.1} %.", 100.0 - x),
                    format!("以{zh}为计价单位，{region} 的买方承担关税的 {x:.1}%，国外卖方承担 {:.1}%。", 100.0 - x),
                )
            },
        );
    }
    Ok(())
}

/// What the taxed suppliers lose, and how much of it others gain.
fn sold_instead(solved: &Solved, n: usize, told: &mut Telling) -> Result<(), QuestionError> {
    let made = counterfactual::diversion(&solved.world, &solved.outcome, n)?;
    let Some(diverted) = made.diversion.diverted else {
        return Ok(());
    };
    let others = made.partners.iter().filter(|partner| !partner.taxed());
    let most = others.max_by(|a, b| (a.after - a.before).total_cmp(&(b.after - b.before)));
    let name = most.and_then(|partner| solved.world.regions().get(partner.region));
    let (en, zh) = name.map_or((String::new(), String::new()), |name| {
        (
            format!(", most of all {name}"),
            format!("，其中最多的是 {name}"),
        )
    });
    told.cite(
        source(told, "diversion"),
        100.0 * diverted,
        "percent",
        |region, x| {
            (
                format!("Of what suppliers whose duty rose lose in {region}, other suppliers abroad gain {x:.1} %{en}."),
                format!("在 {region}，被加税的供应方失去的销售额有 {x:.1}% 转给国外其他供应方{zh}。"),
            )
        },
    );
    Ok(())
}

fn source(told: &Telling, verb: &str) -> String {
    let (scenario, region) = (&told.scenario, &told.region);
    format!("tariff {verb} {scenario} --importer {region}")
}

fn numeraire(against: Against) -> (&'static str, &'static str) {
    match against {
        Against::HomeWage => ("the wage at home", "本国工资"),
        Against::WorldValueAdded => ("world value added", "世界增加值"),
        Against::ForeignWages => ("wages abroad", "外国工资"),
    }
}
