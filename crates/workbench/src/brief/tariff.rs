//! What a tariff scenario does to the economy of the page.
//!
//! Every number is one that `tariff solve`, `diversion`, `offset` or
//! `incidence` prints of the same scenario.

mod said;

use triffin_basis::{Bilingual, Economy};
use triffin_brief::facts::{Effect, Supplier, Tariff};
use triffin_tariff::equilibrium::welfare;
use triffin_tariff::mechanisms::counterfactual::{self, Diverted, Share};
use triffin_tariff::mechanisms::offset::RelativeCost;

use super::Topic;
use crate::error::QuestionError;
use crate::tariff::Desk;
use crate::tariff::solved::Solved;
use crate::tariff::trade::Trade;

/// Solves a scenario and tells what it does to the economy of `topic`.
///
/// # Errors
/// `E-BRIEF-SCENARIO` where the economy is no region of the scenario; those of
/// the scenario and of solving it.
pub fn tariff(topic: &Topic, scenario: &str) -> Result<Tariff, QuestionError> {
    let solved = Solved::of(Desk::open(scenario)?)?;
    let regions = solved.world.regions();
    let Some(place) = place(topic.reporter, regions) else {
        return Err(no_region(topic, scenario, regions));
    };
    let found = Found::of(&solved, place)?;
    let region = regions.get(place).cloned().unwrap_or_default();
    let named = &solved.desk.scenario.title;
    Ok(Tariff {
        scenario: named.clone().unwrap_or_else(|| Bilingual::same(scenario)),
        said: said::sentences(&found),
        suppliers: found.suppliers(),
        effects: found.effects(),
        assumed: assumed(&solved),
        command: format!("triffin tariff solve {scenario:?} --region {region:?}"),
        region,
    })
}

/// The region that is this economy, by its code or any name it is known by.
fn place(economy: Economy, regions: &[String]) -> Option<usize> {
    let code = |name: &String| name.trim().eq_ignore_ascii_case(economy.code());
    let known = |name: &String| Economy::find(name.trim()) == Some(economy);
    let found = regions.iter().position(code);
    found.or_else(|| regions.iter().position(known))
}

/// What is read off both equilibria about one region.
struct Found<'a> {
    solved: &'a Solved,
    place: usize,
    diverted: Diverted,
    offset: RelativeCost,
    /// Buyers' share by numeraire; empty where the region's duties stay.
    shares: Vec<Share>,
    was: Trade,
    now: Trade,
    first_order: f64,
}

impl<'a> Found<'a> {
    fn of(solved: &'a Solved, place: usize) -> Result<Self, QuestionError> {
        let (world, outcome) = (&solved.world, &solved.outcome);
        let offset = counterfactual::offset(world, outcome, place)?;
        let shares = match offset.share {
            Some(_) => counterfactual::incidence(world, outcome, place)?,
            None => Vec::new(),
        };
        let linear = welfare::linear(world, solved.before(), solved.after());
        Ok(Self {
            diverted: counterfactual::diversion(world, outcome, place)?,
            was: Trade::of(world, solved.before()),
            now: Trade::of(world, solved.after()),
            first_order: 100.0 * at(&linear.welfare, place),
            solved,
            place,
            offset,
            shares,
        })
    }

    fn suppliers(&self) -> Vec<Supplier> {
        let regions = self.solved.world.regions();
        let (was, now) = self.diverted.imports;
        let each = self.diverted.partners.iter().map(|partner| Supplier {
            name: regions.get(partner.region).cloned().unwrap_or_default(),
            duty: 100.0 * partner.duty.exp_m1(),
            before: 100.0 * partner.before / was,
            after: 100.0 * partner.after / now,
            change: (partner.before > 0.0).then(|| percent(partner.after / partner.before)),
        });
        let mut suppliers: Vec<Supplier> = each.collect();
        suppliers.sort_by(|a, b| b.before.total_cmp(&a.before));
        suppliers
    }

