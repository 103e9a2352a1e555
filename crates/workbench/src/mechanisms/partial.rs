//! S7.3 as a question: one market, from a case that comes with the program or a file.

use std::path::Path;

use triffin_basis::Bilingual;
use triffin_tariff::mechanisms::partial::{
    case::Case,
    library,
    market::{Market, Outcome, market},
    quota::Regime,
};

use super::asked::{Asked, float, percent};
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::treasury::Given;
use crate::value::Value;

/// S7.3: a market under a duty or a quota: prices, origins, quantities, what was taken as given.
///
/// # Errors
/// Those of the case and of the market; `E-TARIFF-NO-CASE` for a name of none.
pub fn partial(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(
        given,
        "S7.3",
        "Σ_k ∂q_k/∂p_j·(p_k − c_k) + q_j = 0; c_j = v_j·(1 + t_j) + d_j",
    );
    let names = asked.typed("case");
    let show = asked
        .typed("show")
        .pop()
        .unwrap_or_else(|| "prices".to_owned());
    let Some(name) = names.first() else {
        return asked.answer(cases()?);
    };
    let text = text(name)?;
    if show == "text" {
        return asked.answer(vec![row([("text", text.into())])]);
    }
    let case = Case::read(&text)?;
    let made = market(&case)?;
    asked.unit(&case.currency);
    asked.note(about(&case));
    for note in assumptions(&case) {
        asked.note(note);
    }
    settled(&mut asked, &made);
    let rows = match show.as_str() {
        "prices" => made.products.iter().map(product).collect(),
        "origins" => origins(&made),
        "goods" => goods(&case, &made),
        other => return Err(no_show(other)),
    };
    asked.answer(rows)
}

/// The cases that come with the program.
fn cases() -> Result<Vec<Row>, QuestionError> {
    let each = library::CASES.iter().map(|(name, text)| {
        let case = Case::read(text)?;
        Ok(row([
            ("case", (*name).into()),
            ("title", Value::Both(case.title.both())),
            ("products", (case.product.len() as i64).into()),
        ]))
    });
    each.collect()
}

fn text(name: &str) -> Result<String, QuestionError> {
    let path = Path::new(name);
    if !path.is_file() {
        return Ok(library::text(name)?.to_owned());
    }
    std::fs::read_to_string(path).map_err(|error| {
        QuestionError::invalid(
            "E-TARIFF-CASE",
            Bilingual::new(
                format!("{name} cannot be read: {error}"),
                format!("无法读取 {name}：{error}"),
            ),
            Bilingual::new(
                "expected a TOML file in UTF-8",
                "应为 UTF-8 编码的 TOML 文件",
            ),
        )
    })
}

fn product(each: &Outcome) -> Row {
    let (before, after) = (&each.before, &each.after);
    row([
        ("product", each.name.as_str().into()),
        ("firm", each.firm.as_str().into()),
        ("origin_before", before.origin.as_str().into()),
        ("origin_after", after.origin.as_str().into()),
        ("customs_before", float(before.customs)),
        ("customs_after", float(after.customs)),
        ("duty_after", float(after.duty)),
        ("duty_paid_before", float(before.duty_paid())),
        ("duty_paid_after", float(after.duty_paid())),
        ("retail_before", float(before.retail)),
        ("retail_after", float(after.retail)),
        ("retail_pct", percent(after.retail / before.retail - 1.0)),
        ("units_before", float(before.units)),
        ("units_after", float(after.units)),
    ])
}

fn origins(made: &Market) -> Vec<Row> {
    let rows = made.origins();
    let all = |good: &str, pick: fn(&(String, String, f64, f64)) -> f64| -> f64 {
        rows.iter().filter(|row| row.0 == good).map(pick).sum()
    };
    rows.iter()
        .map(|(good, origin, before, after)| {
            row([
                ("good", good.as_str().into()),
                ("supplier", origin.as_str().into()),
                ("units_before", float(*before)),
                ("units_after", float(*after)),
                ("share_before_pct", percent(before / all(good, |row| row.2))),
                ("share_after_pct", percent(after / all(good, |row| row.3))),
            ])
        })
        .collect()
}

/// Each good, then the sums, each beside what was published of it.
fn goods(case: &Case, made: &Market) -> Vec<Row> {
    let measure = |name: String, value: f64, unit: Value| {
        let found = case
            .published
            .iter()
            .find(|published| published.measure == name);
        row([
            ("measure", name.into()),
            ("value", float(value)),
            ("unit", unit),
            (
                "published",
                found.map_or(Value::Null, |found| float(found.value)),
            ),
            (
                "source",
                found.map_or(Value::Null, |found| Value::Both(found.source.both())),
            ),
        ])
    };
    let money = || {
        Value::Both(Bilingual::new(
            format!("{} × {}", case.currency, case.units.en),
            format!("{} × {}", case.currency, case.units.zh),
        ))
    };
    let mut rows = Vec::new();
    for good in made.goods() {
        let units = 100.0 * (good.units_after / good.units_before - 1.0);
        rows.push(measure(
            format!("{}.retail_pct", good.name),
            100.0 * good.retail,
            "%".into(),
        ));
        rows.push(measure(
            format!("{}.units_pct", good.name),
            units,
            "%".into(),
        ));
    }
    rows.push(measure("duty".to_owned(), made.duty(), money()));
    rows.push(measure(
        "consumer_cost".to_owned(),
        made.consumer_cost(),
        money(),
    ));
    rows
}

fn about(case: &Case) -> Note {
    let (title, units) = (&case.title, &case.units);
    Note::remark(
        "N-CASE",
        format!("{}; quantities in {}", title.en, units.en),
        format!("{}；数量单位为{}", title.zh, units.zh),
    )
}

fn assumptions(case: &Case) -> impl Iterator<Item = Note> {
    case.assumption.iter().map(|each| {
        Note::remark(
            "N-ASSUMPTION",
            format!("{} ({})", each.what.en, each.source.en),
            format!("{}（{}）", each.what.zh, each.source.zh),
        )
    })
}

fn settled(asked: &mut Asked<'_>, made: &Market) {
    let Some(quota) = &made.quota else {
        return;
    };
    let (told, told_zh) = match quota.regime {
        Regime::Within => ("not filled", "未用满"),
        Regime::Filled => ("just filled", "恰好用满"),
        Regime::Above => ("exceeded", "已超出"),
    };
    let (imports, marginal, average) =
        (quota.imports, 100.0 * quota.marginal, 100.0 * quota.average);
    asked.note(Note::remark(
        "N-QUOTA",
        format!("{imports:.0} are imported under the quota ({told}); the last unit pays {marginal:.1} % of its customs value, all together {average:.1} %"),
        format!("配额项下进口 {imports:.0}（{told_zh}）；最后一单位缴海关价格的 {marginal:.1}%，平均 {average:.1}%"),
    ));
}

fn no_show(show: &str) -> QuestionError {
    QuestionError::invalid(
        "E-USAGE-SHOW",
        Bilingual::new(
            format!("--show \"{show}\" is nothing that can be shown"),
            format!("--show “{show}”不可显示"),
        ),
        Bilingual::new(
            "expected prices, origins, goods or text",
            "应为 prices、origins、goods 或 text",
        ),
    )
}
