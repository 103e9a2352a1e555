//! Amounts as texts print them.

use super::*;
use crate::lang::Lang;
use crate::slip;
use proptest::prelude::*;

fn value(text: &str) -> Decimal {
    parse_amount(text)
        .unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
        .value
}

/// S11.5: 4.19万亿 and 41,900亿 are one number; 4190亿 beside it is a ×10
/// slip (S11.6).
#[test]
fn scales_are_exact_and_a_slip_beside_them_is_suspected() {
    assert_eq!(value("4.19万亿"), value("41,900亿"));
    assert_eq!(value("4.19萬億"), Decimal::from(4_190_000_000_000i64));
    let slip = slip::suspect(value("4.19万亿"), value("4190亿")).unwrap();
    let message = slip.map(|slip| slip.localized(Lang::En)).unwrap();
    assert!(message.contains("×10 slip"), "{message}");
}

#[test]
fn one_amount_in_many_writings() {
    let expected = Decimal::from(418_200_000_000i64);
    for text in [
        "418.2 bn USD",
        "USD 418.2 bn",
        "US$418.2 billion",
        "4182亿美元",
        "4,182 亿美元",
        "4１８２億美元",
        "418200 百万美元",
        "0.4182万亿美元",
    ] {
        let amount = parse_amount(text).unwrap();
        assert_eq!(amount.value, expected, "{text}");
        assert_eq!(amount.unit.to_string(), "USD", "{text}");
    }
}

#[test]
fn names_of_currencies_are_read_as_texts_write_them() {
    for (text, currency, value) in [
        ("人民币4亿元", "CNY", 400_000_000i64),
        ("4亿元人民币", "CNY", 400_000_000),
        ("4,000 亿元", "CNY", 400_000_000_000),
        ("1.2 trillion yen", "JPY", 1_200_000_000_000),
        ("2千亿日圆", "JPY", 200_000_000_000),
        ("2億日圓", "JPY", 200_000_000),
        ("5 million euros", "EUR", 5_000_000),
        ("418.2 billion US dollars", "USD", 418_200_000_000),
        ("3百亿美元", "USD", 30_000_000_000),
        ("7千万英镑", "GBP", 70_000_000),
        ("6萬韓元", "KRW", 60_000),
    ] {
        let amount = parse_amount(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        assert_eq!(amount.unit.to_string(), currency, "{text}");
        assert_eq!(amount.value, Decimal::from(value), "{text}");
    }
}

#[test]
fn the_sign_may_stand_before_the_currency() {
    assert_eq!(value("−5,297.5亿日元"), value("-529750000000 JPY"));
    assert_eq!(value("-US$ 9096亿"), value("-9096亿美元"));
    assert_eq!(value("US$ -9096亿"), value("-9096亿美元"));
}

#[test]
fn hedges_are_read_wherever_they_stand() {
    for (text, hedge) in [
        ("约4000亿美元", Hedge::About),
        ("近70%", Hedge::Nearly),
        ("逾5000亿美元", Hedge::Over),
        ("5000多亿美元", Hedge::Over),
        ("3亿多", Hedge::Over),
        ("3亿多美元", Hedge::Over),
        ("3万多亿元", Hedge::Over),
        ("逾百亿", Hedge::Over),
        ("近千亿美元", Hedge::Nearly),
        ("逾万亿元", Hedge::Over),
        ("约二十亿", Hedge::About),
        ("4000亿美元左右", Hedge::About),
        ("nearly 70 %", Hedge::Nearly),
        ("at least USD 3 tn", Hedge::AtLeast),
        ("不足5%", Hedge::Under),
        ("5%", Hedge::Exact),
    ] {
        assert_eq!(parse_amount(text).unwrap().hedge, hedge, "{text}");
    }
}

/// One statement in three writings says one thing.
#[test]
fn a_hedge_is_as_wide_however_the_figure_is_written() {
    let interval = |text: &str| parse_amount(text).unwrap().interval.to_string();
    for (texts, expected) in [
        (
            ["about 3 bn", "约30亿", "3,000 mn about"],
            "[2500000000, 3500000000]",
        ),
        (
            ["over 3 bn", "30多亿", "more than 3,000 mn"],
            "(3000000000, 4000000000]",
        ),
        (
            ["nearly 100 bn", "近千亿", "近1000亿"],
            "[90000000000, 100000000000]",
        ),
        (
            ["about 2.5 bn", "约二十五亿", "约2500百万"],
            "[2400000000, 2600000000]",
        ),
    ] {
        for text in texts {
            assert_eq!(interval(text), expected, "{text}");
        }
    }
}

#[test]
fn the_interval_is_at_scale_one() {
    let amount = parse_amount("4.19万亿美元").unwrap();
    assert_eq!(
        amount.interval.to_string(),
        "[4185000000000, 4195000000000)"
    );
    let about = parse_amount("约4000亿美元").unwrap();
    assert!(about.interval.contains(value("4220亿美元")));
}

proptest! {
    // An unknown name is compared with every known one: few cases do.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,24}") {
        let _ = parse_amount(&text);
        let _ = Unit::parse(&text);
    }
}

