//! Reading unit texts.

use super::{Tender, Unit, physical};
use crate::currency::Currency;
use crate::error::BasisError;
use crate::number::{narrow, parse_decimal};
use crate::period::Period;
use crate::scale::Scale;

pub(super) fn parse(text: &str) -> Result<(Unit, Scale), BasisError> {
    let plain = tidy(text);
    if plain.is_empty() {
        return Ok((Unit::Unstated, Scale::One));
    }
    if let Some(unit) = word(&plain)
        .or_else(|| percent_of(&plain))
        .or_else(|| index(&plain))
    {
        return Ok((unit, Scale::One));
    }
    if let Some(unit) = rate(&plain)? {
        return Ok((unit, Scale::One));
    }
    scaled(&plain, text)
}

/// One blank between words, full-width signs narrowed, commas and brackets as
/// blanks: `US$ (million)` and `US$, million` are one text.
fn tidy(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(narrow)
        .map(|c| match c {
            '％' => '%',
            '（' | '）' | '(' | ')' | ',' | ';' | '：' | ':' => ' ',
            '／' => '/',
            other => other,
        })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn word(text: &str) -> Option<Unit> {
    Some(match text.to_lowercase().as_str() {
        "%" | "percent" | "per cent" | "pct" | "百分比" => Unit::Percent,
        "pp" | "ppt" | "percentage point" | "percentage points" | "百分点" | "個百分點"
        | "个百分点" => Unit::PercentagePoint,
        "bp" | "bps" | "basis point" | "basis points" | "基点" | "个基点" => Unit::BasisPoint,
        "ratio" | "times" | "x" | "倍" => Unit::Ratio,
        "count" | "number" | "个" | "個" | "起" | "家" => Unit::Count,
        "lcu" | "local currency" | "national currency" | "本币" => Unit::LocalMoney,
        "unit not stated" => Unit::Unstated,
        _ => return None,
    })
}

/// `% of GDP`, `占GDP的%`, `占GDP比重`.
fn percent_of(text: &str) -> Option<Unit> {
    for beginning in ["% of ", "percent of ", "per cent of "] {
        if let Some((head, base)) = text.split_at_checked(beginning.len())
            && head.eq_ignore_ascii_case(beginning)
        {
            return Some(Unit::PercentOf(base.to_owned()));
        }
    }
    let chinese = text
        .strip_prefix('占')
        .or_else(|| text.strip_prefix('佔'))?;
    ["的%", "比重", "的比重", "比例"]
        .iter()
        .find_map(|end| chinese.strip_suffix(end))
        .map(|base| Unit::PercentOf(base.trim_end_matches('的').trim().to_owned()))
}

/// `index`, `index 2010=100`, `2010=100`, `指数 2010年=100`.
fn index(text: &str) -> Option<Unit> {
    let lower = text.to_lowercase();
    let rest = lower
        .strip_prefix("index")
        .or_else(|| lower.strip_prefix("指数"))
        .or_else(|| lower.strip_prefix("指數"));
    let base = match rest.map(str::trim) {
        Some("") => return Some(Unit::Index { base: None }),
        Some(rest) => rest,
        None => lower.as_str(),
    };
    let period = base.replace(' ', "").strip_suffix("=100")?.to_uppercase();
    let base = Period::parse(&period).ok()?;
    Some(Unit::Index { base: Some(base) })
}

/// `CNY per USD`; a slash between currencies is refused.
fn rate(text: &str) -> Result<Option<Unit>, BasisError> {
    if let Some((of, per)) = text.split_once(" per ") {
        let per = per.trim_start_matches("1 ");
        return Ok(match (tender(of), tender(per)) {
            (Some(of), Some(per)) => Some(Unit::Rate { of, per }),
            _ => None,
        });
    }
    if let Some((left, right)) = text.split_once('/')
        && tender(left).is_some()
        && tender(right).is_some()
    {
        return Err(ambiguous_quote(text, left.trim(), right.trim()));
    }
    Ok(None)
}

fn tender(text: &str) -> Option<Tender> {
    let text = text.trim();
    if word(text) == Some(Unit::LocalMoney) {
        return Some(Tender::Local);
    }
    Currency::find(text).map(Tender::Of)
}

/// A scale before or after a currency or a physical unit. What is cheap to
/// refuse comes first: a currency's name is looked up only where one can be.
fn scaled(text: &str, original: &str) -> Result<(Unit, Scale), BasisError> {
    if let Some(unit) = thing(text) {
        return Ok((unit, Scale::One));
    }
    let (scale, rest) = leading_scale(text)?;
    if scale != Scale::One {
        let rest = rest.trim().trim_start_matches("of ");
        if rest.is_empty() {
            return Ok((Unit::Unstated, scale));
        }
        return base(rest)
            .map(|unit| (unit, scale))
            .map_err(|refusal| refine(refusal, original));
    }
    if let Some((name, scale)) = trailing_scale(text) {
        return base(name)
            .map(|unit| (unit, scale))
            .map_err(|refusal| refine(refusal, original));
    }
    base(text)
        .map(|unit| (unit, Scale::One))
        .map_err(|refusal| refine(refusal, original))
}

/// `百万美元`, `thousand yen`, `1000 JPY`.
fn leading_scale(text: &str) -> Result<(Scale, &str), BasisError> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    if digits == 0 {
        return Scale::strip_prefix(text);
    }
    let (number, rest) = text.split_at(digits);
    let power = number.trim_end_matches('0');
    if power == "1"
        && let Some(scale) = u32::try_from(number.len() - 1)
            .ok()
            .and_then(Scale::from_exponent)
    {
        return Ok((scale, rest));
    }
    Ok((Scale::One, text))
}

