//! The ways publishers write a period.

use jiff::civil::Date;

use crate::{BasisError, Period};

const EXPECTED_EN: &str = "a year 2018, quarter 2018-Q3, month 2018-03 or day 2018-03-31";
const EXPECTED_ZH: &str = "年 2018、季度 2018-Q3、月 2018-03 或日 2018-03-31";

/// See [`Period::parse`].
pub(crate) fn parse(text: &str) -> Result<Period, BasisError> {
    let trimmed = text.trim();
    let dashed = match trimmed.is_ascii() {
        true => Some(trimmed.to_ascii_uppercase().replace('/', "-")),
        false => dashed_chinese(trimmed),
    };
    let period = dashed.as_deref().and_then(read);
    period.ok_or_else(|| no_period(text))
}

/// The refusal of a text that names no period.
pub(crate) fn no_period(text: &str) -> BasisError {
    BasisError::new(
        "E-PERIOD",
        format!("no period \"{text}\""),
        format!("没有时期“{text}”"),
    )
    .value(text)
    .expected(EXPECTED_EN, EXPECTED_ZH)
}

/// `2018年`, `2018年第三季度`, `2018年3月` or `2018年3月31日` in the dashed form.
fn dashed_chinese(text: &str) -> Option<String> {
    let (year, rest) = text.split_once('年')?;
    if rest.is_empty() {
        return Some(year.to_owned());
    }
    let quarter = rest.strip_suffix('度').unwrap_or(rest);
    if let Some(quarter) = quarter.strip_suffix('季') {
        let quarter = quarter.strip_prefix('第').unwrap_or(quarter);
        return Some(format!("{year}-Q{}", quarter_digit(quarter)));
    }
    let (month, day) = rest.split_once('月')?;
    if day.is_empty() {
        return Some(format!("{year}-{month}"));
    }
    let day = day.strip_suffix('日')?;
    Some(format!("{year}-{month}-{day}"))
}

fn quarter_digit(quarter: &str) -> &str {
    match quarter {
        "一" => "1",
        "二" => "2",
        "三" => "3",
        "四" => "4",
        other => other,
    }
}

fn read(text: &str) -> Option<Period> {
    // No calendar has a year 0.
    let year = text
        .get(..4)
        .and_then(digits::<i16>)
        .filter(|year| *year > 0)?;
    let rest = text.get(4..)?;
    if rest.is_empty() {
        return Some(Period::year(year));
    }
    let Some(rest) = rest.strip_prefix('-') else {
        return read_joined(year, rest);
    };
    if let Some(quarter) = rest.strip_prefix('Q') {
        return read_quarter(year, quarter);
    }
    if let Some(month) = rest.strip_prefix('M') {
        return read_month(year, month);
    }
    match rest.split_once('-') {
        Some((month, day)) => read_day(year, month, day),
        None => read_month(year, rest),
    }
}

/// What follows the year without a dash: `Q3`, `M03`, `03`, `0331`.
fn read_joined(year: i16, rest: &str) -> Option<Period> {
    if let Some(quarter) = rest.strip_prefix('Q') {
        return read_quarter(year, quarter);
    }
    if let Some(month) = rest.strip_prefix('M') {
        return read_month(year, month);
    }
    match rest.len() {
        2 => read_month(year, rest),
        4 => read_day(year, rest.get(..2)?, rest.get(2..)?),
        _ => None,
    }
}

fn read_quarter(year: i16, quarter: &str) -> Option<Period> {
    let quarter = (quarter.len() == 1).then_some(quarter).and_then(digits)?;
    Period::quarter(year, quarter).ok()
}

fn read_month(year: i16, month: &str) -> Option<Period> {
    let month = (1..=2)
        .contains(&month.len())
        .then_some(month)
        .and_then(digits)?;
    Period::month(year, month).ok()
}

fn read_day(year: i16, month: &str, day: &str) -> Option<Period> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let day = Date::new(year, digits(month)?, digits(day)?).ok()?;
    Some(Period::day(day))
}

/// A number written with ASCII digits only: no sign, no blank.
fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_form_is_read() {
        for (text, canonical) in [
            ("2018", "2018"),
            (" 2018 ", "2018"),
            ("2018年", "2018"),
            ("2018-Q3", "2018-Q3"),
            ("2018Q3", "2018-Q3"),
            ("2018q3", "2018-Q3"),
            ("2018年第三季度", "2018-Q3"),
            ("2018年3季度", "2018-Q3"),
            ("2018年四季", "2018-Q4"),
            ("2018-03", "2018-03"),
            ("2018M03", "2018-03"),
            ("2018M3", "2018-03"),
            ("2018-M03", "2018-03"),
            ("2018/3", "2018-03"),
            ("201803", "2018-03"),
            ("2018年12月", "2018-12"),
            ("2018-03-31", "2018-03-31"),
            ("2018/03/31", "2018-03-31"),
            ("20180331", "2018-03-31"),
            ("2016年2月29日", "2016-02-29"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn what_names_no_period_is_refused_with_the_text() {
        for text in [
            "",
            "18",
            "2018-13",
            "2018-00",
            "2018-Q5",
            "2018Q0",
            "2018-02-29",
            "2018-1-1-1",
            "+2018",
            "-2018",
            "2018-+3",
            "2018 Q3",
            "20183",
            "2018-Q03",
            "2018-003",
            "x",
            "二〇一八年",
            "2018-H1",
            "2018-W03",
            "２０１８",
            "2018-",
            "2018/",
            "2018日",
            "2018年-",
            "2018年3",
            "2018年3月31",
            "3月",
        ] {
            let refusal = parse(text).unwrap_err();
            assert_eq!(refusal.code(), "E-PERIOD", "{text}");
            assert_eq!(refusal.left(), Some(text));
        }
    }
}
