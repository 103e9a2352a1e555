//! S7.2 as a question: of a scenario, or in closed form by options.

use triffin_basis::{BasisError, Bilingual};
use triffin_tariff::mechanisms::sourcing::{Origin, Sourcing, Taste, Total, source};

use super::asked::{Asked, money, number, pair, percent, perhaps_percent, rate};
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::treasury::Given;

/// S7.2: who sells instead, from sales by origin and duties.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn diversion(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S7.2", "q̂ = λ·(κ·ĉ)^(−σ); Σ s·q̂ = P̂^(−η)");
    if let Some((scenario, importers)) = asked.scenario()? {
        return crate::tariff::offsets::diversion(&scenario, &importers);
    }
    let (names, origins) = origins(&mut asked)?;
    let taste = Taste {
        sigma: asked.number("sigma")?,
        eta: asked.number("eta")?,
        total: kept(&asked.texts("keep"))?,
    };
    let made = source(&origins, taste)?;
    let rows = names.iter().zip(&origins).zip(&made.origins);
    let rows: Vec<Row> = rows
        .map(|((name, origin), sold)| {
            row([
                ("supplier", name.as_str().into()),
                ("duty_before_pct", percent(origin.before)),
                ("duty_after_pct", percent(origin.after)),
                ("imports_before", money(origin.sales)),
                ("imports_after", money(sold.sales)),
                ("change", money(sold.sales - origin.sales)),
                ("share_before_pct", percent(sold.share_before)),
                ("share_after_pct", percent(sold.share_after)),
                ("quantity_pct", percent(sold.quantity - 1.0)),
                ("price_pct", percent(sold.price - 1.0)),
                ("duty_paid_price_pct", percent(sold.duty_paid - 1.0)),
                ("at_capacity", sold.full.into()),
            ])
        })
        .collect();
    note(&mut asked, &made);
    let mut answer = asked.answer(rows)?;
    answer.total = Some(total(&origins, &made));
    Ok(answer)
}

fn origins(asked: &mut Asked<'_>) -> Result<(Vec<String>, Vec<Origin>), QuestionError> {
    let (mut names, mut origins) = (Vec::new(), Vec::new());
    let typed = asked.texts("supplier");
    for text in &typed {
        let (name, sales) = pair("supplier", text)?;
        if names.iter().any(|known| known == name) {
            return Err(twice(name));
        }
        names.push(name.to_owned());
        origins.push(Origin::at_given_price(
            asked.amount_or_number(sales)?,
            0.0,
            0.0,
        ));
    }
    each(
        asked.typed("base_duty"),
        "base_duty",
        &names,
        &mut origins,
        |origin, text| {
            (origin.before, origin.after) = (rate(text)?, rate(text)?);
            Ok(())
        },
    )?;
    each(
        asked.texts("duty"),
        "duty",
        &names,
        &mut origins,
        |origin, text| {
            origin.after = rate(text)?;
            Ok(())
        },
    )?;
    each(
        asked.typed("supply"),
        "supply",
        &names,
        &mut origins,
        |origin, text| {
            origin.supply = number(text)?;
            Ok(())
        },
    )?;
    each(
        asked.typed("capacity"),
        "capacity",
        &names,
        &mut origins,
        |origin, text| {
            origin.capacity = Some(number(text)?);
            Ok(())
        },
    )?;
    Ok((names, origins))
}

/// Applies each `NAME=VALUE` to the origin of that name, `*` to all.
fn each(
    texts: Vec<String>,
    option: &str,
    names: &[String],
    origins: &mut [Origin],
    mut apply: impl FnMut(&mut Origin, &str) -> Result<(), QuestionError>,
) -> Result<(), QuestionError> {
    for text in &texts {
        let (name, value) = pair(option, text)?;
        let mut found = false;
        for (known, origin) in names.iter().zip(origins.iter_mut()) {
            if name == "*" || name == known {
                apply(origin, value)?;
                found = true;
            }
        }
        if !found {
            return Err(unknown(name, names).into());
        }
    }
    Ok(())
}

/// What the total counts.
fn kept(texts: &[String]) -> Result<Total, QuestionError> {
    match texts {
        [text] if text == "units" => Ok(Total::Units),
        [text] if text == "use" => Ok(Total::Index),
        other => Err(QuestionError::invalid(
            "E-TARIFF-KEEP",
            Bilingual::new(
                format!("--keep \"{}\" is neither units nor use", other.join(" ")),
                format!("--keep “{}”既非 units 也非 use", other.join(" ")),
            ),
            Bilingual::new(
                "expected units (as customs count them) or use (an index of constant elasticity)",
                "应为 units（海关计量）或 use（固定弹性指数）",
            ),
        )),
    }
}

fn total(origins: &[Origin], made: &Sourcing) -> Row {
    let before: f64 = origins.iter().map(|origin| origin.sales).sum();
    let after: f64 = made.origins.iter().map(|sold| sold.sales).sum();
    row([
        ("imports_before", money(before)),
        ("imports_after", money(after)),
        ("change", money(after - before)),
        ("quantity_pct", percent(made.quantity - 1.0)),
        ("duty_paid_price_pct", percent(made.price - 1.0)),
        ("diverted_pct", perhaps_percent(made.diversion.diverted)),
    ])
}

fn note(asked: &mut Asked<'_>, made: &Sourcing) {
    let Some(diverted) = made.diversion.diverted else {
        return;
    };
    let (share, price) = (100.0 * diverted, 100.0 * (made.price - 1.0));
    asked.note(Note::remark(
        "N-DIVERSION",
        format!("others sell {share:.1} % of what the taxed origins lose, and buyers pay {price:.1} % more for imports"),
        format!("其他来源补上被加税来源减少额的 {share:.1}%，买方为进口多付 {price:.1}%"),
    ));
}

fn unknown(name: &str, names: &[String]) -> BasisError {
    BasisError::new(
        "E-TARIFF-ORIGIN",
        format!("there is no origin \"{name}\""),
        format!("没有名为“{name}”的来源"),
    )
    .value(name)
    .expected(names.join(", "), names.join("、"))
    .remedy("Name one of the origins, or *", "请写明其中一个来源，或 *")
}

fn twice(name: &str) -> QuestionError {
    QuestionError::invalid(
        "E-TARIFF-ORIGIN",
        Bilingual::new(
            format!("the origin \"{name}\" stands twice"),
            format!("来源“{name}”出现两次"),
        ),
        Bilingual::new("expected each origin once", "每个来源应只出现一次"),
    )
}
