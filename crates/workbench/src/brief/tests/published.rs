//! Publishers' own files are found by the page, by whatever code they file a
//! series under.

use super::*;

/// The World Bank's bulk layout: one indicator, one line an economy.
const RATES: &str = "Country Name,Country Code,Indicator Name,Indicator Code,2017,2018
China,CHN,\"Official exchange rate (LCU per US$, period average)\",PA.NUS.FCRF,6.76,6.62
Germany,DEU,\"Official exchange rate (LCU per US$, period average)\",PA.NUS.FCRF,0.89,0.85
";

/// External Wealth of Nations: millions of dollars, gold left out of assets,
/// and a rate of Germany in a currency the euro replaced.
const WEALTH: &str = "Country,IFS_Code,Year,FX Reserves minus gold,Total assets excl. gold,Total liabilities,Net IIP excl gold,OFFICIAL IIP,GDP (US$),Current account balance,Exchange rate (period avg)
\"China,P.R.: Mainland\",924,2018,3000,7400,5300,2100,2150,13000,20,6.6
Germany,134,2018,50,9900,8000,1900,2010,4000,300,1.67
";

fn level(facts: &Facts, name: &str) -> Fact {
    let rows = facts.external.clone().unwrap().rows;
    let row = rows.into_iter().find(|row| row.name.en == name);
    row.unwrap_or_else(|| panic!("no row {name:?}")).level
}

#[test]
fn a_world_bank_rate_is_that_of_the_economys_own_currency() {
    let (_folder, bench) = stored(&[("API_PA.NUS.FCRF.csv", RATES)]);
    for (economy, figure, unit) in [
        ("CHN", "6.62", "CNY per USD"),
        ("DEU", "0.85", "EUR per USD"),
    ] {
        let rate = level(
            &facts_of(&bench, economy, Some("2018"), None),
            "Exchange rate",
        );
        assert_eq!(
            (value(&rate), rate.unit.to_string()),
            (money(figure), unit.to_owned())
        );
        assert!(rate.sources[0].starts_with("worldbank-wdi/"), "{rate:?}");
    }
}

#[test]
fn a_file_of_external_wealth_is_read_by_its_own_codes() {
    let (_folder, bench) = stored(&[("ewn.csv", WEALTH)]);
    let facts = facts_of(&bench, "CHN", Some("2018"), None);
    for (name, figure) in [
        ("Ext. assets", "7400000000"),
        ("Ext. liabilities", "5300000000"),
        ("Net pos. ex gold", "2100000000"),
        ("Net pos. official", "2150000000"),
    ] {
        let fact = level(&facts, name);
        assert_eq!(value(&fact), money(figure), "{name}");
        assert!(fact.sources[0].starts_with("ewn/"), "{name}: {fact:?}");
    }
    let said = |text: &str| facts.notes.iter().any(|note| note.en.contains(text));
    assert!(
        said("differs from assets less liabilities by +50 mn USD"),
        "{:?}",
        facts.notes
    );
    // Statistics lead, the estimate is named as one that could.
    let balance = facts.headline.unwrap().balance;
    assert!(balance.sources[0].starts_with("starter-world-bank/"));
}

/// `A − L = NIIP excl. gold` in every year the page can show.
#[test]
fn assets_less_liabilities_are_the_net_position_beside_them() {
    for (economy, year) in [
        ("CHN", "2018"),
        ("USA", "2018"),
        ("TUR", "2015"),
        ("DEU", "2021"),
    ] {
        let facts = brief(economy, Some(year));
        let gap = value(&level(&facts, "Ext. assets"))
            - value(&level(&facts, "Ext. liabilities"))
            - value(&level(&facts, "Net pos. ex gold"));
        // Ten significant digits of millions are printed.
        assert!(
            gap.abs() < Decimal::from(100_000),
            "{economy} {year}: {gap}"
        );
    }
}

#[test]
fn a_rate_in_a_replaced_currency_is_not_taken_for_one_of_the_euro() {
    let (_folder, bench) = stored(&[("ewn.csv", WEALTH)]);
    let alone = |economy| facts_of(&bench, economy, Some("2018"), Some("ewn"));
    let rates = |facts: Facts| {
        let rows = facts.external.unwrap().rows.into_iter();
        rows.filter(|row| row.name.en == "Exchange rate").count()
    };
    assert_eq!((rates(alone("DEU")), rates(alone("CHN"))), (0, 1));
}

