use proptest::prelude::*;
use triffin_basis::{Decimal, Lang, Unit};

use super::{Column, Numerals};

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap().0
}

fn usd() -> Unit {
    unit("USD")
}

fn say(text: &str, unit: &Unit) -> (String, String) {
    let value: Decimal = text.parse().unwrap();
    (
        Numerals::plain(Lang::En).value(value, unit),
        Numerals::plain(Lang::Zh).value(value, unit),
    )
}

/// Reads a sentence's amount back: the number times the word's power of ten.
fn read_back(text: &str) -> Decimal {
    let words = [
        (" tn", 12),
        (" bn", 9),
        (" mn", 6),
        (" thousand", 3),
        ("万亿", 12),
        ("亿", 8),
        ("万", 4),
    ];
    let scale = words
        .iter()
        .find(|(word, _)| text.contains(word))
        .map_or(0, |(_, scale)| *scale);
    let number: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '-' | '.'))
        .collect();
    number.parse::<Decimal>().unwrap() * Decimal::from(10_i64.pow(scale))
}

#[test]
fn the_us_deficit_with_china_reads_the_same_in_both_languages() {
    let (en, zh) = say("-418232000000", &usd());
    assert_eq!(en, "-418.2 bn USD");
    assert_eq!(zh, "-4,182亿美元");
}

#[test]
fn a_trillion_is_wanyi() {
    let (en, zh) = say("4190000000000", &usd());
    assert_eq!(en, "4.19 tn USD");
    assert_eq!(zh, "4.19万亿美元");
}

#[test]
fn ratios_rates_and_indices_have_their_own_digits() {
    assert_eq!(say("25.6376", &Unit::Percent).0, "25.6%");
    assert_eq!(say("-1.25", &Unit::PercentagePoint).1, "-1.3个百分点");
    assert_eq!(
        say("6.61743", &unit("CNY per USD")),
        ("6.6174 CNY per USD".into(), "6.6174人民币/1美元".into())
    );
    assert_eq!(
        say("123.456", &unit("index 2010=100")).0,
        "123.46 (2010=100)"
    );
    assert_eq!(
        say("2.54", &Unit::PercentOf("GDP".into())),
        ("2.5% of GDP".into(), "GDP的2.5%".into())
    );
}

#[test]
fn print_has_true_minus_signs_and_periods_keep_their_hyphen() {
    let numerals = Numerals::typeset(Lang::Zh);
    let share = Decimal::new(-25, 1);
    let gdp = Unit::PercentOf("GDP".into());
    assert_eq!(numerals.value(share, &gdp), "GDP的−2.5%");
    let index = Unit::Index {
        base: triffin_basis::Period::parse("2010-Q1").ok(),
    };
    assert_eq!(numerals.value(share, &index), "−2.5（2010-Q1=100）");
}

#[test]
fn a_column_has_one_scale_and_one_last_digit() {
    let unit = usd();
    let values = ["-418232000000", "39000000", "0"].map(|v| v.parse::<Decimal>().unwrap());
    let column = Column::fit(Numerals::plain(Lang::En), &unit, values);
    assert_eq!(column.unit(), "bn USD");
    assert_eq!(values.map(|v| column.cell(v)), ["-418.2", "0.0", "0.0"]);
    let column = Column::fit(Numerals::plain(Lang::Zh), &unit, values);
    assert_eq!(column.unit(), "亿美元");
    assert_eq!(values.map(|v| column.cell(v)), ["-4,182", "0", "0"]);
}

#[test]
fn the_ends_of_the_decimals_are_printed_too() {
    for value in [Decimal::MAX, Decimal::MIN, Decimal::new(1, 28)] {
        for lang in [Lang::En, Lang::Zh] {
            let numerals = Numerals::typeset(lang);
            assert!(!numerals.value(value, &usd()).is_empty());
            assert!(!numerals.exact(value).is_empty());
            let unit = usd();
            let column = Column::fit(numerals, &unit, [value]);
            assert!(!column.cell(value).is_empty());
        }
    }
}

proptest! {
    #[test]
    fn a_sentence_says_the_same_number_in_both_languages(
        mantissa in -1_000_000_000_000_000_000_i64..1_000_000_000_000_000_000,
        scale in 0_u32..9,
    ) {
        let value = Decimal::new(mantissa, scale);
        let en = Numerals::plain(Lang::En).value(value, &usd());
        let zh = Numerals::plain(Lang::Zh).value(value, &usd());
        prop_assert_eq!(read_back(&en), read_back(&zh), "{} / {}", en, zh);
    }

    #[test]
    fn what_is_printed_is_within_half_a_last_digit(
        mantissa in 1_i64..1_000_000_000_000_000_000,
        scale in 0_u32..9,
    ) {
        let value = Decimal::new(mantissa, scale);
        let printed = read_back(&Numerals::plain(Lang::En).value(value, &usd()));
        prop_assert!((printed - value).abs() * Decimal::from(2000) <= value);
    }

    #[test]
    fn columns_agree_between_languages(
        values in proptest::collection::vec(-1_000_000_000_000_000_i64..1_000_000_000_000_000, 1..6),
    ) {
        let unit = usd();
        let values: Vec<_> = values.into_iter().map(Decimal::from).collect();
        let read = |lang| -> Vec<Decimal> {
            let column = Column::fit(Numerals::plain(lang), &unit, values.iter().copied());
            values
                .iter()
                .map(|v| read_back(&format!("{} {}", column.cell(*v), column.unit())))
                .collect()
        };
        prop_assert_eq!(read(Lang::En), read(Lang::Zh));
    }
}
