//! Bad days: the program ends, or an act on the disk fails, at every point of
//! an ingest and of a repair. The store is as before or as after, what is left
//! is only named, and adding again makes it whole.

use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use triffin_formats::ReadOptions;
use triffin_store::{AddOptions, AsOf, Severity, Store, failpoint};

use super::lab::{LEDGER, Lab};

/// A lab whose store holds the ledger; `late.csv` and `series.csv` wait, each
/// with a row that will be set aside.
fn lab() -> Lab {
    let lab = Lab::with_ledger();
    let late = LEDGER.replace("2018-", "2016-").replace("2019-", "2017-");
    lab.write("late.csv", format!("{late}export,CHN\n"));
    lab.write(
        "series.csv",
        "economy,indicator,period,value,unit\nCHN,x,2018,1.5,%\nCHN,x,2019,many,%\n",
    );
    lab
}

/// Every row that counts, in one text.
fn rows(store: &Path) -> String {
    let store = Store::open(store).unwrap();
    let mut told = String::new();
    for ask in [
        "SELECT dataset, flow, partner, period, value, source_row FROM records ORDER BY dataset, vintage, source_row",
        "SELECT dataset, economy, indicator, period, printed FROM series ORDER BY dataset, period",
    ] {
        let answer = store.sql(ask, &AsOf::now()).unwrap();
        for batch in answer.batches {
            told.push_str(&format!("{batch:?}"));
        }
    }
    told
}