/// H.10 has months only: the year is their mean, and says so.
#[test]
fn twelve_months_of_h10_make_a_yearly_rate() {
    let mut text = String::from("Date,Country,Exchange rate\n");
    for month in 1..=12 {
        text.push_str(&format!("2018-{month:02}-01,China,6.{month:02}\n"));
    }
    text.push_str("2019-01-01,China,7\n");
    let (_folder, bench) = stored(&[("h10.csv", &text)]);
    let rate = level(
        &facts_of(&bench, "CHN", Some("2018"), Some("fed-h10")),
        "Exchange rate",
    );
    assert_eq!(value(&rate), money("6.065"));
    assert_eq!(rate.formula.unwrap().en, "mean of 12 months");
    let scope = Scope {
        source: Some("fed-h10".into()),
        ..Scope::default()
    };
    let topic = Topic::parse("CHN").unwrap();
    let none = bench.brief(&scope, &topic, Some(Period::year(2019)));
    assert_eq!(none.unwrap_err().code, "E-BRIEF-EMPTY");
}

/// A share of GDP is one division whoever publishes the amount.
#[test]
fn every_share_of_a_year_has_one_denominator_and_the_page_names_it() {
    for economy in ["CHN", "USA", "FRA"] {
        let facts = brief(economy, Some("2018"));
        let gdp = value(&level(&facts, "GDP"));
        for row in facts.external.clone().unwrap().rows {
            let Some(ratio) = &row.to_gdp else { continue };
            let share = value(&row.level) * Decimal::ONE_HUNDRED / gdp;
            assert_eq!(
                value(ratio),
                share.round_dp(8).normalize(),
                "{economy} {}",
                row.name.en
            );
        }
        let note = &facts
            .notes
            .iter()
            .find(|n| n.en.starts_with("Shares of GDP"))
            .unwrap()
            .en;
        assert!(note.contains("starter-world-bank (2018)"), "{note}");
    }
}

/// The same letters in somebody's own table are somebody's own series.
#[test]
fn a_code_of_another_publisher_is_not_taken() {
    let text = "economy,indicator,period,value,unit\nNGA,BCA,2018,5,USD bn\n";
    let (_folder, bench) = stored(&[("own.csv", text)]);
    let topic = Topic::parse("NGA").unwrap();
    let error = bench.brief(&Scope::default(), &topic, None).unwrap_err();
    assert_eq!(error.code, "E-BRIEF-EMPTY");
    let own = text.replace("BCA", "current_account");
    let (_folder, bench) = stored(&[("own.csv", &own)]);
    let balance = facts_of(&bench, "NGA", None, None)
        .headline
        .unwrap()
        .balance;
    assert_eq!(value(&balance), money("5000000000"));
}

/// An old outlook's forecast does not stand where a figure is recorded, and is
/// never the latest figure.
#[test]
fn a_forecast_answers_only_where_nothing_is_recorded() {
    let text = "economy,indicator,period,value,unit,flag
CHN,gdp,2018,13,USD tn,observed
CHN,gdp,2020,15,USD tn,forecast
CHN,gdp,2030,30,USD tn,forecast
";
    let (_folder, bench) = stored(&[("outlook.csv", text)]);
    let gdp = |period| level(&facts_of(&bench, "CHN", period, None), "GDP");
    assert_eq!(value(&gdp(Some("2018"))), money("13000000000000"));
    let recorded = gdp(Some("2020"));
    assert!(
        recorded.sources[0].starts_with("starter-world-bank/"),
        "{recorded:?}"
    );
    assert_eq!(gdp(Some("2030")).flag, Flag::Forecast);
    assert!(gdp(None).period <= Period::year(2024));
}

/// Where another publisher has recorded the years an outlook foretells, its
/// curve is drawn.
#[test]
fn a_curve_does_not_end_in_forecasts_of_recorded_years() {
    let mut text = String::from("economy,indicator,period,value,unit,flag\n");
    for year in 2012..=2024 {
        let flag = if year < 2019 { "observed" } else { "forecast" };
        text.push_str(&format!("USA,current_account,{year},-400,USD bn,{flag}\n"));
    }
    let (_folder, bench) = stored(&[("outlook.csv", &text)]);
    let series = facts_of(&bench, "USA", None, None).series;
    let curve = series.iter().find(|one| one.title.en == "Current account");
    let points = &curve.unwrap().points;
    assert!(points.len() > 2);
    let last = points.iter().rev().find(|point| point.value.is_some());
    assert_eq!(last.unwrap().flag, Flag::Observed, "{points:?}");
}
