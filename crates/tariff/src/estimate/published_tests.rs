//! Published numbers, and those of other programs.

use super::{Convention, Estimator, Fit, Frame, Labels, Numbers, Request, Vcov, estimate, reset};

/// A table as text, columns of numbers where every cell is one.
pub(super) fn frame(text: &str, keep: impl Fn(&[&str], &[&str]) -> bool) -> Frame {
    let mut lines = text.lines();
    let split = |line: &'static str| line.split(',').map(|cell| cell.trim_matches('"')).collect();
    let leak = |line: &str| -> &'static str { Box::leak(line.to_owned().into_boxed_str()) };
    let names: Vec<&str> = split(leak(lines.next().unwrap()));
    let mut columns: Vec<Vec<&str>> = vec![Vec::new(); names.len()];
    for line in lines {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
        if keep(&names, &cells) {
            columns
                .iter_mut()
                .zip(cells)
                .for_each(|(column, cell)| column.push(cell));
        }
    }
    let mut frame = Frame::new();
    for (name, column) in names.iter().zip(&columns) {
        let numbers: Option<Vec<f64>> = column.iter().map(|cell| cell.parse().ok()).collect();
        match numbers {
            Some(numbers) => frame.push(name, Numbers::new(numbers)).unwrap(),
            None => {
                let labels = Labels::from_texts(column.iter().map(|cell| Some(*cell)));
                frame.push(name, labels).unwrap();
            }
        }
    }
    frame
}

/// The Advanced Guide's data at four-year intervals.
fn guide(international: bool) -> Option<Frame> {
    let text = crate::test_data::read("gravity/agtpa_applications.csv.gz")?;
    Some(frame(&text, |names, cells| {
        let cell = |name: &str| cells[names.iter().position(|each| *each == name).unwrap()];
        let year: i32 = cell("year").parse().unwrap();
        (year - 1986) % 4 == 0 && (!international || cell("exporter") != cell("importer"))
    }))
}

fn simulated() -> Option<Frame> {
    let text = crate::test_data::read("gravity/p60_15.csv.gz")?;
    Some(frame(&text, |_, _| true))
}

fn ask(frame: &Frame, formula: &str, clusters: &[&str], how: impl Fn(&mut Request)) -> Fit {
    let mut request = Request::parse(formula).unwrap();
    for cluster in clusters {
        request = request.cluster(cluster).unwrap();
    }
    how(&mut request);
    estimate(frame, &request).unwrap()
}

fn near(fit: &Fit, term: &str, estimate: f64, std_error: f64, within: f64) {
    let found = fit.term(term).unwrap();
    assert!(
        (found.estimate - estimate).abs() <= within,
        "{term}: {} is not {estimate}",
        found.estimate
    );
    assert!(
        (found.std_error - std_error).abs() <= within,
        "{term}: error {} is not {std_error}",
        found.std_error
    );
}

const THREE: &str = "| exporter^year + importer^year + pair_id";

/// Yotov, Piermartini, Monteiro and Larch 2016, “An Advanced Guide to Trade
/// Policy Analysis”, chapter 1: the effect of agreements with exporter-year,
/// importer-year and pair effects, domestic trade included.
#[test]
fn agreements_raise_trade_as_in_the_guide() {
    let Some(data) = guide(false) else { return };
    let fit = ask(&data, &format!("trade ~ rta {THREE}"), &["pair_id"], |_| ());
    assert_eq!(fit.rows_used, 28_482);
    assert_eq!(fit.rows_in, fit.rows_used + fit.dropped.total());
    let rta = fit.term("rta").unwrap().estimate;
    assert!((rta - 0.557_185_335_590).abs() < 1e-11, "{rta}");
}

/// The same guide, table 1, columns 3 and 4: traditional gravity with
/// exporter-year and importer-year effects, international trade only. The
/// guide prints three digits.
#[test]
fn traditional_gravity_is_that_of_the_guide() {
    let Some(data) = guide(true) else { return };
    let effects = "| exporter^year + importer^year";
    let x = "log(dist) + cntg + lang + clny";
    let ols = ask(
        &data,
        &format!("log(trade) ~ {x} {effects}"),
        &["pair_id"],
        |request| {
            request.estimator = Estimator::Ols;
            request.small_sample = Convention::Stata;
        },
    );
    assert_eq!(ols.rows_used, 25_689);
    near(&ols, "log(dist)", -1.216, 0.038, 6e-4);
    near(&ols, "cntg", 0.223, 0.203, 6e-4);
    near(&ols, "lang", 0.661, 0.082, 6e-4);
    near(&ols, "clny", 0.670, 0.149, 6e-4);
    let ppml = ask(
        &data,
        &format!("trade ~ {x} {effects}"),
        &["pair_id"],
        |request| {
            request.small_sample = Convention::Stata;
        },
    );
    assert_eq!(ppml.rows_used, 28_152);
    near(&ppml, "log(dist)", -0.841, 0.032, 6e-4);
    near(&ppml, "cntg", 0.437, 0.083, 6e-4);
    near(&ppml, "lang", 0.247, 0.077, 6e-4);
    near(&ppml, "clny", -0.222, 0.116, 6e-4);
}

