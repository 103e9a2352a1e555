use proptest::prelude::*;
use triffin_basis::Lang;

use super::{check, settle};
use crate::language::parse;
use crate::model::Model;

fn model(text: &str) -> Model {
    parse(text).unwrap_or_else(|errors| panic!("{errors}"))
}

fn faults(text: &str) -> Vec<String> {
    let errors = check(&model(text)).unwrap_err();
    assert!(errors.iter().all(|e| !e.message(Lang::Zh).is_empty()));
    errors.iter().map(ToString::to_string).collect()
}

const SIM: &str = "
param alpha1 = 0.6, alpha2 = 0.4, theta = 0.2
exog G = 20
Y = C + G
YD = Y - T
T = theta * Y
C = alpha1 * YD + alpha2 * Hh[-1]
Hs = Hs[-1] + G - T
Hh = Hh[-1] + YD - C
init Hs = 0, Hh = 0
";

#[test]
fn a_closed_model_passes_and_its_blocks_are_counted() {
    let checked = check(&model(SIM)).unwrap();
    // Y, YD, T and C at once, then the two stocks.
    assert_eq!(
        (checked.blocks.order.len(), checked.blocks.largest()),
        (3, 4)
    );
    assert!(checked.warnings.is_empty());
}

#[test]
fn an_overdetermined_part_is_named_with_equations_and_variables() {
    let faults = faults(&format!("{SIM}C = 50\nX = 1\nZ = X\n"));
    assert_eq!(faults.len(), 1);
    assert!(faults[0].starts_with("E-CYCLE-OVERDETERMINED: line 11, column 1: 5 equations determine only 4 variables, Y, YD, T, C: `Y = C + G` (4:1)"), "{}", faults[0]);
    assert!(!faults[0].contains("X = 1"));
}

#[test]
fn an_underdetermined_part_is_named_too() {
    let text = SIM
        .replace("T = theta * Y\n", "")
        .replace("YD = Y - T", "YD = Y - T\nvar T");
    let faults = faults(&text);
    assert!(faults[0].starts_with("E-CYCLE-UNDERDETERMINED: line 4, column 1: 5 equations are left to determine 6 variables"), "{}", faults[0]);
    let faults = super::tests::faults("var Q\nY = 1");
    assert!(
        faults[0].contains("no equation determines Q"),
        "{}",
        faults[0]
    );
}

#[test]
fn an_equation_for_a_given_name_is_told_as_such() {
    let faults = faults("exog G = 20\nG = 3\nY = G");
    assert!(
        faults[0].contains("no variable is left for `G = 3` (2:1)"),
        "{}",
        faults[0]
    );
    assert!(
        faults[0].ends_with("G is given at line 1; leave its value or its equation out"),
        "{}",
        faults[0]
    );
}

#[test]
fn both_parts_may_be_wrong_at_once() {
    let faults = faults("var Q\nY = 1\nY = 2");
    assert_eq!(faults.len(), 2);
}

#[test]
fn a_surplus_equation_that_the_others_imply_is_set_apart() {
    let (settled, note) = settle(model(&format!("{SIM}Hs = Hh\n")));
    assert_eq!(settled.redundant[0].text, "Hs = Hh");
    assert!(
        note.unwrap()
            .to_string()
            .contains("line 11, column 1: `Hs = Hh` follows")
    );
    assert!(check(&settled).is_ok());
}

#[test]
fn a_surplus_equation_that_only_looks_implied_stays_a_fault() {
    // It holds in every period until what is given changes.
    for wrong in [
        "G = 20",
        "T = T",
        "Hs = 1.0001 * Hh",
        "C - 0.6 * YD - 0.4 * Hh[-1] + G = 20",
    ] {
        let (settled, note) = settle(model(&format!("{SIM}{wrong}\n")));
        let kept = settled.redundant.is_empty() && note.is_none();
        // `T = T` is implied, if idle; the others are not.
        assert_eq!(kept, wrong != "T = T", "{wrong}");
        assert_eq!(check(&settled).is_err(), kept, "{wrong}");
    }
}

