//! S7.8 as a question on a table of balances by product and period.

use std::collections::BTreeSet;

use triffin_basis::Bilingual;
use triffin_tariff::mechanisms::persistence::{
    Difference, Group, Product, difference, persistence as formula, sides,
};

use super::asked::{Asked, money, perhaps, perhaps_percent};
use super::table::{Line, Table};
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::treasury::Given;
use crate::value::Value;

/// A few products of our own making, so that the command shows what it does.
const EXAMPLE: &str = include_str!("../../../../models/partial/persistence-example.csv");

/// Products with their names, and the periods of their balances.
struct Panel {
    periods: Vec<String>,
    names: Vec<String>,
    products: Vec<Product>,
}

/// S7.8: whether balances kept their sign, and what set the taxed apart.
///
/// # Errors
/// Those of the table and of the formulas.
pub fn persistence(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(
        given,
        "S7.8",
        "same sign ÷ products; DiD = Δ̄_treated − Δ̄_control",
    );
    let table = match asked.typed("table").first() {
        Some(path) => Table::open(path)?,
        None => {
            asked.note(example());
            Table::read("example", EXAMPLE)?
        }
    };
    let panel = panel(&table)?;
    let show = asked
        .typed("show")
        .pop()
        .unwrap_or_else(|| "groups".to_owned());
    let (before, after) = (asked.typed("before"), asked.typed("after"));
    let rows = match show.as_str() {
        "groups" if before.is_empty() && after.is_empty() => groups(&panel)?,
        "products" if before.is_empty() && after.is_empty() => products(&panel),
        "difference" => {
            let last = panel.periods.len().saturating_sub(1);
            let made = difference(
                &panel.products,
                &places(&panel, &before, 0)?,
                &places(&panel, &after, last)?,
            )?;
            asked.note(identified());
            told(&made)
        }
        _ => return Err(no_show(&show)),
    };
    asked.note(Note::remark(
        "N-PERSISTENCE",
        "a sign that stays says nothing of what a duty did: deficits that shrink and surpluses that stay widen the net surplus, and only a comparison with the untaxed can tell",
        "符号不变并不说明关税无作用：逆差收窄而顺差不变会扩大净顺差，须与未加税者比较",
    ));
    asked.answer(rows)
}

fn panel(table: &Table) -> Result<Panel, QuestionError> {
    let (product, period) = (table.column("product")?, table.column("period")?);
    let balance = balance(table)?;
    let treated = table.perhaps("treated");
    let periods: BTreeSet<String> = table
        .rows()
        .map(|line| line.text(period).to_owned())
        .collect();
    let mut panel = Panel {
        periods: periods.into_iter().collect(),
        names: Vec::new(),
        products: Vec::new(),
    };
    let mut places = std::collections::HashMap::new();
    let mut seen = BTreeSet::new();
    for line in table.rows() {
        let name = line.text(product);
        let place = *places.entry(name.to_owned()).or_insert_with(|| {
            panel.names.push(name.to_owned());
            panel.products.push(Product {
                balances: vec![None; panel.periods.len()],
                treated: None,
            });
            panel.products.len() - 1
        });
        let when = panel
            .periods
            .iter()
            .position(|known| known == line.text(period))
            .unwrap_or_default();
        if !seen.insert((place, when)) {
            return Err(line.fault(
                product,
                "each product once a period",
                "每种产品每期只出现一次",
            ));
        }
        let marked = treated
            .map(|treated| line.yes(treated))
            .transpose()?
            .flatten();
        // proof: the place was found or made above, the period is one of the table's.
        let entry = &mut panel.products[place];
        if entry
            .treated
            .is_some_and(|known| marked.is_some_and(|marked| marked != known))
        {
            return Err(line.fault(
                treated.unwrap_or(product),
                "one mark for each product",
                "每种产品只有一种标记",
            ));
        }
        entry.treated = entry.treated.or(marked);
        entry.balances[when] = balance(&line)?;
    }
    Ok(panel)
}

/// How a balance is read: as a column of its own, else exports less imports.
fn balance(
    table: &Table,
) -> Result<impl Fn(&Line) -> Result<Option<f64>, QuestionError> + use<>, QuestionError> {
    let own = table.perhaps("balance");
    let sides = match own {
        Some(_) => None,
        None if table.perhaps("exports").is_none() => {
            return Err(table
                .column("balance")
                .err()
                .unwrap_or_else(|| no_show("balance")));
        }
        None => Some((table.column("exports")?, table.column("imports")?)),
    };
    Ok(move |line: &Line| match (own, sides) {
        (Some(own), _) => line.number(own),
        (None, Some((exports, imports))) => {
            Ok(match (line.number(exports)?, line.number(imports)?) {
                (Some(exports), Some(imports)) => Some(exports - imports),
                _ => None,
            })
        }
        (None, None) => Ok(None),
    })
}

