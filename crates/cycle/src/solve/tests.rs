use super::*;
use crate::expression::Function;
use crate::model::{Model, Role};
use crate::testing::{Making, sim};

fn solved(model: &Model, periods: u32) -> Path {
    Program::compile(model)
        .unwrap()
        .run(&Run::new(periods))
        .unwrap()
}

fn refused(model: &Model, periods: u32) -> BasisError {
    let program = Program::compile(model).unwrap();
    program.run(&Run::new(periods)).unwrap_err()
}

fn near(found: Option<f64>, known: f64) {
    let found = found.unwrap();
    assert!(
        (found - known).abs() <= 1e-12 * known.abs().max(1.0),
        "{found} is not {known}"
    );
}

/// Godley and Lavoie (2007), table 3.4.
#[test]
fn sim_grows_to_its_steady_state() {
    let path = solved(&sim(), 200);
    near(path.at("Y", 1), 20.0 / 0.52);
    near(path.at("Y", 2), 47.92899408284);
    near(path.at("Y", 3), 55.93991807009558);
    near(path.at("Y", 200), 100.0);
    assert_eq!(path.at("Y", 201), None);
}

#[test]
fn a_permanent_shock_moves_the_steady_state() {
    let model = sim();
    let run = Run::new(300).shock(&model, "G=25@5").unwrap();
    let path = Program::compile(&model).unwrap().run(&run).unwrap();
    near(path.at("Y", 4), solved(&model, 4).at("Y", 4).unwrap());
    near(path.at("Y", 300), 125.0);
    near(path.at("G", 4), 20.0);
    near(path.at("G", 5), 25.0);
}

#[test]
fn a_shock_ends_where_it_says() {
    let model = sim();
    let run = Run::new(300).shock(&model, "G=25@5..10").unwrap();
    let path = Program::compile(&model).unwrap().run(&run).unwrap();
    near(path.at("G", 10), 25.0);
    near(path.at("G", 11), 20.0);
    near(path.at("Y", 300), 100.0);
}

#[test]
fn torn_and_whole_blocks_have_one_solution() {
    let model = sim();
    let torn = Program::compile(&model).unwrap();
    let whole = Program::compile_whole(&model).unwrap();
    assert_eq!(torn.unknowns().collect::<Vec<_>>(), [1]);
    assert_eq!(whole.unknowns().collect::<Vec<_>>(), [4]);
    let (a, b) = (
        torn.run(&Run::new(50)).unwrap(),
        whole.run(&Run::new(50)).unwrap(),
    );
    for (left, right) in a.values.iter().zip(&b.values) {
        assert!((left - right).abs() <= 1e-12 * right.abs().max(1.0));
    }
}

/// A slowdown shows here: one Jacobian for a linear model, whatever the periods.
#[test]
fn the_work_is_pinned() {
    let work = solved(&sim(), 50).work();
    assert_eq!((work.solves, work.factorizations), (50, 1));
    assert_eq!(work.evaluations, 100);
}

/// x + 1/x = 3 has the solutions (3 ± √5)/2; the one near the opening is found.
#[test]
fn the_solution_near_the_period_before_is_taken() {
    for (opening, solution) in [(3.0, 2.618033988749895), (0.1, 0.38196601125010515)] {
        let mut m = Making::new();
        let one = m.given("one", 1.0);
        let x = m.unknown("x", opening);
        m.equation(&(x.clone() + one / x.clone()), 3.0.into());
        near(solved(&m.0, 1).at("x", 1), solution);
    }
}

#[test]
fn division_by_zero_names_equation_period_and_values() {
    let mut m = Making::new();
    let (x, y) = (m.unknown("x", 2.0), m.unknown("y", 0.0));
    let one = m.given("one", 1.0);
    m.equation(&x, x.clone().lag() - one.clone());
    m.equation(&y, one / x);
    let refusal = refused(&m.0, 5);
    assert_eq!(refusal.code(), "E-CYCLE-DIVISION");
    let told = refusal.to_string();
    assert!(
        told.contains("period 2, line 102, column 1, `equation 2`"),
        "{told}"
    );
    assert!(told.contains("one = 1, x = 0"), "{told}");
}

#[test]
fn the_logarithm_of_a_negative_number_is_refused_but_not_behind_a_condition() {
    let mut m = Making::new();
    let (x, y) = (m.given("x", -1.0), m.unknown("y", 0.0));
    m.equation(&y, x.clone().call(Function::Log));
    assert_eq!(refused(&m.0, 1).code(), "E-CYCLE-LOG");
    m.0.equations.clear();
    let zero = crate::testing::E::from(0.0);
    let mut nodes = (x.clone()).0;
    nodes.extend(zero.0.clone());
    nodes.push(crate::Node::Compare(crate::Comparison::Greater));
    nodes.extend(x.call(Function::Log).0);
    nodes.extend(zero.0);
    nodes.push(crate::Node::If);
    m.equation(&y, crate::testing::E(nodes));
    near(solved(&m.0, 1).at("y", 1), 0.0);
}

#[test]
fn an_explosive_path_is_named_an_overflow() {
    let mut m = Making::new();
    let x = m.unknown("x", 1.0);
    m.equation(&x, x.clone().lag() * 1e10);
    let refusal = refused(&m.0, 100);
    assert_eq!(refusal.code(), "E-CYCLE-OVERFLOW");
    assert!(refusal.to_string().contains("period 31"), "{refusal}");
}