/// What is wrong with a store, leftovers not counted.
fn damage(store: &Path) -> Vec<String> {
    let found = Store::open(store).unwrap().verify().unwrap().findings;
    let damage = found.iter();
    let damage = damage.filter(|f| f.check.severity() == Severity::Damage);
    damage.map(|f| format!("{f:?}")).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// A store to hurt, what is done to it, and what it answers before and after.
struct Scene {
    lab: Lab,
    base: PathBuf,
    line: &'static str,
    before: String,
    after: String,
    /// The steps the line comes to.
    steps: Vec<&'static str>,
}

impl Scene {
    /// What `line` does to a store that `spoil` has spoilt.
    fn of(line: &'static str, spoil: fn(&Lab)) -> Self {
        let lab = lab();
        spoil(&lab);
        let base = lab.path("store");
        let done = lab.path("done");
        copy(&base, &done);
        let mut command = lab.command(&format!("{line} --store done"));
        let traced = command.env(failpoint::VARIABLE, "trace").output().unwrap();
        assert_eq!(traced.status.code(), Some(0), "{traced:?}");
        let traced = String::from_utf8(traced.stderr).unwrap();
        let came = |step: &&str| traced.lines().any(|line| line == *step);
        Self {
            // A damaged store answers nothing to compare.
            before: if damage(&base).is_empty() {
                rows(&base)
            } else {
                rows(&done)
            },
            after: rows(&done),
            steps: failpoint::steps().filter(came).collect(),
            lab,
            base,
            line,
        }
    }

    /// Runs it on a fresh copy with a failpoint set; gives the copy, and the
    /// exit code where the program was not killed.
    fn hurt(&self, point: &str) -> (PathBuf, Option<i32>) {
        let store = self.lab.path(&format!("at-{point}"));
        copy(&self.base, &store);
        let mut command = self.lab.command(self.line);
        let status = command
            .env("TRIFFIN_STORE", &store)
            .env(failpoint::VARIABLE, point)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        (store, status.code())
    }

    /// Ends the program before and after every step it comes to.
    fn killed_everywhere(&self, whole: fn(&Scene, &Path, &str)) {
        assert!(self.steps.len() > 8, "{:?}", self.steps);
        for step in &self.steps {
            for end in ["before", "after"] {
                let point = format!("{step}.{end}");
                let (store, code) = self.hurt(&point);
                assert_eq!(code, None, "{point}: not killed");
                whole(self, &store, &point);
                std::fs::remove_dir_all(store).unwrap();
            }
        }
    }
}

/// The store is as before or as after an ingest, only leftovers are named,
/// adding again works, and a repair leaves nothing to find.
fn whole_after_ingest(scene: &Scene, store: &Path, point: &str) {
    let now = rows(store);
    assert!(
        now == scene.before || now == scene.after,
        "{point}: neither as before nor as after"
    );
    assert_eq!(damage(store), [""; 0], "{point}");
    let opened = Store::open(store).unwrap();
    let today = jiff::civil::date(2026, 1, 1);
    let path = scene.lab.path("series.csv");
    let source = triffin_formats::open(path, &ReadOptions::new(today)).unwrap();
    let added = opened.add(source, "series.csv", &AddOptions::on(today));
    assert_eq!(
        added.unwrap().already_present,
        now == scene.after,
        "{point}"
    );
    assert_eq!(rows(store), scene.after, "{point}: again");
    opened.repair(true).unwrap();
    assert_eq!(opened.verify().unwrap().findings, [], "{point}");
    assert_eq!(rows(store), scene.after, "{point}: repaired");
}

/// A repair that was cut short is ended by the next, and the one after that
/// finds nothing to do.
fn whole_after_repair(scene: &Scene, store: &Path, point: &str) {
    let opened = Store::open(store).unwrap();
    opened.repair(true).unwrap();
    assert_eq!(opened.verify().unwrap().findings, [], "{point}");
    assert_eq!(rows(store), scene.after, "{point}");
    assert!(opened.repair(true).unwrap().deeds.is_empty(), "{point}");
}

/// A leftover, rows that rot, a list of slices that is gone.
fn spoil(lab: &Lab) {
    lab.ok("data add late.csv");
    lab.ok("data add series.csv");
    let file = |line: &str, ending: &str| {
        let paths = lab.json(line);
        let newest = paths["data"].as_array().unwrap().last().unwrap();
        let path = newest["path"].as_str().unwrap();
        PathBuf::from(path.replace("-0.parquet", ending))
    };
    std::fs::write(lab.path("store/data/records/stray-0.parquet"), "x").unwrap();
    std::fs::remove_file(file("data path series", ".slices.parquet")).unwrap();
    std::fs::write(file("data path records", ".aside.ndjson"), "rotten").unwrap();
}

#[test]
fn killed_anywhere_an_ingest_leaves_the_store_as_before_or_as_after() {
    let scene = Scene::of("data add series.csv --released 2020-01-01", |_| {});
    assert_ne!(scene.before, scene.after);
    scene.killed_everywhere(whole_after_ingest);
}

#[test]
fn killed_anywhere_a_repair_goes_on_where_it_ended() {
    let scene = Scene::of("data repair", spoil);
    assert!(!damage(&scene.base).is_empty());
    scene.killed_everywhere(whole_after_repair);
}

#[test]
fn no_step_is_left_out() {
    let mut reached = Scene::of("data add series.csv", |_| {}).steps;
    reached.extend(Scene::of("data repair", spoil).steps);
    let missed: Vec<_> = failpoint::steps()
        .filter(|s| !reached.contains(s))
        .collect();
    assert_eq!(
        missed, [""; 0],
        "neither an ingest nor a repair comes to these"
    );
}

#[test]
fn an_act_that_fails_is_told_and_leaves_the_store_as_it_was() {
    let scene = Scene::of("data add series.csv --released 2020-01-01", |_| {});
    for step in &scene.steps {
        let point = format!("{step}.error");
        let (store, code) = scene.hurt(&point);
        // What is not needed for the commit may fail in silence.
        let harmless = step.starts_with("snapshot-") || *step == "manifest-clear";
        assert_eq!(code, Some(if harmless { 0 } else { 3 }), "{point}");
        if !harmless && *step != "manifests-sync" {
            assert_eq!(rows(&store), scene.before, "{point}");
            let found = Store::open(&store).unwrap().verify().unwrap();
            assert_eq!(found.findings, [], "{point}");
        }
        whole_after_ingest(&scene, &store, &point);
    }
}

/// SplitMix64: the same delays for the same seed.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn spawned(lab: &Lab, line: &str) -> Child {
    let mut command = lab.command(line);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn killed_at_random_times_the_store_is_as_before_or_as_after() {
    let lab = lab();
    let header = LEDGER.lines().next().unwrap();
    let mut text = format!("{header}\n");
    for line in 0..40_000 {
        text.push_str(&format!(
            "export,CHN,USA,010121,{line},USD,fob,1,kg,general,,private,consumption,2018-03-05,,,r{line}\n"
        ));
    }
    lab.write("long.csv", text);
    let base = lab.path("store");
    let before = Store::open(&base).unwrap().verify().unwrap().vintages;
    let mut seed = 20_260_307;
    let (mut as_before, mut as_after) = (0, 0);
    for round in 0..16 {
        let mut child = spawned(&lab, "data add long.csv");
        std::thread::sleep(Duration::from_millis(next(&mut seed) % 1_200));
        // A child that has ended already is no error.
        let _ = child.kill();
        child.wait().unwrap();
        assert_eq!(damage(&base), [""; 0], "round {round}");
        let now = Store::open(&base).unwrap().verify().unwrap().vintages;
        match now - before {
            0 => as_before += 1,
            1 => {
                as_after += 1;
                std::fs::remove_dir_all(&base).unwrap();
                lab.ok("data add ledger.csv --released 2019-02-01");
            }
            more => panic!("round {round}: {more} vintages of one file"),
        }
    }
    assert!(
        as_before > 0,
        "never killed in time ({as_after} rounds ended)"
    );
    lab.ok("data add long.csv");
    lab.ok("data repair");
    assert_eq!(Store::open(&base).unwrap().verify().unwrap().findings, []);
    let count = lab.json("sql 'SELECT count(*) AS n FROM records WHERE region IS NULL AND year = 2018 AND product_level = 6'");
    assert_eq!(count["data"][0]["n"].to_string(), "40000");
}

#[test]
fn two_writers_at_once_are_both_kept_and_one_file_is_kept_once() {
    let lab = lab();
    let header = LEDGER.lines().next().unwrap();
    let names = ["w0", "w1", "w2"];
    for (at, name) in names.iter().enumerate() {
        let line =
            format!("export,CHN,USA,010121,{at}00,USD,fob,1,kg,general,,,,2015-03-05,,,{name}");
        lab.write(&format!("{name}.csv"), format!("{header}\n{line}\n"));
    }
    let mut children: Vec<Child> = names
        .iter()
        .chain(&names)
        .map(|name| spawned(&lab, &format!("data add {name}.csv")))
        .collect();
    for child in &mut children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    let count = lab.json(
        "sql \"SELECT count(*) AS n FROM records WHERE year = 2015 AND dataset = 'records'\"",
    );
    assert_eq!(count["data"][0]["n"].to_string(), "3");
    let store = Store::open(lab.path("store")).unwrap();
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
#[cfg(unix)]
fn a_full_disk_is_told_and_the_store_is_as_it_was() {
    let lab = lab();
    let before = rows(&lab.path("store"));
    // The limit of a file's size stands in for a disk's: writing past it fails
    // once its signal is ignored.
    let mut limited = std::process::Command::new("sh");
    let program = env!("CARGO_BIN_EXE_triffin");
    let line = format!("trap '' XFSZ; ulimit -f 4; exec {program} data add late.csv");
    let output = limited
        .args(["-c", &line])
        .current_dir(lab.path("."))
        .env("TRIFFIN_STORE", lab.path("store"))
        .env("TRIFFIN_LANG", "en")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.starts_with("error E-STORE-FULL: ") && said.contains("as it was"),
        "{said}"
    );
    assert_eq!(rows(&lab.path("store")), before);
    let found = Store::open(lab.path("store")).unwrap().verify().unwrap();
    assert_eq!(found.findings, []);
    lab.ok("data add late.csv");
}

#[test]
fn a_store_that_cannot_be_written_is_told_also_to_a_superuser() {
    let lab = lab();
    // Permissions do not bind a superuser; a file where a folder must be does.
    std::fs::remove_dir_all(lab.path("store/snapshots")).unwrap();
    lab.write("store/data/series", "in the way");
    let said = lab.refused("data add series.csv", 3, "E-STORE-WRITE");
    assert!(said.contains("data/series"), "{said}");
    lab.ok("data add late.csv");
    lab.write("file", "no folder");
    lab.refused("data ls --store file", 3, "E-STORE-READ");
    lab.refused("data add late.csv --store file", 3, "E-STORE-READ");
    assert_eq!(std::fs::read(lab.path("file")).unwrap(), b"no folder");
}

#[test]
fn damage_is_named_with_code_file_and_remedy_and_mended_only_by_repair() {
    let lab = lab();
    spoil(&lab);
    let named = lab.run("data verify --format json");
    assert_eq!(named.code, 1, "{named:?}");
    let told: serde_json::Value = serde_json::from_str(&named.stdout).unwrap();
    for row in told["data"].as_array().unwrap() {
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        assert!(
            text("code").contains("-STORE-") && !text("remedy").is_empty(),
            "{row:#}"
        );
        assert!(text("path").contains("store"), "{row:#}");
    }
    let plan = lab.json("data repair --dry-run");
    assert_eq!(lab.run("data verify").code, 1, "a plan mends nothing");
    let done = lab.json("data repair --lang zh");
    let actions = |told: &serde_json::Value| -> Vec<String> {
        let rows = told["data"].as_array().unwrap().iter();
        rows.map(|row| row["action"].to_string()).collect()
    };
    assert_eq!(actions(&plan), actions(&done));
    assert!(
        done["meta"]["warnings"].to_string().contains("没有删除"),
        "{done:#}"
    );
    lab.ok("data verify");
    lab.ok("data add late.csv series.csv ledger.csv");
    lab.ok("data verify");
}
