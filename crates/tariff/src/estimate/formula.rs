//! `y ~ a + b | e1^t + e2^t`, as a request.

use triffin_basis::BasisError;

use super::request::Request;
use super::term::Term;

/// Reads `y ~ a + b | e1^t + e2^t`; the part after the bar may be missing.
///
/// # Errors
///
/// `E-GRAVITY-FORMULA` where a side is missing, `E-GRAVITY-TERM` where a
/// term cannot be read.
pub fn parse(text: &str) -> Result<Request, BasisError> {
    let Some((y, rest)) = text.split_once('~') else {
        return Err(unreadable(text));
    };
    let (x, effects) = match rest.split_once('|') {
        None => (rest, None),
        Some((x, effects)) => (x, Some(effects)),
    };
    if y.trim().is_empty() || x.trim().is_empty() || rest.contains('~') {
        return Err(unreadable(text));
    }
    let x = x
        .split('+')
        .map(str::parse)
        .collect::<Result<Vec<Term>, _>>()?;
    let mut request = Request::new(y.parse()?, x);
    for effect in effects.into_iter().flat_map(|effects| effects.split('+')) {
        request = request.effect(effect)?;
    }
    Ok(request)
}

fn unreadable(text: &str) -> BasisError {
    BasisError::new(
        "E-GRAVITY-FORMULA",
        format!("cannot read the formula “{text}”"),
        format!("无法识别公式“{text}”"),
    )
    .value(text)
    .expected(
        "y ~ a + b, or y ~ a + b | effect1^time + effect2^time",
        "y ~ a + b，或 y ~ a + b | 效应1^时间 + 效应2^时间",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_a_request() {
        let request = parse("trade ~ rta + log(dist)|e^t + i^t + e^i").unwrap();
        assert_eq!(request.y.to_string(), "trade");
        assert_eq!(request.x[1].to_string(), "log(dist)");
        let effects: Vec<String> = request.effects.iter().map(ToString::to_string).collect();
        assert_eq!(effects, ["e^t", "i^t", "e^i"]);
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for text in [
            "",
            "trade",
            "~ rta",
            "trade ~",
            "trade ~ | e^t",
            "a ~ b ~ c",
        ] {
            assert_eq!(
                parse(text).unwrap_err().code(),
                "E-GRAVITY-FORMULA",
                "{text}"
            );
        }
        for text in ["trade ~ rta + ", "trade ~ rta | ", "trade ~ rta | e | i"] {
            assert_eq!(parse(text).unwrap_err().code(), "E-GRAVITY-TERM", "{text}");
        }
    }
}