/// `USD mn`, `美元亿`: the longest scale that ends the text.
fn trailing_scale(text: &str) -> Option<(&str, Scale)> {
    text.char_indices().skip(1).find_map(|(at, _)| {
        let (name, word) = text.split_at(at);
        let parted = word.starts_with(' ') || !word.is_ascii();
        let scale = Scale::parse(word).ok().filter(|_| parted)?;
        (scale != Scale::One).then_some((name.trim(), scale))
    })
}

/// A unit that is no currency.
fn thing(text: &str) -> Option<Unit> {
    word(text).or_else(|| physical::symbol(text).map(|symbol| Unit::Physical(symbol.to_owned())))
}

/// A currency or a physical unit without a scale; the refusal of an ambiguous
/// currency sign, or none where the text is simply unknown.
fn base(text: &str) -> Result<Unit, Option<BasisError>> {
    if let Some(unit) = thing(text) {
        return Ok(unit);
    }
    // 亿元人民币 puts the counting word before the currency's name.
    let name = ["元", "圆", "圓"]
        .iter()
        .find_map(|counting| text.strip_prefix(counting))
        .filter(|name| !name.is_empty())
        .unwrap_or(text);
    Currency::find_one(name).map(Unit::Money)
}

/// An ambiguous currency sign keeps its own refusal; else the unit is unknown.
fn refine(ambiguous: Option<BasisError>, text: &str) -> BasisError {
    if let Some(refusal) = ambiguous {
        return refusal;
    }
    let hint = match parse_decimal(text) {
        Ok(_) => "A number is no unit",
        Err(_) => "Name the currency or quantity; an unstated unit is left empty",
    };
    BasisError::new(
        "E-UNIT-TEXT",
        format!("\"{text}\" is no known unit"),
        format!("“{text}”不是已知单位"),
    )
    .value(text)
    .expected(
        "USD mn, 亿美元, %, % of GDP, pp, CNY per USD, index (2010=100), kg …",
        "亿美元、USD mn、%、占GDP比重、个百分点、CNY per USD、指数（2010=100）、kg 等",
    )
    .remedy(hint, "请写明币种或计量单位；未注明的单位请留空")
}

