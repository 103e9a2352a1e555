//! `tariff explain`: a counterfactual in sentences, each number with its source.

mod mechanisms;

use triffin_basis::Bilingual;

use super::files::Desk;
use super::solve::{meta, told};
use super::solved::Solved;
use super::trade::Trade;
use crate::answer::{Answer, row};
use crate::error::QuestionError;
use crate::value::Value;

/// A sentence, the number in it, and the command and column that give it.
struct Sentence {
    text: Bilingual,
    value: f64,
    unit: &'static str,
    source: String,
}

/// The result of a scenario in sentences, about the regions whose duties
/// change, or about those named.
///
/// # Errors
/// Those of [`super::solve()`].
pub fn explain(scenario: &str, regions: &[String]) -> Result<Answer, QuestionError> {
    let solved = Solved::of(Desk::open(scenario)?)?;
    let about = match regions.is_empty() {
        true => levying(&solved),
        false => told(regions, solved.world.regions())?,
    };
    let mut sentences = Vec::new();
    for region in (0..about.len()).filter(|region| about[*region]) {
        sentences.extend(of_region(&solved, region)?);
    }
    let rows = sentences.into_iter().enumerate().map(|(at, sentence)| {
        row([
            ("n", Value::from(at + 1)),
            ("sentence", Value::Both(sentence.text)),
            ("value", sentence.value.into()),
            ("unit", sentence.unit.into()),
            ("source", sentence.source.into()),
        ])
    });
    Ok(Answer {
        rows: rows.collect(),
        columns: ["n", "sentence", "value", "unit", "source"]
            .map(Into::into)
            .to_vec(),
        meta: meta(&solved),
        ..Answer::default()
    })
}

/// The regions whose duties or costs of trade change.
fn levying(solved: &Solved) -> Vec<bool> {
    let mut levying = vec![false; solved.world.regions().len()];
    let changes = solved.shock.tariffs().iter().zip(solved.shock.icebergs());
    for (flow, (rate, cost)) in solved.world.flows().iter().zip(changes) {
        if flow.tariff != *rate || *cost != 1.0 {
            levying[flow.importer as usize] = true;
        }
    }
    levying
}

fn of_region(solved: &Solved, n: usize) -> Result<Vec<Sentence>, QuestionError> {
    let mut told = Telling {
        region: solved.world.regions().get(n).cloned().unwrap_or_default(),
        scenario: solved.desk.name.clone(),
        sentences: Vec::new(),
    };
    let (before, after) = (solved.before(), solved.after());
    let (was, now) = (
        Trade::of(&solved.world, before),
        Trade::of(&solved.world, after),
    );
    let percent = |factor: f64| 100.0 * (factor - 1.0);
    let (duty_was, duty_now) = (
        100.0 * before.revenue[n] / was.imports[n],
        100.0 * after.revenue[n] / now.imports[n],
    );
    told.say("by region", "tariff_revenue_level / imports_level", duty_now, "percent",
        |region, x| (
            format!("{region} now collects {x:.2} % of the value of its imports in duty; before it was {duty_was:.2} %."),
            format!("{region} 的关税收入占进口额的 {x:.2}%，此前为 {duty_was:.2}%。"),
        ));
    told.say(
        "by region",
        "imports",
        percent(now.imports[n] / was.imports[n]),
        "percent",
        |region, x| {
            let (en, zh) = moved_all(x);
            (
                format!("Imports of {region} {en} by {:.2} %.", x.abs()),
                format!("{region} 的进口{zh} {:.2}%。", x.abs()),
            )
        },
    );
    told.say(
        "by region",
        "exports",
        percent(now.exports[n] / was.exports[n]),
        "percent",
        exported,
    );
    mechanisms::tell(solved, n, &mut told)?;
    balance(solved, n, &mut told, (&was, &now));
    told.say(
        "by region",
        "wage",
        percent(after.wage[n]),
        "percent",
        |region, x| {
            let (en, zh) = moved(x);
            (
                format!(
                    "The wage of {region} {en} by {:.2} % against {}.",
                    x.abs(),
                    "world value added"
                ),
                format!(
                    "以世界增加值为计价单位，{region} 的工资{zh} {:.2}%。",
                    x.abs()
                ),
            )
        },
    );
    let real = after.real_income(before)[n];
    told.say("by region", "real_income", percent(real), "percent",
        |region, x| {
            let (en, zh) = moved(x);
            (
                format!("Real income of {region} {en} by {:.3} %; its real wage changes by {:+.3} %, the rest of income is duty handed back and transfers.", x.abs(), percent(after.real_wage()[n])),
                format!("{region} 的实际收入{zh} {:.3}%；实际工资变动 {:+.3}%，其余收入来自返还的关税与转移。", x.abs(), percent(after.real_wage()[n])),
            )
        });
    Ok(told.sentences)
}

