//! S7.10 as a question on a series and a list of episodes.

use std::collections::BTreeMap;

use triffin_basis::Bilingual;
use triffin_tariff::mechanisms::episodes::{Episode, Means, event_window, unchanged};

use super::asked::{Asked, money, perhaps};
use super::table::Table;
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::treasury::Given;
use crate::value::Value;

/// The episodes that document 002 tells of.
const EPISODES: &str = include_str!("../../../../models/partial/episodes.csv");
/// A series of our own making, so that the command shows what it does.
const EXAMPLE: &str = include_str!("../../../../models/partial/episodes-example.csv");

/// An episode and where it happened.
struct Named {
    name: String,
    economy: String,
    episode: Episode,
}

/// Years and values of the two series of an economy.
#[derive(Default)]
struct Series {
    balance: Vec<(i32, f64)>,
    reer: Vec<(i32, f64)>,
}

/// S7.10: balances and real exchange rates before and after pressure on a currency.
///
/// # Errors
/// Those of the tables and of the formula.
pub fn episodes(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S7.10", "ΔB = mean after − mean before");
    let series = match asked.typed("series").first() {
        Some(path) => Table::open(path)?,
        None => {
            asked.note(example());
            Table::read("example", EXAMPLE)?
        }
    };
    let listed = match asked.typed("episodes").first() {
        Some(path) => Table::open(path)?,
        None => Table::read("episodes", EPISODES)?,
    };
    let window = window(&asked.texts("window"))?;
    let band = asked.rate("band")?;
    let known = read(&series)?;
    let mut rows = Vec::new();
    for named in named(&listed)? {
        rows.push(told(&named, known.get(&named.economy), window, band)?);
    }
    asked.note(Note::remark(
        "N-EPISODES",
        "the claim is that the balance did not change; consistent: its sign stayed and it is not smaller by more than the band; what else moved it is not told apart; an appreciation raises the real effective rate",
        "所验证的表述为差额未改变；一致：符号不变且缩小不超过容许带；其他影响因素未加区分；升值使实际有效汇率上升",
    ));
    asked.answer(rows)
}

fn window(texts: &[String]) -> Result<u32, QuestionError> {
    let years = match texts {
        [text] => text
            .trim()
            .parse()
            .ok()
            .filter(|years| (1..=100).contains(years)),
        _ => None,
    };
    years.ok_or_else(|| {
        let typed = texts.join(" ");
        QuestionError::invalid(
            "E-TARIFF-WINDOW",
            Bilingual::new(
                format!("--window \"{typed}\" is no number of years"),
                format!("--window “{typed}”不是年数"),
            ),
            Bilingual::new("expected 1 to 100", "应为 1 至 100"),
        )
    })
}

fn read(table: &Table) -> Result<BTreeMap<String, Series>, QuestionError> {
    let (economy, year) = (table.column("economy")?, table.column("year")?);
    let (balance, reer) = (table.column("balance")?, table.perhaps("reer"));
    let mut known: BTreeMap<String, Series> = BTreeMap::new();
    for line in table.rows() {
        let series = known.entry(line.text(economy).to_owned()).or_default();
        let year = line.year(year)?;
        if let Some(value) = line.number(balance)? {
            series.balance.push((year, value));
        }
        if let Some(value) = reer.map(|reer| line.number(reer)).transpose()?.flatten() {
            series.reer.push((year, value));
        }
    }
    Ok(known)
}

fn named(table: &Table) -> Result<Vec<Named>, QuestionError> {
    let (name, economy) = (table.column("name")?, table.column("economy")?);
    let (from, to) = (table.column("from")?, table.column("to")?);
    table
        .rows()
        .map(|line| {
            Ok(Named {
                name: line.text(name).to_owned(),
                economy: line.text(economy).to_owned(),
                episode: Episode {
                    from: line.year(from)?,
                    to: line.year(to)?,
                },
            })
        })
        .collect()
}

fn told(named: &Named, series: Option<&Series>, w: u32, band: f64) -> Result<Row, QuestionError> {
    let empty = Series::default();
    let series = series.unwrap_or(&empty);
    let balance = event_window(&series.balance, named.episode, w)?;
    let reer = event_window(&series.reer, named.episode, w)?;
    let amount = |x: Option<f64>| x.map_or(Value::Null, money);
    let years = |means: &Means| (means.years_before as i64, means.years_after as i64);
    let (years_before, years_after) = years(&balance);
    Ok(row([
        ("episode", named.name.as_str().into()),
        ("economy", named.economy.as_str().into()),
        ("from_year", i64::from(named.episode.from).into()),
        ("to_year", i64::from(named.episode.to).into()),
        ("balance_before", amount(balance.before)),
        ("balance_after", amount(balance.after)),
        ("d_balance", amount(balance.change())),
        ("d_reer_pct", perhaps(reer.log_change())),
        ("verdict", unchanged(&balance, band)?.code().into()),
        ("years_before", years_before.into()),
        ("years_after", years_after.into()),
    ]))
}

fn example() -> Note {
    Note::remark(
        "N-EXAMPLE",
        "no series is named: these numbers are made up to show the form; give a CSV with economy, year, balance and reer",
        "未给出序列：以下数字为示例而编；请给出含 economy、year、balance、reer 的 CSV",
    )
}