fn groups(panel: &Panel) -> Result<Vec<Row>, QuestionError> {
    let [surplus, deficit] = sides(&panel.products)?;
    let row_of = |name: (&str, &str),
                  products: &[Product],
                  totals: Option<&[f64]>|
     -> Result<Row, QuestionError> {
        let made = formula(products)?;
        let mut cells = row([
            ("group", Value::Both(Bilingual::new(name.0, name.1))),
            ("counted", (made.counted as i64).into()),
            ("same_sign", (made.same_sign as i64).into()),
            ("same_sign_pct", perhaps_percent(made.share)),
            ("left_out", (made.left_out as i64).into()),
        ]);
        for (place, period) in panel.periods.iter().enumerate() {
            let total = totals.and_then(|totals| totals.get(place).copied());
            cells.push((period.clone().into(), total.map_or(Value::Null, money)));
        }
        Ok(cells)
    };
    let first = |wanted: fn(f64) -> bool| -> Vec<Product> {
        let begins = |product: &&Product| {
            product
                .balances
                .first()
                .copied()
                .flatten()
                .is_some_and(wanted)
        };
        panel.products.iter().filter(begins).cloned().collect()
    };
    let (up, down) = (
        first(|balance| balance > 0.0),
        first(|balance| balance < 0.0),
    );
    let all: Vec<f64> = surplus
        .totals
        .iter()
        .zip(&deficit.totals)
        .map(|(a, b)| a + b)
        .collect();
    let mut rows = vec![row_of(
        ("all products", "全部产品"),
        &panel.products,
        Some(&all),
    )?];
    if !up.is_empty() {
        rows.push(row_of(
            ("surplus at the start", "期初顺差"),
            &up,
            Some(&surplus.totals),
        )?);
    }
    if !down.is_empty() {
        rows.push(row_of(
            ("deficit at the start", "期初逆差"),
            &down,
            Some(&deficit.totals),
        )?);
    }
    Ok(rows)
}

fn products(panel: &Panel) -> Vec<Row> {
    let each = panel.names.iter().zip(&panel.products);
    each.map(|(name, product)| {
        let mut cells = row([
            ("product", name.as_str().into()),
            ("treated", Value::or_null(product.treated)),
        ]);
        let balances = panel.periods.iter().zip(&product.balances);
        cells.extend(
            balances.map(|(period, balance)| {
                (period.clone().into(), balance.map_or(Value::Null, money))
            }),
        );
        cells
    })
    .collect()
}

fn told(made: &Difference) -> Vec<Row> {
    let group = |name: (&str, &str), group: &Group| {
        row([
            ("group", Value::Both(Bilingual::new(name.0, name.1))),
            ("products", (group.products as i64).into()),
            ("change_mean", money(group.change)),
            ("std_dev", money(group.sd)),
        ])
    };
    let mut last = row([
        (
            "group",
            Value::Both(Bilingual::new("difference in differences", "双重差分")),
        ),
        (
            "products",
            ((made.treated.products + made.control.products) as i64).into(),
        ),
        ("change_mean", money(made.estimate)),
        ("std_dev", Value::Null),
    ]);
    last.extend(row([
        ("std_error", money(made.std_error)),
        ("df", perhaps(made.df)),
        ("p", perhaps(made.p)),
        ("left_out", (made.left_out as i64).into()),
    ]));
    vec![
        group(("taxed", "被加税"), &made.treated),
        group(("not taxed", "未加税"), &made.control),
        last,
    ]
}

/// Places of the periods named, or the one that stands for none.
fn places(panel: &Panel, named: &[String], default: usize) -> Result<Vec<usize>, QuestionError> {
    if named.is_empty() {
        return Ok(vec![default]);
    }
    let find = |name: &String| {
        panel
            .periods
            .iter()
            .position(|known| known == name)
            .ok_or_else(|| no_period(name, &panel.periods))
    };
    named.iter().map(find).collect()
}

fn example() -> Note {
    Note::remark(
        "N-EXAMPLE",
        "no table is named: these are ten products of our own making, with the moves document 002, §2.5 tells of; give a CSV with product, period, balance and treated",
        "未给出表格：以下为自拟的十种产品，走势依文档002第二部分第5节；请给出含 product、period、balance、treated 的 CSV",
    )
}

fn identified() -> Note {
    Note::remark(
        "N-DID",
        "the difference is the effect of the duty where the taxed and the others would have moved alike without it, and where trade did not move from one to the other; one change a product, unequal variances (Welch)",
        "仅当无关税时两组走势相同、且贸易未在两组间转移，该差值才是关税效应；每种产品一个变化，方差不等（韦尔奇）",
    )
}

fn no_period(name: &str, known: &[String]) -> QuestionError {
    QuestionError::invalid(
        "E-TARIFF-PERIOD",
        Bilingual::new(
            format!("there is no period \"{name}\""),
            format!("没有时期“{name}”"),
        ),
        Bilingual::new(
            format!("expected one of {}", known.join(", ")),
            format!("应为 {} 之一", known.join("、")),
        ),
    )
}

fn no_show(show: &str) -> QuestionError {
    QuestionError::invalid(
        "E-USAGE-SHOW",
        Bilingual::new(
            format!(
                "--show \"{show}\" is nothing that can be shown, or periods are named beside it"
            ),
            format!("--show “{show}”不可显示，或同时给出了时期"),
        ),
        Bilingual::new(
            "expected groups, products, or difference with --before and --after",
            "应为 groups、products，或 difference 并可带 --before 与 --after",
        ),
    )
}