#[test]
fn a_singular_block_is_told() {
    let mut m = Making::new();
    let (x, y) = (m.unknown("x", 1.0), m.unknown("y", 1.0));
    m.equation(&x, y.clone() + 1.0);
    m.equation(&y, x - 1.0);
    assert_eq!(refused(&m.0, 1).code(), "E-CYCLE-SINGULAR");
}

#[test]
fn a_block_without_a_solution_does_not_look_converged() {
    let mut m = Making::new();
    let x = m.unknown("x", 1.0);
    m.equation(&(x.clone() * x.clone()), (-1.0).into());
    let refusal = refused(&m.0, 1);
    assert_eq!(refusal.code(), "E-CYCLE-NOT-CONVERGED", "{refusal}");
}

#[test]
fn a_redundant_equation_is_tested_each_period() {
    let mut model = sim();
    let mut m = Making(model.clone());
    let find = |name: &str| {
        crate::testing::E(vec![crate::Node::Variable {
            variable: model.find(name).unwrap(),
            lag: 0,
        }])
    };
    let (g, t, h) = (find("G"), find("T"), find("H"));
    m.equation(&(h.clone() - h.lag()), g.clone() - t.clone());
    assert_eq!(
        Program::compile(&m.0).unwrap_err().code(),
        "E-CYCLE-OVERDETERMINED"
    );
    m.0.redundant = m.0.equations.split_off(5);
    let path = solved(&m.0, 100);
    near(path.at("Y", 1), 20.0 / 0.52);
    m.equation(&g, t * 2.0);
    m.0.redundant = m.0.equations.split_off(5);
    model = m.0;
    assert_eq!(refused(&model, 1).code(), "E-CYCLE-REDUNDANT");
}

#[test]
fn what_is_not_stated_is_not_zero() {
    let mut m = Making::new();
    let x = m.variable("x", Role::Endogenous, None);
    m.equation(&x, x.clone().lag() + 1.0);
    assert_eq!(refused(&m.0, 1).code(), "E-CYCLE-HISTORY");
    let y = m.variable("y", Role::Endogenous, None);
    m.0.variables[0].opening = Some(1.0);
    m.equation(&y, x.clone().lag().lag());
    assert_eq!(refused(&m.0, 1).code(), "E-CYCLE-HISTORY");
    m.0.variables[0].history = vec![7.0];
    let path = solved(&m.0, 2);
    assert_eq!(path.at("y", 0), None);
    assert_eq!((path.at("y", 1), path.at("y", 2)), (Some(7.0), Some(1.0)));
    let z = m.variable("z", Role::Exogenous, None);
    m.0.equations.pop();
    m.equation(&y, z);
    assert_eq!(refused(&m.0, 1).code(), "E-CYCLE-NO-VALUE");
}

#[test]
fn slips_are_refused_with_a_hint() {
    let model = sim();
    let set = Run::new(3).set(&model, "alpah1=0.7").unwrap_err();
    assert!(set.to_string().contains("Did you mean alpha1?"), "{set}");
    for wrong in [
        "G",
        "G=",
        "G=x@3",
        "G=25",
        "G=25@0",
        "G=25@7..3",
        "G=inf@2",
        "=3@2",
        "G=1@2..x",
    ] {
        let refusal = Run::new(9).shock(&model, wrong).unwrap_err();
        assert_eq!(refusal.code(), "E-CYCLE-SHOCK", "{wrong}");
    }
    let run = Run::new(3).shock(&model, "Y=1@2").unwrap();
    assert_eq!(
        run.check(&model).unwrap_err().code(),
        "E-CYCLE-SHOCK-ENDOGENOUS"
    );
    let run = Run::new(3).shock(&model, "G=1@4").unwrap();
    assert_eq!(
        run.check(&model).unwrap_err().code(),
        "E-CYCLE-SHOCK-AFTER-END"
    );
    assert_eq!(
        Run::new(u32::MAX).check(&model).unwrap_err().code(),
        "E-CYCLE-PERIODS"
    );
    let none = Run::new(1).scenario(&model, "boom").unwrap_err();
    assert_eq!(none.code(), "E-CYCLE-UNKNOWN-SCENARIO");
}

#[test]
fn a_model_that_lacks_an_equation_is_not_compiled() {
    let mut model = sim();
    model.equations.pop();
    let refusal = Program::compile(&model).unwrap_err();
    assert_eq!(refusal.code(), "E-CYCLE-UNDERDETERMINED");
    assert_eq!(refusal.left(), Some("H"));
}

/// A lane gives the bits it would give alone, whatever its neighbours do.
#[test]
fn lanes_do_not_touch_one_another() {
    let model = sim();
    let program = Program::compile(&model).unwrap();
    let a1 = model.find("alpha1").unwrap();
    let values = [0.5, 0.6, f64::NAN, 0.9];
    let run = Run::new(30);
    let mut machine = Machine::<4>::new(&program, 30);
    machine.open(&run, &[(a1, values)]).unwrap();
    for period in 1..=30 {
        machine.advance(&run, period);
    }
    assert!(machine.failures[2].is_some());
    for lane in [0, 1, 3] {
        let alone = Run::new(30)
            .set(&model, &format!("alpha1={}", values[lane]))
            .unwrap();
        let path = program.run(&alone).unwrap();
        assert_eq!(machine.path(lane), path.values);
        assert_eq!(machine.work[lane], path.work());
    }
}
