//! Units and multipliers as SDMX data flows write them.

use crate::codes;

/// The unit of a code and its label, in our form where it is one we know, else
/// the code as it stands.
pub fn unit(code: &str, label: &str) -> String {
    let readings = [
        codes::unit(&spelled(code)),
        codes::unit(label),
        codes::unit(&spelled(label)),
    ];
    let known = readings.into_iter().flatten().next();
    known.unwrap_or_else(|| match code.is_empty() {
        true => codes::unstated_unit(),
        false => code.to_owned(),
    })
}

/// `MIO_EUR` is a million euros, `PC_GDP` per cent of GDP.
fn spelled(code: &str) -> String {
    const SCALES: [(&str, &str); 3] = [("THS_", "thousand "), ("MIO_", "mn "), ("BIO_", "bn ")];
    let (scale, base) = SCALES
        .into_iter()
        .find_map(|(prefix, word)| Some((word, code.strip_prefix(prefix)?)))
        .unwrap_or(("", code));
    let base = match base {
        "NAC" | "XDC" => "LCU".to_owned(),
        "PC" | "PT" => "%".to_owned(),
        _ => match base.strip_prefix("PC_").or(base.strip_prefix("PT_")) {
            Some(of) => format!("% of {of}"),
            None => base.to_owned(),
        },
    };
    format!("{scale}{base}")
}

/// The power of ten of a multiplier: `6`, `1000000` or `Millions`.
pub fn power(text: &str) -> Option<i64> {
    match text.to_lowercase().as_str() {
        "" | "units" | "unit" => return Some(0),
        "thousands" => return Some(3),
        "millions" => return Some(6),
        "billions" => return Some(9),
        "trillions" => return Some(12),
        _ => {}
    }
    let number: i64 = text.parse().ok()?;
    if (-15..=15).contains(&number) {
        return (number != 10).then_some(number);
    }
    let number = u64::try_from(number).ok()?;
    let power = number.ilog10();
    (10u64.checked_pow(power) == Some(number)).then_some(i64::from(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels_of_units_are_read() {
        for (code, label, ours) in [
            ("MIO_EUR", "Million euro", "mn EUR"),
            ("Million euro", "", "mn EUR"),
            ("MIO_NAC", "", "mn LCU"),
            ("PC_GDP", "Percentage of gross domestic product", "% of GDP"),
            ("USD", "", "USD"),
            ("PC", "", "%"),
            ("", "", "unit not stated"),
            ("XYZ_9", "", "XYZ_9"),
        ] {
            assert_eq!(unit(code, label), ours, "{code}");
        }
    }

    #[test]
    fn a_multiplier_is_a_power_a_number_or_a_word() {
        for (text, ours) in [
            ("", Some(0)),
            ("0", Some(0)),
            ("6", Some(6)),
            ("1000000", Some(6)),
            ("Millions", Some(6)),
            ("-2", Some(-2)),
            ("1500", None),
            ("many", None),
        ] {
            assert_eq!(power(text), ours, "{text}");
        }
    }
}
