//! Sums over a window, by hand and as identities.

use super::*;
use proptest::prelude::*;

fn at(text: &str, value: i64) -> (Period, Option<Decimal>) {
    (text.parse().unwrap(), Some(Decimal::from(value)))
}

fn one(how: Aggregation, parts: Vec<(Period, Option<Decimal>)>) -> Aggregate {
    let whole = how.over(parts, Freq::Quarter).unwrap();
    assert_eq!(whole.len(), 1);
    whole[0].clone()
}

#[test]
fn a_flow_adds_a_stock_ends_a_mean_divides() {
    let quarter = || vec![at("2018-03", 7), at("2018-01", 1), at("2018-02", 4)];
    assert_eq!(
        one(Aggregation::Sum, quarter()).value,
        Some(Decimal::from(12))
    );
    assert_eq!(
        one(Aggregation::Last, quarter()).value,
        Some(Decimal::from(7))
    );
    assert_eq!(
        one(Aggregation::Mean, quarter()).value,
        Some(Decimal::from(4))
    );
}

#[test]
fn the_sort_of_number_says_how_it_aggregates() {
    assert_eq!(Aggregation::of(StockFlow::Flow), Aggregation::Sum);
    assert_eq!(Aggregation::of(StockFlow::Stock), Aggregation::Last);
    assert_eq!(Aggregation::of(StockFlow::Index), Aggregation::Mean);
}

#[test]
fn what_is_not_there_is_marked_and_never_zero() {
    let without_march = || {
        vec![
            at("2018-01", 1),
            at("2018-02", 4),
            ("2018-03".parse().unwrap(), None),
        ]
    };
    for (how, value) in [
        (Aggregation::Sum, Some(Decimal::from(5))),
        (Aggregation::Last, None),
        (Aggregation::Mean, Some(Decimal::new(25, 1))),
    ] {
        let whole = one(how, without_march());
        assert_eq!(whole.value, value);
        let Coverage::Partial {
            present,
            expected,
            missing,
        } = whole.coverage
        else {
            panic!("{how:?} is complete");
        };
        assert_eq!((present, expected), (2, 3));
        assert_eq!(missing, vec!["2018-03".parse().unwrap()]);
    }
    let nothing = one(Aggregation::Sum, vec![("2018-01".parse().unwrap(), None)]);
    assert_eq!(nothing.value, None);
    assert_eq!(Aggregation::Sum.over([], Freq::Year).unwrap(), vec![]);
}

#[test]
fn lengths_do_not_mix_and_periods_do_not_repeat() {
    let code = |parts: Vec<_>, freq| Aggregation::Sum.over(parts, freq).unwrap_err().code();
    assert_eq!(
        code(vec![at("2018-01", 1), at("2018-Q2", 1)], Freq::Year),
        "E-PERIOD-MIXED"
    );
    assert_eq!(
        code(vec![at("2018", 1), at("2018-01", 1)], Freq::Month),
        "E-PERIOD-MIXED"
    );
    assert_eq!(
        code(vec![at("2018-01", 1), at("2018-01", 1)], Freq::Year),
        "E-PERIOD-DUPLICATE"
    );
}

#[test]
fn a_sum_that_would_round_is_refused() {
    let parts = vec![
        ("2018-01".parse().unwrap(), Some(Decimal::MAX)),
        ("2018-02".parse().unwrap(), Some(Decimal::new(1, 6))),
    ];
    let refusal = Aggregation::Sum.over(parts, Freq::Year).unwrap_err();
    assert_eq!(refusal.code(), "E-NUMBER-PRECISION");
}

proptest! {
    #[test]
    fn twelve_months_are_four_quarters_are_the_year(
        values in proptest::collection::vec(-1_000_000_000_000_i64..1_000_000_000_000, 12),
        places in 0u32..7,
    ) {
        let months = Period::year(2018).parts(Freq::Month);
        let flows: Vec<_> = months
            .iter()
            .zip(&values)
            .map(|(month, value)| (*month, Some(Decimal::new(*value, places))))
            .collect();
        let by_hand = Decimal::new(values.iter().sum(), places);
        let year = Aggregation::Sum.over(flows.clone(), Freq::Year).unwrap();
        prop_assert_eq!(year[0].value, Some(by_hand));
        prop_assert!(year[0].coverage.is_complete());
        let quarters = Aggregation::Sum.over(flows, Freq::Quarter).unwrap();
        prop_assert_eq!(quarters.len(), 4);
        let again = quarters.into_iter().map(|quarter| (quarter.period, quarter.value));
        prop_assert_eq!(&Aggregation::Sum.over(again, Freq::Year).unwrap()[0].value, &year[0].value);
    }

    #[test]
    fn a_stock_at_the_end_of_the_year_is_that_of_its_last_quarter(
        values in proptest::collection::vec(any::<i32>(), 12),
    ) {
        let months = Period::year(2016).parts(Freq::Month);
        let stocks: Vec<_> = months
            .iter()
            .zip(&values)
            .map(|(month, value)| (*month, Some(Decimal::from(*value))))
            .collect();
        let quarters = Aggregation::Last.over(stocks.clone(), Freq::Quarter).unwrap();
        let years = Aggregation::Last.over(stocks, Freq::Year).unwrap();
        prop_assert_eq!(years[0].value, quarters[3].value);
        prop_assert_eq!(years[0].value, Some(Decimal::from(values[11])));
    }
}
