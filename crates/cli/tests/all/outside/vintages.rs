//! Releases, replacement, as-of reads and snapshots, seen from outside.

use super::lab::{LEDGER, Lab, digits, only};

const HEADER: &str = "economy,indicator,period,value,unit,flag,source\n";

fn two_releases() -> Lab {
    let lab = Lab::new();
    lab.write(
        "first.csv",
        format!(
            "{HEADER}CHN,gdp,2018,100.50,USD bn,observed,me\nCHN,gdp,2019,,USD bn,missing,me\n"
        ),
    );
    lab.write(
        "second.csv",
        format!("{HEADER}CHN,gdp,2018,101.25,USD bn,provisional,me\n"),
    );
    lab.ok("data add first.csv --as series-csv --released 2020-01-01");
    lab.ok("data add second.csv --released 2021-01-01");
    lab
}

#[test]
fn a_newer_release_replaces_what_it_covers_and_the_older_is_remembered() {
    let lab = two_releases();
    let now = lab.json("data show series/CHN/gdp");
    let first = &now["data"][0];
    assert_eq!(
        (digits(first, "value"), &first["flag"]),
        ("101.25".into(), &"provisional".into())
    );
    assert_eq!(now["data"][1]["period"], "2019");
    assert_eq!(
        (digits(&now["data"][1], "value"), &now["data"][1]["flag"]),
        ("null".into(), &"missing".into()),
        "what the newer release does not cover stays, and missing is null"
    );
    let then =
        lab.json("data show CHN.gdp --source series --as-of 2020-06-01 --from 2018 --to 2018");
    assert_eq!(
        digits(only(&then), "value"),
        "100.50",
        "every printed digit"
    );
    let history = lab.json("data history series/CHN/gdp --to 2018");
    let told: Vec<(String, bool)> = history["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (digits(row, "value"), row["superseded"] == true))
        .collect();
    assert_eq!(told, [("100.50".into(), true), ("101.25".into(), false)]);
    lab.refused(
        "data show series/CHN/gdp --as-of 2019-06-01",
        2,
        "E-STORE-AS-OF",
    );
}

#[test]
fn sql_reads_as_of_a_date_too() {
    let lab = two_releases();
    let ask = "sql \"SELECT value FROM series WHERE dataset = 'series' AND period = '2018'\"";
    assert_eq!(digits(only(&lab.json(ask)), "value"), "101.25");
    let then = lab.json(&format!("{ask} --as-of 2020-12-31"));
    assert_eq!(digits(only(&then), "value"), "100.5");
    assert_eq!(then["meta"]["as_of"], "2020-12-31");
}

#[test]
fn records_add_unless_they_replace_and_a_snapshot_replays() {
    let lab = Lab::with_ledger();
    let late = "export,CHN,USA,010121,1000000,USD,fob,1,kg,general,Guangdong,private,consumption,2018-03-05,2018-03-01,2018-04-01,zz\n";
    let header = LEDGER.lines().next().unwrap();
    lab.write("late.csv", format!("{header}\n{late}"));
    let exports = |options: &str| {
        let line = format!("trade balance --reporter CHN --period 2018 --source records {options}");
        digits(only(&lab.json(&line)), "exports")
    };
    lab.ok("data add late.csv --released 2019-03-01");
    assert_eq!(exports(""), "1004100.25", "records add");
    assert_eq!(exports("--as-of 2019-02-15"), "4100.25");
    let listed = lab.json("data ls");
    let snapshot = listed["meta"]["basis"]["snapshot"]
        .as_str()
        .unwrap()
        .to_owned();

    lab.write(
        "revised.csv",
        format!("{header}\n{}", late.replace("1000000", "7")),
    );
    lab.ok("data add revised.csv --replaces --released 2019-04-01");
    // The slice is China's exports of 5 March: December's shipment stays.
    assert_eq!(exports(""), "2607");
    assert_eq!(exports(&format!("--snapshot {snapshot}")), "1004100.25");
    assert_eq!(exports("--as-of 2019-03-31"), "1004100.25");
    let asked =
        lab.json("trade balance --reporter CHN --period 2018 --source records --as-of 2019-03-31");
    assert_eq!(asked["meta"]["as_of"], "2019-03-31");
    lab.refused("data ls --snapshot nosuch", 2, "E-STORE-SNAPSHOT");
}
