//! The rows of the partners table, and what a reader must know to compare them.

use triffin_basis::{Bilingual, Flag, Lang, Period};
use triffin_brief::facts::{Fact, PartnerRow, Partners};

use super::PartnerReport;
use crate::brief::valuations::seen_valuations;
use crate::brief::wording;
use crate::error::{QuestionError, both};

/// The rows of one period, largest imbalance first, and how they compare.
pub(super) fn of(found: &[PartnerReport], period: Period) -> Result<Partners, QuestionError> {
    let mut rows = found
        .iter()
        .map(|one| row(one, period))
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.balance.value.map(|value| value.abs())));
    Ok(Partners {
        rows,
        rest: None,
        total: None,
        notes: notes(found),
    })
}

fn row(one: &PartnerReport, period: Period) -> Result<PartnerRow, QuestionError> {
    let sides = one.seen(one.report.at(period)?.unwrap_or_default());
    let (exports_at, imports_at) = seen_valuations(&one.report, one.mirrored);
    let fact = |amount, side: &str, at: &Bilingual| -> Result<Fact, QuestionError> {
        let fact = one.report.fact(amount, period)?.on(basis(one, period, at)?);
        let fact = fact.by_words(formula(one, side));
        let mirror = one.mirrored && fact.value.is_some();
        Ok(if mirror {
            fact.flagged(Flag::Mirror)
        } else {
            fact
        })
    };
    let at = wording::joined(&exports_at, (" − ", "−"), &imports_at);
    Ok(PartnerRow {
        name: both(|lang| one.partner.name(lang).to_owned()),
        exports: fact(sides.exports, "X", &exports_at)?,
        imports: fact(sides.imports, "M", &imports_at)?,
        balance: fact(sides.balance()?, "B", &at)?,
        share: None,
    })
}

/// `X = M*`: what stands on the other side of the mirror, and its conversion.
fn formula(one: &PartnerReport, side: &str) -> Bilingual {
    let reporter = one.report.reporter.code();
    let seen = match (one.mirrored, side) {
        (true, "X") => format!("X = M({reporter})"),
        (true, "M") => format!("M = X({reporter})"),
        (true, _) => format!("B = −B({reporter})"),
        (false, "B") => "B = X − M".to_owned(),
        (false, side) => side.to_owned(),
    };
    match (&one.own, &one.report.rates) {
        (Some(own), Some(rates)) => Bilingual::new(
            format!("{seen}, Σ {} × rate of each month ({rates})", own.currency),
            format!("{seen}，Σ {} × 各月汇率（{rates}）", own.currency),
        ),
        _ => Bilingual::same(seen),
    }
}

/// The valuation, whose report it is, and the amount in the publisher's currency.
fn basis(one: &PartnerReport, period: Period, at: &Bilingual) -> Result<Bilingual, QuestionError> {
    let reporter = &one.report.reporter;
    let mut text = both(|lang| match lang {
        Lang::En => format!("{}, reported by {}", at.en, reporter.name(lang)),
        Lang::Zh => format!("{}，{}报告", at.zh, reporter.name(lang)),
    });
    if let Some(own) = &one.own {
        let sides = one.seen(own.at(period)?.unwrap_or_default());
        if let Some(balance) = sides.balance()? {
            let currency = &own.currency;
            text.en
                .push_str(&format!("; in {currency} the balance is {balance}"));
            text.zh
                .push_str(&format!("；按{currency}计差额为 {balance}"));
        }
    }
    Ok(text)
}

/// Who reports, at which valuation, and what was converted.
fn notes(found: &[PartnerReport]) -> Vec<Bilingual> {
    let mut notes = Vec::new();
    if found.iter().any(|one| one.mirrored) {
        notes.push(Bilingual::new(
            "Reported by the partners (mirror): their imports are exports here, and the sign of their balance is reversed.",
            "由伙伴方报告（镜像）：其进口即此处出口，其差额符号相反。",
        ));
    }
    let said = |one: &PartnerReport| {
        let (exports, imports) = seen_valuations(&one.report, one.mirrored);
        let mut converted = match &one.own {
            Some(own) => (
                format!(", {} converted", own.currency),
                format!("，由{}换算", own.currency),
            ),
            None => Default::default(),
        };
        if let Some(product) = &one.only_product {
            converted.0.push_str(&format!(", product {product} only"));
            converted.1.push_str(&format!("，仅商品 {product}"));
        }
        both(|lang| match lang {
            Lang::En => format!(
                "{}: exports {}, imports {}{}",
                one.partner.name(lang),
                exports.en,
                imports.en,
                converted.0
            ),
            Lang::Zh => format!(
                "{}：出口{}，进口{}{}",
                one.partner.name(lang),
                exports.zh,
                imports.zh,
                converted.1
            ),
        })
    };
    let each: Vec<Bilingual> = found.iter().map(said).collect();
    notes.push(both(|lang| {
        let list: Vec<&str> = each.iter().map(|text| text.get(lang)).collect();
        match lang {
            Lang::En => format!("Valuation by partner. {}.", list.join("; ")),
            Lang::Zh => format!("各伙伴计价：{}。", list.join("；")),
        }
    }));
    notes
}
