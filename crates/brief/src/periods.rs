//! Periods as a reader of one language writes them.

use triffin_basis::{Freq, Lang, Period};

use crate::locale::t;

/// `2018`, `2018 Q3`, `March 2018`; `2018年`, `2018年第三季度`, `2018年3月`.
pub fn spoken(period: Period, lang: Lang) -> String {
    let start = period.start();
    let (year, month, day) = (
        start.year().to_string(),
        start.month().to_string(),
        start.day().to_string(),
    );
    let quarter = ((start.month() + 2) / 3).to_string();
    let month_name = t(lang, &format!("month.m{month}"), &[]);
    let quarter_name = t(lang, &format!("quarter.q{quarter}"), &[]);
    let key = match period.freq() {
        Freq::Year => "period.year",
        Freq::Quarter => "period.quarter",
        Freq::Month => "period.month",
        Freq::Day => "period.day",
    };
    let args = [
        ("year", year.as_str()),
        ("quarter", &quarter_name),
        ("month", &month_name),
        ("day", &day),
    ];
    t(lang, key, &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_spoken_in_both_languages() {
        let said = |text: &str| {
            let period = Period::parse(text).unwrap();
            (spoken(period, Lang::En), spoken(period, Lang::Zh))
        };
        assert_eq!(said("2018"), ("2018".into(), "2018年".into()));
        assert_eq!(said("2018-Q3"), ("2018 Q3".into(), "2018年第三季度".into()));
        assert_eq!(said("2018-03"), ("March 2018".into(), "2018年3月".into()));
        let day = ("31 March 2018".to_owned(), "2018年3月31日".to_owned());
        assert_eq!(said("2018-03-31"), day);
    }
}
