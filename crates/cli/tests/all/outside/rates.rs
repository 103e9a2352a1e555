//! `--currency` and `--rates`: which exchange rates convert, and who says so.

use super::lab::{Lab, digits, only};

const ASK: &str = "trade balance --reporter CHN --source records --currency CNY";

/// The ledger, and a user's yearly rate of 2018 and monthly ones of 2017.
fn lab() -> Lab {
    let lab = Lab::with_ledger();
    lab.write(
        "own.csv",
        "economy,indicator,period,value,unit\n\
         CHN,desk_rate,2018,10,CNY per USD\nCHN,desk_rate,2017-03,20,CNY per USD\n\
         CHN,desk_rate,2017-06,20,CNY per USD\n",
    );
    lab.ok("data add own.csv");
    lab
}

#[test]
fn the_rates_used_are_among_the_sources_and_no_others() {
    let lab = Lab::with_ledger();
    let asked = lab.json(&format!("{ASK} --period 2018-03"));
    let sources = asked["meta"]["sources"].as_array().unwrap();
    let of: Vec<&str> = sources
        .iter()
        .map(|source| source["dataset"].as_str().unwrap())
        .collect();
    assert_eq!(of.len(), 2, "{sources:?}");
    assert_eq!(of[0], "records");
    assert_eq!(
        asked["meta"]["basis"]["rates"],
        format!("{}:exchange_rate (M)", of[1])
    );
    for field in ["publisher", "released", "licence"] {
        assert!(sources[1][field].is_string(), "{field}: {sources:?}");
    }
    assert_eq!(sources[1]["vintages"].as_array().map(Vec::len), Some(1));
    // Nothing to convert: no rates are named.
    let own =
        lab.json("trade balance --reporter CHN --source records --currency USD --period 2018");
    assert_eq!(own["meta"]["sources"].as_array().map(Vec::len), Some(1));
    assert!(own["meta"]["basis"].get("rates").is_none());
}

#[test]
fn a_users_yearly_rate_goes_before_the_monthly_ones_carried() {
    let lab = lab();
    let asked = lab.json(&format!("{ASK} --period 2018-03"));
    assert_eq!(digits(only(&asked), "exports"), "15002.5");
    assert_eq!(asked["meta"]["basis"]["rates"], "series:desk_rate (A)");
    assert_eq!(asked["meta"]["sources"][1]["dataset"], "series");
}

#[test]
fn a_gap_is_filled_from_the_rates_carried_and_named() {
    let lab = lab();
    // March and June 2017 have the desk's rate; July and December have not.
    let asked = lab.json(&format!("{ASK} --period 2017 --by period"));
    let exports = |period| digits(super::lab::row(&asked, "key", period), "exports");
    assert_eq!(exports("2017-03"), "20002");
    // The Federal Reserve's average of December 2017: 6.5932 CNY per USD.
    assert_eq!(exports("2017-12"), "13186.4");
    let warnings = asked["meta"]["warnings"].to_string();
    assert!(warnings.contains("N-RATES-FALLBACK"), "{warnings}");
    assert!(
        warnings.contains("2017-07") && warnings.contains("2017-12"),
        "{warnings}"
    );
    assert_eq!(asked["meta"]["sources"].as_array().map(Vec::len), Some(3));
}

#[test]
fn rates_are_chosen_by_name_and_the_refusal_lists_them() {
    let lab = lab();
    let named = |name: &str| {
        let asked = lab.json(&format!("{ASK} --period 2018-03 --rates {name}"));
        digits(only(&asked), "exports")
    };
    assert_eq!(named("series"), "15002.5");
    assert_eq!(named("series:desk_rate"), "15002.5");
    let said = lab.refused(
        &format!("{ASK} --period 2018 --rates nosuch"),
        3,
        "E-RATES-NAME",
    );
    assert!(said.contains("series:desk_rate"), "{said}");
    let carried = said
        .split([' ', ',', ';'])
        .find(|word| word.contains("fed") && word.contains(':'))
        .unwrap_or_else(|| panic!("{said}"));
    assert_eq!(named(carried), "9477.67935");
    // What is named does not fall back.
    lab.refused(
        &format!("{ASK} --period 2017 --rates series"),
        2,
        "E-TRADE-RATE-MISSING",
    );
    let zh = lab.run(&format!("{ASK} --period 2018 --rates nosuch --lang zh"));
    assert!(zh.stderr.contains("没有名为") && zh.code == 3, "{zh:?}");
}

#[test]
fn a_users_direct_pair_needs_no_dollar() {
    let lab = Lab::new();
    lab.write(
        "trade.csv",
        "flow,reporter,partner,product,value,currency,valuation,period\n\
         export,FRA,USA,010121,100,EUR,fob,2018\nimport,FRA,USA,010121,60,EUR,fob,2018\n",
    );
    lab.write(
        "pair.csv",
        "economy,indicator,period,value,unit\nFRA,ecb,2018,8,CNY per EUR\n",
    );
    lab.ok("data add trade.csv");
    let ask = "trade balance --reporter FRA --period 2018 --currency CNY";
    let crossed = lab.json(ask);
    let balance: f64 = digits(only(&crossed), "balance").parse().unwrap();
    assert!(
        (300.0..330.0).contains(&balance),
        "40 EUR at about 7.8: {balance}"
    );
    lab.ok("data add pair.csv");
    assert_eq!(digits(only(&lab.json(ask)), "balance"), "320");
}

#[test]
fn a_shipment_of_another_month_takes_that_months_rate() {
    let lab = Lab::with_ledger();
    // Shipped 28 December 2018 and declared in January 2019: December's rate, 6.8837.
    let asked = lab.json(&format!("{ASK} --period 2018-12 --timing shipped"));
    assert_eq!(digits(only(&asked), "exports"), "22716.21");
}

#[test]
fn a_change_is_split_into_trade_and_rates() {
    let lab = lab();
    lab.write(
        "more.csv",
        "economy,indicator,period,value,unit\nCHN,flat,2017,8,CNY per USD\nCHN,flat,2018,10,CNY per USD\n",
    );
    lab.ok("data add more.csv");
    let ask = "trade translation --reporter CHN --from 2017 --to 2018 --source records";
    let asked = lab.json(&format!("{ask} --currency CNY --rates series:flat"));
    let total = only(&asked);
    // USD −1399.900001 at 8, USD −799.75 at 10.
    assert_eq!(digits(total, "balance_from"), "-11199.200008");
    assert_eq!(digits(total, "balance_to"), "-7997.5");
    assert_eq!(digits(total, "d_balance"), "3201.700008");
    assert_eq!(digits(total, "constant_rates"), "4801.200008");
    assert_eq!(digits(total, "translation"), "-1599.5");
    assert_eq!(asked["meta"]["unit"], "CNY");
    let dollars = lab.json(&format!("{ask} --currency USD"));
    assert_eq!(digits(only(&dollars), "translation"), "0");
    let by = lab.json(&format!("{ask} --currency CNY --by partner"));
    for row in by["data"].as_array().unwrap() {
        let of = |name| super::lab::exact(&digits(row, name));
        assert_eq!(
            of("constant_rates") + of("translation"),
            of("d_balance"),
            "{row:#}"
        );
    }
    lab.refused(ask, 2, "E-TRADE-CURRENCY");
}