proptest! {
    #[test]
    fn no_mixture_of_its_own_words_makes_it_panic(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "-", "−", "4", ".19", ",190", "e9", "万", "亿", "兆", "千克", "美元", "US$", "bn", "%",
                "约", "不", "超过", "多", " ", "左右", "二", "十", "百", "至", "–", "per", "/", "% of ", "元", "(", "=100", "占", "的%", "K",
            ]),
            0..9,
        )
    ) {
        let text = words.concat();
        if let Ok(amount) = parse_amount(&text) {
            prop_assert!(amount.interval.overlaps(&amount.interval), "{}", text);
        }
    }
}

/// A dozen is a unit of customs tables and twelve items.
#[test]
fn three_dozen_are_thirty_six_items() {
    let dozen = parse_amount("3 dozen").unwrap();
    let items = parse_amount("36 items").unwrap();
    assert_eq!((dozen.value, &dozen.unit), (items.value, &items.unit));
    assert_eq!(dozen.interval.to_string(), "[30, 42)");
    assert_eq!(parse_amount("3打").unwrap().value, Decimal::from(36));
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let code = |text: &str| parse_amount(text).unwrap_err().code();
    assert_eq!(code("n.a."), "E-AMOUNT-TEXT");
    assert_eq!(code("4兆美元"), "E-SCALE-AMBIGUOUS");
    assert_eq!(code("4 florbs"), "E-UNIT-TEXT");
    assert_eq!(code("1,23亿美元"), "E-NUMBER-GROUPING");
    assert_eq!(code("US$4亿元"), "E-BASIS-CURRENCY");
    assert_eq!(code("亿美元"), "E-AMOUNT-TEXT");
}

/// 两万三千亿 is counted in hundreds of billions and 二十亿 in full: what a
/// numeral cannot write below its last unit is not known to be zero.
#[test]
fn a_numeral_is_rounded_at_its_last_written_unit() {
    for (text, value, low, high) in [
        (
            "两万三千亿美元",
            "2300000000000",
            "2250000000000",
            "2350000000000",
        ),
        (
            "两万三千一百亿美元",
            "2310000000000",
            "2305000000000",
            "2315000000000",
        ),
        ("两万三千", "23000", "22500", "23500"),
        ("23000", "23000", "22999.5", "23000.5"),
        ("二十亿元", "2000000000", "1950000000", "2050000000"),
        ("百分之五十", "50", "49.5", "50.5"),
        ("两万三千一百二十一", "23121", "23120.5", "23121.5"),
    ] {
        let amount = parse_amount(text).unwrap();
        let of = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(amount.value, of(value), "{text}");
        assert_eq!(amount.interval.lo().value(), Some(of(low)), "{text}");
        assert_eq!(amount.interval.hi().value(), Some(of(high)), "{text}");
    }
}
