//! Names, chains and lifetimes of currencies.

use super::*;
use rust_decimal::Decimal;

fn code(text: &str) -> &'static str {
    Currency::parse(text).unwrap().code()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn every_iso_code_has_a_chinese_name_and_resolves_from_it() {
    let listed: Vec<_> = (0..=999)
        .filter_map(iso_currency::Currency::from_numeric)
        .collect();
    assert!(listed.len() > 170);
    for iso in listed {
        let currency = Currency::parse(iso.code()).unwrap();
        assert_eq!(currency.code(), iso.code());
        assert_eq!(code(currency.name(Lang::Zh)), iso.code());
        assert!(!currency.name(Lang::Zh).is_ascii());
    }
}

#[test]
fn names_and_signs_are_read() {
    for (text, expected) in [
        ("usd", "USD"),
        ("US$", "USD"),
        ("U.S. dollars", "USD"),
        ("current US dollars", "USD"),
        ("美元", "USD"),
        ("人民币", "CNY"),
        ("元人民币", "CNY"),
        ("元", "CNY"),
        ("RMB", "CNY"),
        ("日元", "JPY"),
        ("円", "JPY"),
        ("yen", "JPY"),
        ("欧元", "EUR"),
        ("€", "EUR"),
        ("euro", "EUR"),
        ("英镑", "GBP"),
        ("£", "GBP"),
        ("pound sterling", "GBP"),
        ("韩元", "KRW"),
        ("港元", "HKD"),
        ("Deutsche Mark", "DEM"),
        ("XDR", "XDR"),
        ("SDR", "XDR"),
        ("特别提款权", "XDR"),
        (" CHF ", "CHF"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
}

#[test]
fn what_several_currencies_share_is_refused_with_the_candidates() {
    for text in ["¥", "￥", "$", "Dollars", "法郎", "peso"] {
        let refusal = Currency::parse(text).unwrap_err();
        assert_eq!(refusal.code(), "E-CODE-CURRENCY-AMBIGUOUS", "{text}");
    }
    let refusal = Currency::parse("¥").unwrap_err();
    assert!(refusal.advice(Lang::En).contains("CNY") && refusal.advice(Lang::En).contains("JPY"));
}

#[test]
fn an_unknown_currency_is_refused_with_the_nearest() {
    let refusal = Currency::parse("UDS").unwrap_err();
    assert_eq!(refusal.code(), "E-CODE-CURRENCY");
    assert_eq!(refusal.left(), Some("UDS"));
    assert!(refusal.advice(Lang::En).contains("USD"), "{refusal}");
    for text in ["", "us", "123", "X$", "US$ mn", "golden ducat of Utopia"] {
        assert!(Currency::parse(text).is_err(), "{text}");
    }
}

#[test]
fn minor_units_are_those_of_iso_4217() {
    for (text, digits) in [
        ("USD", Some(2)),
        ("JPY", Some(0)),
        ("KWD", Some(3)),
        ("CLF", Some(4)),
        ("XAU", None),
    ] {
        assert_eq!(
            Currency::parse(text).unwrap().minor_digits(),
            digits,
            "{text}"
        );
    }
}

#[test]
fn the_bolivar_lost_fourteen_zeros() {
    let factors = |text: &str, a: &str, b: &str| -> Vec<Decimal> {
        let changes = Currency::parse(text)
            .unwrap()
            .redenominated_between(day(a), day(b));
        changes.iter().map(|change| change.factor).collect()
    };
    let all: Decimal = factors("VES", "2000-01-01", "2022-01-01").iter().product();
    assert_eq!(all, Decimal::from(100_000_000_000_000_i64));
    assert_eq!(factors("VEB", "2000-01-01", "2022-01-01").len(), 3);
    assert_eq!(factors("VEF", "2010-01-01", "2018-08-19"), vec![]);
    assert_eq!(
        factors("VEF", "2010-01-01", "2018-08-20"),
        vec![Decimal::from(100_000)]
    );
    let real: Decimal = factors("BRL", "1960-01-01", "2000-01-01").iter().product();
    assert_eq!(real, Decimal::from(2_750_i64 * 1_000_000_000_000));
}

#[test]
fn a_chain_runs_in_order_of_date_and_links_up() {
    for currency in Currency::all() {
        let chain = currency.redenominations();
        for pair in chain.windows(2) {
            assert!(pair[0].date < pair[1].date, "{currency}");
            assert_eq!(pair[0].new, pair[1].old, "{currency}");
        }
        if let (Some(from), Some(until)) = currency.lifetime() {
            assert!(from <= until, "{currency}");
        }
    }
}

#[test]
fn the_mark_ends_with_the_euro_and_the_euro_does_not_begin_with_the_mark() {
    let mark = Currency::parse("DEM").unwrap();
    assert!(mark.check_on(day("1998-12-31")).is_ok());
    let refusal = mark.check_on(day("1999-01-01")).unwrap_err();
    assert_eq!(refusal.code(), "E-CODE-CURRENCY-DATE");
    assert!(refusal.advice(Lang::En).contains("1.95583"));
    let euro = Currency::parse("EUR").unwrap();
    assert!(euro.check_on(day("1998-12-31")).is_err());
    let before: Vec<&str> = euro
        .redenominations()
        .iter()
        .map(|change| change.old.code())
        .collect();
    assert_eq!(before, vec!["XEU"]);
}

#[test]
fn present_currencies_are_known_from_past_ones() {
    for (text, current) in [
        ("USD", true),
        ("CNY", true),
        ("TRL", false),
        ("HRK", false),
        ("BGN", false),
        ("VES", true),
    ] {
        assert_eq!(
            Currency::parse(text).unwrap().is_current(),
            current,
            "{text}"
        );
    }
    assert_eq!(Currency::parse("CNY").unwrap().lifetime(), (None, None));
}