fn ambiguous_quote(text: &str, left: &str, right: &str) -> BasisError {
    BasisError::new(
        "E-UNIT-QUOTE",
        format!("\"{text}\" can be read both ways: dealers write USD/CNY for CNY per USD"),
        format!("“{text}”有两种读法：市场以 USD/CNY 表示每美元兑人民币"),
    )
    .between("quote", left, right)
    .expected("CNY per USD", "CNY per USD")
    .remedy(
        format!("Write \"{left} per {right}\" or \"{right} per {left}\""),
        format!("请写作“{left} per {right}”或“{right} per {left}”"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn read(text: &str) -> (String, Scale) {
        let (unit, scale) = parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        (unit.to_string(), scale)
    }

    #[test]
    fn money_is_read_with_its_scale_in_every_order() {
        for (text, unit, scale) in [
            ("亿美元", "USD", Scale::Yi),
            ("億美元", "USD", Scale::Yi),
            ("亿元人民币", "CNY", Scale::Yi),
            ("十亿日元", "JPY", Scale::Billion),
            ("百万美元", "USD", Scale::Million),
            ("万元", "CNY", Scale::Wan),
            ("萬億美元", "USD", Scale::Trillion),
            ("美元（百万）", "USD", Scale::Million),
            ("USD mn", "USD", Scale::Million),
            ("USD, millions", "USD", Scale::Million),
            ("US$ bn", "USD", Scale::Billion),
            ("bn USD", "USD", Scale::Billion),
            ("thousand yen", "JPY", Scale::Thousand),
            ("1000 JPY", "JPY", Scale::Thousand),
            ("JPY", "JPY", Scale::One),
            ("LCU mn", "LCU", Scale::Million),
        ] {
            assert_eq!(read(text), (unit.to_owned(), scale), "{text}");
        }
    }

    #[test]
    fn what_is_not_money_is_read_too() {
        for (text, unit, scale) in [
            ("%", "%", Scale::One),
            ("per cent", "%", Scale::One),
            ("% of GDP", "% of GDP", Scale::One),
            ("占GDP比重", "% of GDP", Scale::One),
            ("个百分点", "pp", Scale::One),
            ("basis points", "bp", Scale::One),
            ("index (2010=100)", "index (2010=100)", Scale::One),
            ("2010=100", "index (2010=100)", Scale::One),
            ("index 2010=100", "index (2010=100)", Scale::One),
            ("percentage point", "pp", Scale::One),
            ("万亿元人民币", "CNY", Scale::Trillion),
            ("month", "month", Scale::One),
            ("DEM per USD", "DEM per USD", Scale::One),
            ("亿千克", "kg", Scale::Yi),
            ("指数", "index", Scale::One),
            ("LCU per USD", "LCU per USD", Scale::One),
            ("CNY per USD", "CNY per USD", Scale::One),
            ("万吨", "t", Scale::Wan),
            ("thousand tonnes", "t", Scale::Thousand),
            ("亿", "unit not stated", Scale::Yi),
            ("倍", "ratio", Scale::One),
            ("kg", "kg", Scale::One),
        ] {
            assert_eq!(read(text), (unit.to_owned(), scale), "{text}");
        }
    }

    #[test]
    fn percent_and_percentage_point_are_two_units() {
        assert_ne!(parse("%").unwrap().0, parse("pp").unwrap().0);
    }

    #[test]
    fn canonical_text_is_read_back() {
        for text in [
            "USD",
            "% of GDP",
            "pp",
            "index (2010=100)",
            "LCU per USD",
            "t",
            "ratio",
        ] {
            let (unit, _) = parse(text).unwrap();
            assert_eq!(unit.to_string(), text);
        }
    }

    #[test]
    fn a_unit_with_its_scale_is_read_back_in_both_languages() {
        for text in ["USD", "CNY", "JPY", "LCU", "kg", "t", "person"] {
            let (unit, _) = parse(text).unwrap();
            for scale in Scale::all() {
                for lang in [Lang::En, Lang::Zh] {
                    let written = unit.with_scale(scale, lang);
                    let read = parse(&written).unwrap_or_else(|r| panic!("{written}: {r}"));
                    assert_eq!(read, (unit.clone(), scale), "{written}");
                }
            }
        }
        for text in [
            "%",
            "% of GDP",
            "pp",
            "bp",
            "index (2010=100)",
            "index",
            "ratio",
            "count",
        ] {
            let (unit, _) = parse(text).unwrap();
            let chinese = unit.label(Lang::Zh);
            assert_eq!(parse(&chinese).unwrap().0, unit, "{chinese}");
        }
    }

    #[test]
    fn an_ambiguous_or_unknown_text_is_refused() {
        let code = |text: &str| parse(text).unwrap_err().code();
        assert_eq!(code("USD/CNY"), "E-UNIT-QUOTE");
        assert_eq!(code("兆美元"), "E-SCALE-AMBIGUOUS");
        assert_eq!(code("florbs"), "E-UNIT-TEXT");
        assert_eq!(code("亿 florbs"), "E-UNIT-TEXT");
    }
}