#[test]
fn lags_need_an_opening_and_a_history() {
    let faults =
        faults("exog G = 1\nX = X[-1] + G[-5]\nY = Y[-3]\nZ = Z[-2]\ninit Y = 1, Y[-1] = 1, Z = 1");
    assert_eq!(faults.len(), 3);
    assert!(faults[0].starts_with(
        "E-CYCLE-NO-VALUE: line 2, column 1: `X[-1]` needs a past of 1 periods, and 0 are stated"
    ));
    assert!(faults[1].ends_with("Add init Y[-2] = …"), "{}", faults[1]);
    assert!(faults[2].starts_with("E-CYCLE-HISTORY: line 4"));
}

#[test]
fn names_that_nothing_uses_are_pointed_out() {
    let checked = check(&model("param a = 1, b = 2\nY = a")).unwrap();
    assert!(
        checked.warnings[0]
            .to_string()
            .contains("line 1, column 14: no equation uses `b`")
    );
}

const UNITS: &str = "
exog xr = 7      ## Rate | 汇率 [CNY/USD]
exog X = 10      ## Exports | 出口 [bn USD]
exog N = 3       ## People | 人口 [mn persons]
exog r = 0.03    ## Rate of interest | 利率 [ratio/year]
exog pc = 3      ## The same in percent | 百分数 [%]
exog k = 2
exog P = 2       ## Price | 价格 [USD/goods]
exog q = 5       ## Volume | 数量 [bn goods]
Y = 1            ## Income | 收入 [bn CNY]
B = 1            ## Bills | 国库券 [bn USD]
init B = 1, Y = 1
";

#[test]
fn units_that_agree_pass() {
    for equation in [
        "V = X * xr + Y",
        "V = Y / xr - B[-1] + r * B[-1] + 5",
        "V = k * X + N",
        "V = X + pc / 100 * B",
        "V = P * q - X",
        "V = if(X > B, X, B[-1]) + max(0, X - B)",
        "V = exp(1 + 0.5 * log(X) + log(N / 2)) + X",
        "V = sqrt(X * B) + X ^ 0.5 * B ^ 0.5",
        "V = (1 + r) ^ 2 * X + X * (X > 3)",
        "V = X ^ k + N ^ k",
        "Y / X = xr",
        "V = X * r - d(B)",
    ] {
        let text = format!(
            "{UNITS}{equation}\n{}",
            if equation.starts_with('V') {
                ""
            } else {
                "var V\nV = 1"
            }
        );
        let result = check(&model(&text));
        let units = result
            .err()
            .map(|errors| errors.to_string())
            .unwrap_or_default();
        assert!(!units.contains("E-CYCLE-UNIT"), "{equation}: {units}");
    }
}

#[test]
fn units_that_clash_are_told_with_both() {
    for (equation, told) in [
        ("V = X + Y", "`X` is in bn USD and `Y` in bn CNY"),
        ("V = X * xr + B", "`X * xr` is in bn CNY and `B` in bn USD"),
        (
            "V = B - N * 1",
            "`B` is in bn USD and `N * 1` in mn persons",
        ),
        (
            "V = X + pc * B",
            "`X` is in bn USD and `pc * B` in ten mn USD",
        ),
        ("V = max(X, Y)", "`X` is in bn USD and `Y` in bn CNY"),
        ("V = if(X > Y, 1, 2)", "`X` is in bn USD and `Y` in bn CNY"),
        ("V = X + P * q ^ 2", "`P * q ^ 2` in"),
        (
            "B = Y",
            "the left side is in bn USD and the right side in bn CNY",
        ),
    ] {
        let text = format!("{UNITS}{equation}\n");
        let errors = check(&model(&text)).unwrap_err().to_string();
        assert!(
            errors.contains("E-CYCLE-UNIT") && errors.contains(told),
            "{equation}: {errors}"
        );
    }
}

proptest! {
    /// Multiplying by a rate and dividing by it again changes no unit.
    #[test]
    fn a_round_trip_through_a_rate_keeps_the_unit(unit in "(bn |mn )?(USD|CNY|goods)(/USD|/persons)?", rate in "(bn )?(EUR|goods)/(USD|CNY)") {
        let text = format!("exog a = 1 ## [{unit}]\nexog e = 2 ## [{rate}]\nY = a * e / e + a\n");
        prop_assert!(check(&model(&text)).is_ok());
        let text = format!("exog a = 1 ## [{unit}]\nexog e = 2 ## [{rate}]\nY = a * e + a\n");
        prop_assert!(check(&model(&text)).is_err());
    }
}
