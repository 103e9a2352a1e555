//! Holders, exports and the two sides of the accounts: S6.8, S6.9, S6.21.

use triffin_basis::kind::Kind;
use triffin_basis::{BasisError, Quantity};
use triffin_cycle::treasury::amounts::{Flow, Number, Stock};
use triffin_cycle::treasury::holders::{change, ranked};
use triffin_cycle::treasury::top_export::{ranking, yearly_change};
use triffin_cycle::treasury::twin::{Accounts, twin as two_sides};

use super::asked::Asked;
use super::cells::{high, low, money, number, percent, percent_or_null, perhaps, told};
use super::given::Given;
use super::input::{Count, Input};
use super::pairs::{halves, pair};
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// A holder at a date.
struct Held {
    holder: String,
    date: String,
    amount: Stock,
}

const HOLDING: &str = "HOLDER@DATE=AMOUNT";

/// S6.9: holdings by date, their rank at each, and what of a change was sold.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn holders(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.9", "ΔH = H_1 − H_0 = T + H_0·Δp");
    let prices = asked.perhaps::<Number>("price_change", None)?;
    let mut held = typed_holdings(asked.texts("holding"))?;
    if held.is_empty() {
        held = cited_holdings(&mut asked)?;
    }
    let mut rows = Vec::new();
    for (at, point) in held.iter().enumerate() {
        let before = held[..at]
            .iter()
            .rev()
            .find(|other| other.holder == point.holder);
        let beside: Vec<&Held> = held
            .iter()
            .filter(|other| other.date == point.date)
            .collect();
        rows.push(holder_row(point, before, &beside, prices.as_ref())?);
    }
    if prices.is_none() {
        asked.note(Note::remark(
            "N-HOLDERS-VALUATION",
            "without --price-change a fall of a holding is not split into sales and changes of price",
            "未给出 --price-change，持有量的下降未区分卖出与估值变动",
        ));
    }
    asked.answer(rows)
}

fn holder_row(
    point: &Held,
    before: Option<&Held>,
    beside: &[&Held],
    prices: Option<&Number>,
) -> Result<Row, QuestionError> {
    let amounts: Vec<Stock> = beside.iter().map(|held| held.amount.clone()).collect();
    let order = ranked(&amounts)?;
    let place = order
        .iter()
        .position(|at| beside[*at].holder == point.holder);
    let largest = order.first().map(|at| &amounts[*at]);
    let moved = before
        .map(|before| change(&before.amount, &point.amount, prices))
        .transpose()?;
    let split = moved.as_ref().and_then(|moved| moved.split.as_ref());
    let of_largest = largest
        .map(|largest| Number::ratio(&point.amount, largest))
        .transpose()?;
    Ok(row([
        ("holder", point.holder.as_str().into()),
        ("date", point.date.as_str().into()),
        ("held", money(&point.amount)),
        (
            "rank",
            place
                .filter(|_| beside.len() > 1)
                .map(|place| place + 1)
                .into(),
        ),
        (
            "of_largest_pct",
            percent_or_null(of_largest.as_ref().filter(|_| beside.len() > 1))?,
        ),
        (
            "since",
            before.map_or(Value::Null, |before| before.date.as_str().into()),
        ),
        ("change", perhaps(moved.as_ref().map(|moved| &moved.change))),
        (
            "change_pct",
            percent_or_null(moved.as_ref().map(|moved| &moved.share))?,
        ),
        (
            "low",
            moved
                .as_ref()
                .map_or(Value::Null, |moved| low(moved.change.interval())),
        ),
        (
            "high",
            moved
                .as_ref()
                .map_or(Value::Null, |moved| high(moved.change.interval())),
        ),
        (
            "valuation_effect",
            perhaps(split.map(|split| &split.valuation)),
        ),
        (
            "transactions",
            perhaps(split.map(|split| &split.transactions)),
        ),
    ]))
}

fn typed_holdings(texts: &[String]) -> Result<Vec<Held>, QuestionError> {
    texts
        .iter()
        .map(|text| {
            let (key, amount) = pair("holding", text, HOLDING)?;
            let (holder, date) = halves("holding", key, '@', HOLDING)?;
            Ok(Held {
                holder: holder.to_owned(),
                date: date.to_owned(),
                amount: Stock::read(amount)?,
            })
        })
        .collect()
}

fn cited_holdings(asked: &mut Asked<'_>) -> Result<Vec<Held>, QuestionError> {
    let cited = [
        ("CHN", "peak", "china-peak"),
        ("CHN", "2024", "china-2024"),
        ("JPN", "2024", "japan-2024"),
        ("CHN", "2025-03", "china-2025-03"),
        ("JPN", "2026-03", "japan-2026-03"),
        ("GBR", "2026-03", "uk-2026-03"),
        ("CHN", "2026-03", "china-2026-03"),
        ("CYM", "2026-03", "cayman-2026-03"),
        ("BEL", "2026-03", "belgium-2026-03"),
    ];
    cited
        .into_iter()
        .map(|(holder, date, figure)| {
            Ok(Held {
                holder: holder.to_owned(),
                date: date.to_owned(),
                amount: asked.cited::<Stock>(figure)?.value,
            })
        })
        .collect()
}

const CATEGORY: &str = "NAME=AMOUNT";

