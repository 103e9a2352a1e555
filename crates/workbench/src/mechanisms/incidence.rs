//! S7.6 as a question: of a scenario, or in closed form by options.

use triffin_basis::Bilingual;
use triffin_tariff::mechanisms::incidence::{
    Burden, Margin, Market, burden, consumer_share, elasticity_ratio,
};

use super::asked::{Asked, float, number, percent, rate};
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::treasury::Given;
use crate::value::Value;

/// S7.6: who pays a duty, from elasticities or from a stated share.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn incidence(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(
        given,
        "S7.6",
        "ε_s/(ε_s + |ε_d|); seller + importer + consumer = 100 % of the duty",
    );
    if let Some((scenario, importers)) = asked.scenario()? {
        return crate::tariff::offsets::incidence(&scenario, &importers);
    }
    let demand = asked.number("demand")?;
    let customs = asked.texts("customs");
    let customs = match &customs[..] {
        [text] => asked.amount_or_number(text)?,
        _ => return Err(one_customs(customs.len())),
    };
    let (before, after) = (asked.rate("before")?, asked.rate("after")?);
    let retail = match &asked.typed("retail")[..] {
        [text] => asked.amount_or_number(text)?,
        _ => customs * (1.0 + before),
    };
    let margins: Vec<(String, Margin)> = asked
        .texts("margin")
        .into_iter()
        .map(|text| margin(&text).map(|margin| (text, margin)))
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for supply in supplies(&mut asked, demand)? {
        let market = Market {
            customs,
            retail,
            before,
            after,
            supply,
            demand,
        };
        for (name, rule) in &margins {
            rows.push(told(&market, name, &burden(&market, *rule)?)?);
        }
    }
    asked.note(Note::remark(
        "N-INCIDENCE",
        "seller, importer and consumer bear the whole change of the duty, which the treasury receives; under perfect competition the importer's share is zero; in general equilibrium the shares depend on the numeraire",
        "出口商、进口商与消费者承担全部税额变化，国库收取；完全竞争下进口商份额为零；一般均衡中份额取决于计价单位",
    ));
    asked.answer(rows)
}

/// The elasticities of supply as typed, else those that stated shares imply.
fn supplies(asked: &mut Asked<'_>, demand: f64) -> Result<Vec<f64>, QuestionError> {
    let typed = asked.typed("supply");
    if !typed.is_empty() {
        return typed.iter().map(|text| number(text)).collect();
    }
    let stated = asked.rates("stated")?;
    stated
        .into_iter()
        .map(|share| Ok(elasticity_ratio(share)? * demand))
        .collect()
}

fn told(market: &Market, margin: &str, made: &Burden) -> Result<Row, QuestionError> {
    Ok(row([
        ("supply_elasticity", float(market.supply)),
        ("demand_elasticity", float(market.demand)),
        ("elasticity_ratio", float(market.supply / market.demand)),
        ("margin_rule", rule(margin)),
        (
            "small_duty_consumer_pct",
            percent(consumer_share(market.supply, market.demand)?),
        ),
        ("seller_pct", percent(made.seller)),
        ("importer_pct", percent(made.importer)),
        ("consumer_pct", percent(made.consumer)),
        ("customs_before", float(made.before.customs)),
        ("customs_after", float(made.after.customs)),
        ("duty_paid_before", float(made.before.duty_paid)),
        ("duty_paid_after", float(made.after.duty_paid)),
        ("retail_before", float(made.before.retail)),
        ("retail_after", float(made.after.retail)),
        ("quantity_pct", percent(made.quantity)),
    ]))
}

/// The name of a rule as it is typed, and in Chinese.
fn rule(name: &str) -> Value {
    let zh = match name {
        "perfect" => "完全竞争",
        "constant-markup" => "固定加成率",
        "linear-monopoly" => "线性需求垄断",
        other => &other.replace("absorbs=", "自行吸收 "),
    };
    Value::Both(Bilingual::new(name, zh))
}

fn margin(text: &str) -> Result<Margin, QuestionError> {
    match text {
        "perfect" => Ok(Margin::Perfect),
        "constant-markup" => Ok(Margin::ConstantMarkup),
        "linear-monopoly" => Ok(Margin::LinearMonopoly),
        _ => match text.strip_prefix("absorbs=") {
            Some(share) => Ok(Margin::Absorbs(rate(share)?)),
            None => Err(no_margin(text)),
        },
    }
}

fn no_margin(text: &str) -> QuestionError {
    QuestionError::invalid(
        "E-TARIFF-MARGIN",
        Bilingual::new(
            format!("there is no margin rule \"{text}\""),
            format!("没有名为“{text}”的利润规则"),
        ),
        Bilingual::new(
            "expected perfect, constant-markup, linear-monopoly or absorbs=30%",
            "应为 perfect、constant-markup、linear-monopoly 或 absorbs=30%",
        ),
    )
}

fn one_customs(times: usize) -> QuestionError {
    QuestionError::invalid(
        "E-USAGE-ONCE",
        Bilingual::new(
            format!("--customs is given {times} times"),
            format!("--customs 给出了 {times} 次"),
        ),
        Bilingual::new("expected once", "应只给出一次"),
    )
}