/// The same guide: what globalization does to the border, as the interaction
/// of international trade with years, beside agreements and their lags. One
/// year of the six is spanned by the others and the pair effects.
#[test]
fn borders_by_year_are_estimated_but_for_the_one_the_pairs_span() {
    let Some(data) = guide(false) else { return };
    let formula = format!("trade ~ rta + rta_lag4 + rta_lag8 + rta_lag12 + i(year):intl {THREE}");
    let fit = ask(&data, &formula, &["pair_id"], |_| ());
    assert_eq!(fit.terms.len(), 4 + 5);
    assert_eq!(fit.collinear.len(), 1);
    assert_eq!(fit.collinear[0].term, "year=2006:intl");
    assert_eq!(fit.collinear[0].with.len(), 5);
    let with_reference = formula.replace("i(year)", "i(year,2006)");
    let again = ask(&data, &with_reference, &["pair_id"], |_| ());
    for (one, other) in fit.terms.iter().zip(&again.terms) {
        assert_eq!(one.term, other.term);
        assert!((one.estimate - other.estimate).abs() < 1e-10);
    }
}

/// Figures of the simulated panel by ppmlhdfe and fixest at tight tolerances
/// (data/SOURCES.md), and of pyfixest 0.60 by `bench/peers/gravity.py`.
#[test]
fn the_simulated_panel_has_its_coefficients_and_errors() {
    let Some(data) = simulated() else { return };
    let formula = "y ~ rta + ltar + brd | exp^year + imp^year + exp^imp";
    let fit = ask(&data, formula, &["pair"], |_| ());
    near(&fit, "rta", 0.346_111_536_643, 0.021_085_828_6, 1e-10);
    near(&fit, "ltar", -4.457_656_055_891, 0.552_111_731_6, 1e-10);
    near(&fit, "brd", 0.030_554_684_994, 0.093_837_204_5, 1e-10);
    let two_way = ask(&data, formula, &["exp", "imp"], |_| ());
    near(&two_way, "rta", 0.346_111_536_643, 0.023_457_383_9, 1e-9);
    near(&two_way, "brd", 0.030_554_684_994, 0.146_907_497_6, 1e-9);
    let robust = ask(&data, formula, &[], |_| ());
    near(&robust, "ltar", -4.457_656_055_891, 0.448_889_794_3, 1e-9);
    let iid = ask(&data, formula, &[], |request| {
        request.vcov = Some(Vcov::Iid)
    });
    near(&iid, "rta", 0.346_111_536_643, 0.003_206_306_4, 1e-9);
}

/// Least squares of the same panel by pyfixest 0.60.
#[test]
fn least_squares_of_the_simulated_panel_is_that_of_pyfixest() {
    let Some(data) = simulated() else { return };
    let formula = "log(y) ~ rta + ltar + brd | exp^year + imp^year + exp^imp";
    let with = |clusters: &[&str], vcov: Option<Vcov>| {
        ask(&data, formula, clusters, |request| {
            request.estimator = Estimator::Ols;
            request.vcov = vcov;
        })
    };
    let robust = with(&[], None);
    assert_eq!(robust.rows_used, 50_419);
    near(&robust, "rta", 0.341_320_153_406, 0.008_361_548_448, 1e-11);
    let iid = with(&[], Some(Vcov::Iid));
    near(&iid, "ltar", -3.830_131_590_849, 0.196_739_577_519, 1e-11);
    let clustered = with(&["pair"], None);
    near(
        &clustered,
        "brd",
        0.233_127_342_000,
        0.063_133_552_725,
        1e-11,
    );
    let two_way = with(&["exp", "imp"], None);
    near(
        &two_way,
        "ltar",
        -3.830_131_590_849,
        0.213_364_856_899,
        1e-11,
    );
}

/// The guide finds that least squares fails the RESET and PPML passes.
#[test]
fn the_form_of_ppml_is_right_and_that_of_least_squares_is_not() {
    let Some(data) = guide(true) else { return };
    let x = "log(dist) + cntg + lang + clny | exporter^year + importer^year";
    let mut request = Request::parse(&format!("trade ~ {x}")).unwrap();
    request = request.cluster("pair_id").unwrap();
    let ppml = reset(&data, &request).unwrap();
    let mut request = Request::parse(&format!("log(trade) ~ {x}")).unwrap();
    request = request.cluster("pair_id").unwrap();
    request.estimator = Estimator::Ols;
    let ols = reset(&data, &request).unwrap();
    assert!(ols.p < 0.01, "{ols:?}");
    assert!(ppml.p > 0.3, "{ppml:?}");
}