/// S6.8: net sales of Treasuries to foreigners among the exports of a year.
///
/// # Errors
/// Those of the formula and of reading the options; a holding in place of a
/// flow is `E-BASIS-STOCKFLOW`.
pub fn top_export(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.8", "X_1 … X_n, ΔH");
    let mut names: Vec<Value> = Vec::new();
    let mut goods: Vec<Flow> = Vec::new();
    for text in asked.texts("category") {
        let (name, amount) = pair("category", text, CATEGORY)?;
        names.push(name.into());
        goods.push(Flow::read(amount)?);
    }
    if goods.is_empty() {
        let cited = ["manufactures", "services", "fuels", "food", "metals", "raw"];
        for category in cited.map(|name| format!("exports-{name}")) {
            let category = asked.cited::<Flow>(&category)?;
            names.push(category.name);
            goods.push(category.value);
        }
    }
    let sold = sold(&mut asked)?;
    let made = ranking(&goods, &sold)?;
    names.push(told(
        "Treasuries sold to foreigners, net",
        "对外国人净出售的美债",
    ));
    let mut rows = Vec::new();
    for (place, at) in made.order.iter().enumerate() {
        let is_sale = *at == goods.len();
        let amount = goods.get(*at).unwrap_or(&sold);
        rows.push(row([
            ("rank", (place + 1).into()),
            ("category", names[*at].clone()),
            (
                "account",
                match is_sale {
                    true => "financial_account".into(),
                    false => "current_account".into(),
                },
            ),
            ("amount", money(amount)),
            (
                "sold_over_it",
                Value::or_null(made.multiples.get(*at).map(number)),
            ),
        ]));
    }
    asked.note(Note::remark(
        "N-EXPORT-CUT",
        "the rank depends on how finely goods are cut, and a sale of securities is no export: it pays for imports",
        "名次取决于商品分类的粗细；且出售证券不是出口，而是为进口付款",
    ));
    asked.unit(&sold.basis().unit);
    asked.answer(rows)
}

/// Net sales as typed, else the yearly change between two holdings.
fn sold(asked: &mut Asked<'_>) -> Result<Flow, QuestionError> {
    if let Some(sold) = asked.perhaps::<Flow>("sold", None)? {
        return Ok(sold);
    }
    let from = asked.one::<Stock>("held_from", "foreign-2023")?.value;
    let to = asked.one::<Stock>("held_to", "foreign-2025")?.value;
    let years = asked.one::<Count>("years", "years-2023-2025")?.value.0;
    Ok(yearly_change(&from, &to, &Number::exact(years.into()))?)
}

/// S6.21: the trade balance, and the financing on its other side.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn twin(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.21", "F = −(B + I + KA + E&O) = −FA");
    let mut rows = Vec::new();
    if asked.plain() {
        let stated = Accounts {
            trade: asked.one::<Flow>("trade", "us-trade-2024")?.value,
            income: None,
            capital: None,
            errors: None,
            financial: None,
        };
        rows.push(twin_row("2024", &stated)?);
        let mut part = |name| -> Result<Flow, QuestionError> { Ok(asked.cited(name)?.value) };
        let published = Accounts {
            trade: part("us-trade-2022")?,
            income: Some(part("us-income-2022")?),
            capital: Some(part("us-capital-2022")?),
            errors: Some(part("us-errors-2022")?),
            financial: Some(part("us-financial-2022")?),
        };
        rows.push(twin_row("2022", &published)?);
    } else {
        let typed = Accounts {
            trade: asked.one::<Flow>("trade", "us-trade-2024")?.value,
            income: asked.perhaps("income", None)?,
            capital: asked.perhaps("capital", None)?,
            errors: asked.perhaps("errors", None)?,
            financial: asked.perhaps("financial", None)?,
        };
        rows.push(twin_row("as typed", &typed)?);
    }
    asked.note(Note::remark(
        "N-TWIN-SIGN",
        "financing received from abroad is positive; the financial account is net acquisition of assets, so that financing is its negative (BPM6)",
        "自国外获得的净融资为正；金融账户为资产净获得，故融资与之反号（BPM6）",
    ));
    asked.answer(rows)
}

fn twin_row(period: &str, accounts: &Accounts) -> Result<Row, BasisError> {
    let made = two_sides(accounts)?;
    let equal = made.beside.as_ref().map(|beside| beside.value().is_zero());
    let period = match period {
        "as typed" => told("as typed", "所输入"),
        period => period.into(),
    };
    let share = match (&made.financing, made.opposite.value().is_zero()) {
        (Some(financing), false) => Some(Number::ratio(financing, &made.opposite)?),
        _ => None,
    };
    Ok(row([
        ("period", period),
        ("trade_balance", money(&accounts.trade)),
        ("income", cell(accounts.income.as_ref())),
        ("current_account", cell(made.current.as_ref())),
        ("capital_account", cell(accounts.capital.as_ref())),
        ("errors_omissions", cell(accounts.errors.as_ref())),
        ("financing", cell(made.financing.as_ref())),
        ("opposite_of_trade", money(&made.opposite)),
        (
            "financing_of_opposite_pct",
            share.as_ref().map_or(Ok(Value::Null), percent)?,
        ),
        ("beside_trade", cell(made.beside.as_ref())),
        ("equal_and_opposite", equal.into()),
        ("residual", cell(made.residual.as_ref())),
    ]))
}

fn cell<K: Kind>(amount: Option<&Quantity<K>>) -> Value {
    perhaps(amount)
}