/// What becomes of sales abroad, and why where they fall.
fn exported(region: &str, x: f64) -> (String, String) {
    let ((en, zh), by) = (moved_all(x), x.abs());
    if x < 0.0 {
        return (
            format!(
                "Its exports {en} by {by:.2} %: what the duty keeps out at the border, the dearer currency and inputs keep from being sold abroad."
            ),
            format!(
                "{region} 的出口{zh} {by:.2}%：关税在边境挡住的，被更贵的货币与投入从出口中扣回。"
            ),
        );
    }
    (
        format!("Its exports {en} by {by:.2} %."),
        format!("{region} 的出口{zh} {by:.2}%。"),
    )
}

/// What the duty does to the balance, and what the closure has to do with it.
fn balance(solved: &Solved, n: usize, told: &mut Telling, (was, now): (&Trade, &Trade)) {
    let closure = solved.desk.scenario.deficits.as_str();
    let share = |trade: &Trade, value_added: f64| 100.0 * trade.balance(n) / value_added;
    let before = share(was, solved.before().value_added[n]);
    let after = share(now, solved.after().value_added[n]);
    told.say("by region", "balance_to_gdp", after, "percent of GDP",
        |region, x| (
            format!("The balance of {region} goes from {before:.2} to {x:.2} % of GDP. Under the closure {closure} saving and investment decide it, not the duty."),
            format!("{region} 的差额占 GDP 由 {before:.2}% 变为 {x:.2}%。在封闭规则 {closure} 下，差额由储蓄与投资决定，而非关税。"),
        ));
}

/// What one thing does.
fn moved(x: f64) -> (&'static str, &'static str) {
    match x < 0.0 {
        true => ("falls", "下降"),
        false => ("rises", "上升"),
    }
}

/// What several do.
fn moved_all(x: f64) -> (&'static str, &'static str) {
    match x < 0.0 {
        true => ("fall", "下降"),
        false => ("rise", "上升"),
    }
}

/// Sentences while they are written.
struct Telling {
    region: String,
    scenario: String,
    sentences: Vec<Sentence>,
}

impl Telling {
    fn say(
        &mut self,
        by: &str,
        column: &str,
        value: f64,
        unit: &'static str,
        text: impl Fn(&str, f64) -> (String, String),
    ) {
        let axis = by.trim_start_matches("by ");
        let (scenario, region) = (&self.scenario, &self.region);
        let source = format!("tariff solve {scenario} --by {axis} --region {region}: {column}");
        self.cite(source, value, unit, text);
    }

    /// A sentence about `value`, as the command and column of `source` give it.
    fn cite(
        &mut self,
        source: String,
        value: f64,
        unit: &'static str,
        text: impl Fn(&str, f64) -> (String, String),
    ) {
        if !value.is_finite() {
            return;
        }
        let (en, zh) = text(&self.region, value);
        self.sentences.push(Sentence {
            text: Bilingual::new(en, zh),
            value,
            unit,
            source,
        });
    }
}