    fn effects(&self) -> Vec<Effect> {
        let n = self.place;
        let change = Bilingual::new("% of the baseline", "较基准，%");
        let of_gdp = Bilingual::new("% of GDP", "占 GDP，%");
        let moved = |en, zh, value| Effect {
            name: Bilingual::new(en, zh),
            before: None,
            value,
            unit: change.clone(),
        };
        let level = |en, zh, (before, value)| Effect {
            name: Bilingual::new(en, zh),
            before: Some(before),
            value,
            unit: of_gdp.clone(),
        };
        let after = self.solved.after();
        let trade = |now: &[f64], was: &[f64]| percent(at(now, n) / at(was, n));
        let effects = vec![
            moved(
                "Imports",
                "进口",
                trade(&self.now.imports, &self.was.imports),
            ),
            moved(
                "Exports",
                "出口",
                trade(&self.now.exports, &self.was.exports),
            ),
            moved("Wage", "工资", percent(at(&after.wage, n))),
            moved(
                "Consumer prices",
                "消费价格",
                percent(at(&after.price_index, n)),
            ),
            moved("Real wage", "实际工资", percent(at(&after.real_wage(), n))),
            moved("Real income, exact", "实际收入（精确）", self.real_income()),
            moved("Welfare, first order", "福利（一阶）", self.first_order),
            level("Tariff revenue", "关税收入", self.revenue()),
            level("Balance of trade", "贸易差额", self.balance()),
        ];
        // Exports of a region that sells nothing have no change.
        effects
            .into_iter()
            .filter(|effect| effect.value.is_finite())
            .collect()
    }

    fn real_income(&self) -> f64 {
        let income = self.solved.after().real_income(self.solved.before());
        percent(at(&income, self.place))
    }

    /// Duties in per cent of GDP, before and after.
    fn revenue(&self) -> (f64, f64) {
        let (before, after) = (self.solved.before(), self.solved.after());
        self.of_gdp(
            at(&before.revenue, self.place),
            at(&after.revenue, self.place),
        )
    }

    /// Exports less imports in per cent of GDP, before and after.
    fn balance(&self) -> (f64, f64) {
        self.of_gdp(self.was.balance(self.place), self.now.balance(self.place))
    }

    fn of_gdp(&self, before: f64, after: f64) -> (f64, f64) {
        let was = at(&self.solved.before().value_added, self.place);
        let now = at(&self.solved.after().value_added, self.place);
        (100.0 * before / was, 100.0 * after / now)
    }
}

fn assumed(solved: &Solved) -> Vec<(Bilingual, Bilingual)> {
    let scenario = &solved.desk.scenario;
    let pair = |en, zh, value: &str| (Bilingual::new(en, zh), Bilingual::same(value));
    vec![
        pair("model", "模型", scenario.model.as_str()),
        pair("closure", "封闭规则", scenario.deficits.as_str()),
        pair("revenue", "税收用途", scenario.revenue.as_str()),
        pair("numeraire", "计价单位", &solved.numeraire()),
    ]
}

fn at(values: &[f64], place: usize) -> f64 {
    values.get(place).copied().unwrap_or(f64::NAN)
}

fn percent(factor: f64) -> f64 {
    100.0 * (factor - 1.0)
}

fn no_region(topic: &Topic, scenario: &str, regions: &[String]) -> QuestionError {
    const NAMED: usize = 12;
    let code = topic.reporter.code();
    let mut list = regions
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if regions.len() > NAMED {
        list += ", …";
    }
    QuestionError::invalid(
        "E-BRIEF-SCENARIO",
        Bilingual::new(
            format!("{code} is no region of the scenario {scenario}"),
            format!("{code} 不是情景 {scenario} 中的区域"),
        ),
        Bilingual::new(
            format!(
                "expected a region that is this economy, by its code or name; the scenario has {list}"
            ),
            format!("情景中应有一个区域以代码或名称表示该经济体；现有：{list}"),
        ),
    )
}
