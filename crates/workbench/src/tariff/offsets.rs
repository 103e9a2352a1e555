//! `tariff diversion|offset|incidence SCENARIO.toml`: the mechanisms read off a counterfactual.

use triffin_basis::Bilingual;
use triffin_tariff::mechanisms::counterfactual::{self, Against, Diverted};
use triffin_tariff::scenario::place;

use super::files::Desk;
use super::names::REGION;
use super::solve::meta;
use super::solved::Solved;
use crate::answer::{Answer, Meta, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// A solved scenario and the countries whose duties rise, or those named.
struct Levied {
    solved: Solved,
    importers: Vec<usize>,
}

impl Levied {
    fn of(scenario: &str, named: &[String]) -> Result<Self, QuestionError> {
        let solved = Solved::of(Desk::open(scenario)?)?;
        let regions = solved.world.regions();
        let importers = match named.is_empty() {
            true => raised(&solved),
            false => named
                .iter()
                .map(|name| place(regions, name.trim(), REGION))
                .collect::<Result<_, _>>()?,
        };
        match importers.is_empty() {
            true => Err(no_duty(scenario)),
            false => Ok(Self { solved, importers }),
        }
    }

    fn name(&self, region: usize) -> Value {
        self.solved
            .world
            .regions()
            .get(region)
            .map_or(Value::Null, |name| name.as_str().into())
    }

    fn meta(&self, system: &'static str, formula: &'static str) -> Meta {
        let mut meta = meta(&self.solved);
        // First-order welfare is none of what these questions print.
        meta.notes.retain(|note| note.code != "W-TARIFF-LINEAR");
        Meta {
            system,
            formula: Some(formula),
            ..meta
        }
    }
}

/// Importers with a duty that rises, in the order of the regions.
fn raised(solved: &Solved) -> Vec<usize> {
    let flows = solved.world.flows();
    let rates = solved.shock.tariffs().iter().zip(flows.iter());
    let mut importers: Vec<usize> = rates
        .filter(|(rate, flow)| **rate > flow.tariff + 1e-12 && flow.importer != flow.exporter)
        .map(|(_, flow)| flow.importer as usize)
        .collect();
    importers.sort_unstable();
    importers.dedup();
    importers
}

/// S7.2: who sells instead, in general equilibrium.
///
/// # Errors
/// Those of the scenario and of solving it.
pub fn diversion(scenario: &str, importers: &[String]) -> Result<Answer, QuestionError> {
    let levied = Levied::of(scenario, importers)?;
    let mut meta = levied.meta("S7.2", "ΔM_ni = M'_ni − M_ni; Σ ΔM_others ÷ |Σ ΔM_taxed|");
    let mut rows = Vec::new();
    for importer in &levied.importers {
        let made =
            counterfactual::diversion(&levied.solved.world, &levied.solved.outcome, *importer)?;
        rows.extend(made.partners.iter().map(|partner| {
            row([
                ("importer", levied.name(*importer)),
                ("supplier", levied.name(partner.region)),
                ("duty_change_pct", percent(partner.duty.exp_m1())),
                ("taxed", partner.taxed().into()),
                ("imports_before", partner.before.into()),
                ("imports_after", partner.after.into()),
                ("change", (partner.after - partner.before).into()),
                ("share_before_pct", percent(partner.before / made.imports.0)),
                ("share_after_pct", percent(partner.after / made.imports.1)),
            ])
        }));
        rows.push(total(&levied, *importer, &made));
        meta.notes.push(diverted(&levied, *importer, &made));
    }
    meta.notes.push(unit());
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

/// All suppliers together, with what becomes of the balance.
fn total(levied: &Levied, importer: usize, made: &Diverted) -> Row {
    let of_gdp =
        |pair: (f64, f64)| percent(pair.1 / made.value_added.1 - pair.0 / made.value_added.0);
    row([
        ("importer", levied.name(importer)),
        ("supplier", Value::Both(Bilingual::new("all", "全部"))),
        ("imports_before", made.imports.0.into()),
        ("imports_after", made.imports.1.into()),
        ("change", (made.imports.1 - made.imports.0).into()),
        (
            "diverted_pct",
            made.diversion.diverted.map_or(Value::Null, percent),
        ),
        ("d_balance", (made.balance.1 - made.balance.0).into()),
        ("imports_of_gdp_pp", of_gdp(made.imports)),
        ("balance_of_gdp_pp", of_gdp(made.balance)),
    ])
}

/// S7.4: how far relative unit costs follow the duty.
///
/// # Errors
/// Those of the scenario and of solving it.
pub fn offset(scenario: &str, importers: &[String]) -> Result<Answer, QuestionError> {
    let levied = Levied::of(scenario, importers)?;
    let meta = levied.meta(
        "S7.4",
        "s = Σ m·(ln ĉ_home − ln ĉ_i); θ = s ÷ Σ m·Δln(1 + τ)",
    );
    let rows = levied
        .importers
        .iter()
        .map(|importer| {
            let made =
                counterfactual::offset(&levied.solved.world, &levied.solved.outcome, *importer)?;
            Ok(row([
                ("importer", levied.name(*importer)),
                ("relative_cost_log_pct", percent(made.rise)),
                ("duty_log_pct", percent(made.duty)),
                ("offset_share_pct", made.share.map_or(Value::Null, percent)),
            ]))
        })
        .collect::<Result<_, QuestionError>>()?;
    Ok(Answer {
        rows,
        meta,
        ..Answer::default()
    })
}

/// S7.6: who pays, in each numeraire.
///
/// # Errors
/// Those of the scenario and of solving it.
pub fn incidence(scenario: &str, importers: &[String]) -> Result<Answer, QuestionError> {
    let levied = Levied::of(scenario, importers)?;
    let meta = levied.meta("S7.6", "1 + (Σ m·ln ĉ_i − ln n̂) ÷ Σ m·Δln(1 + τ)");
    let mut rows = Vec::new();
    for importer in &levied.importers {
        for share in
            counterfactual::incidence(&levied.solved.world, &levied.solved.outcome, *importer)?
        {
            rows.push(row([
                ("importer", levied.name(*importer)),
                ("numeraire", against(share.against)),
                ("seller_pct", percent(1.0 - share.buyers)),
                ("importer_pct", 0.0.into()),
                ("consumer_pct", percent(share.buyers)),
            ]));
        }
    }
    Ok(Answer {
        rows,
        meta: Meta {
            notes: meta.notes.iter().cloned().chain([borne()]).collect(),
            ..meta
        },
        ..Answer::default()
    })
}

fn against(numeraire: Against) -> Value {
    let (en, zh) = match numeraire {
        Against::HomeWage => ("home wage", "本国工资"),
        Against::WorldValueAdded => ("world value added", "世界增加值"),
        Against::ForeignWages => ("foreign wages", "外国工资"),
    };
    Value::Both(Bilingual::new(en, zh))
}

fn diverted(levied: &Levied, importer: usize, made: &Diverted) -> Note {
    let name = levied.name(importer).plain(triffin_basis::Lang::En);
    let change = 100.0 * (made.imports.1 / made.imports.0 - 1.0);
    let (en, zh) = match made.diversion.diverted {
        Some(share) => {
            let share = 100.0 * share;
            (
                format!("others sell {share:.1} % of what the taxed lose; "),
                format!("其他来源补上被加税来源减少额的 {share:.1}%；"),
            )
        }
        None => (String::new(), String::new()),
    };
    Note::remark(
        "N-DIVERSION",
        format!("{name}: {en}imports in total change by {change:.2} %"),
        format!("{name}：{zh}进口总额变动 {change:.2}%"),
    )
}

fn unit() -> Note {
    Note::remark(
        "N-WORLD-UNIT",
        "money of the counterfactual is in units of world value added, that of the baseline",
        "反事实的金额以基准的世界增加值为单位",
    )
}

fn borne() -> Note {
    Note::remark(
        "N-INCIDENCE",
        "seller, importer and consumer bear the whole duty, which the treasury receives; under perfect competition the importer's share is zero; the split depends on what prices are measured in",
        "卖方、进口商与消费者承担全部关税，国库收取；完全竞争下进口商份额为零；划分取决于计价单位",
    )
}

fn percent(x: f64) -> Value {
    (100.0 * x).into()
}

fn no_duty(scenario: &str) -> QuestionError {
    QuestionError::invalid(
        "E-TARIFF-NO-DUTY",
        Bilingual::new(
            format!("no duty rises in {scenario}"),
            format!("{scenario} 中没有上调的关税"),
        ),
        Bilingual::new(
            "name the country with --importer, or add a shock that raises a rate",
            "请用 --importer 指明国家，或加入上调税率的冲击",
        ),
    )
}
