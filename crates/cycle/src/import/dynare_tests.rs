use super::*;
use crate::compile::Program;
use crate::language::parse;
use crate::library::bundled;
use crate::solve::Run;

/// Model SIM of Godley and Lavoie (2007), as one would write it for Dynare.
const SIM: &str = "
/* Money that the
   government owes */
var Y $Y$ (long_name='National income'), YD, T, C, Hh (long_name='Money | held');
varexo G;
parameters alpha1 alpha2 theta; // propensities
alpha1 = 0.6;
alpha2 = 1 - alpha1;
theta = 0.2;

model;
  # after = 1 - theta;
  [name='income', mcp='Y > 0']
  Y = C + G;
  YD = after*Y;
  T = theta*Y;
  C = alpha1*YD + alpha2*Hh(-1);
  Hh - Hh(-1) - YD + C;
end;

initval;
  G = 20;
  Hh = 0;
end;
steady;
endval;
  G = 25;
  Y = 125;
end;
shocks;
  var G; periods 3:4 6; values (20*1.5) 40;
end;
simul(periods=100);
";

fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn a_model_for_dynare_runs_as_the_bundled_one() {
    let imported = read(SIM).unwrap();
    let own = parse(bundled("sim").unwrap()).unwrap();
    let [theirs, ours] = [&imported.model, &own].map(|model| {
        let program = Program::compile(model).unwrap();
        program.run(&Run::new(100)).unwrap()
    });
    for (name, known) in [("Y", "Y"), ("C", "Cd"), ("T", "Td"), ("Hh", "Hh")] {
        for period in 1..=100 {
            let (a, b) = (
                theirs.at(name, period).unwrap(),
                ours.at(known, period).unwrap(),
            );
            assert!((a - b).abs() <= 1e-12 * b.abs(), "{name} {period}: {a} {b}");
        }
    }
}

#[test]
fn final_values_and_shocks_become_a_scenario() {
    let imported = read(SIM).unwrap();
    let model = &imported.model;
    let shocks: Vec<_> = model.scenarios[0]
        .shocks
        .iter()
        .map(|s| (s.value, s.from, s.to))
        .collect();
    assert_eq!(
        shocks,
        vec![(25.0, 1, None), (30.0, 3, Some(4)), (40.0, 6, Some(6))]
    );
    let run = Run::new(200).scenario(model, "imported").unwrap();
    let path = Program::compile(model).unwrap().run(&run).unwrap();
    assert!((path.at("Y", 200).unwrap() - 125.0).abs() < 1e-9);
}

#[test]
fn what_is_left_out_is_said() {
    let imported = read(SIM).unwrap();
    let notes: Vec<String> = imported.notes.iter().map(ToString::to_string).collect();
    for told in [
        "line 25, column 1: `steady` is left out: the run starts from initval",
        "`simul` is left out",
        "endval is the scenario",
        "shocks is the scenario",
    ] {
        assert!(
            notes.iter().any(|note| note.contains(told)),
            "{told}: {notes:?}"
        );
    }
    let title = |name: &str| {
        let model = &imported.model;
        model.variable(model.find(name).unwrap()).title.en.clone()
    };
    assert_eq!(title("Y"), "National income");
    assert!(parse(&imported.text()).is_ok(), "{}", imported.text());
}

#[test]
fn the_past_and_zeros_are_read_as_dynare_does() {
    let imported = read(
        "var x y; varexo e; model; x = x(-3) + e; y = 0.5*y(-1); end;
         histval; x(0) = 3; x(-1) = 2; x(-2) = 1; end;",
    )
    .unwrap();
    let model = &imported.model;
    let x = model.variable(model.find("x").unwrap());
    assert_eq!((x.opening, &x.history[..]), (Some(3.0), &[2.0, 1.0][..]));
    assert_eq!(model.variable(model.find("y").unwrap()).opening, Some(0.0));
    assert!(
        imported.notes[0].to_string().ends_with("they are 0: y, e"),
        "{:?}",
        imported.notes
    );
}

#[test]
fn leads_are_refused_with_their_place() {
    let text = "var c k; parameters b; b = 0.9;\nmodel;\n  1/c = b/c(+1);\n  k = c(1);\nend;";
    let errors = read(text).unwrap_err();
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(
        told[0].starts_with("E-CYCLE-LEAD: line 3, column 11: `c[+1]`"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("E-CYCLE-LEAD: line 4, column 7"),
        "{told:?}"
    );
}

#[test]
fn what_is_no_deterministic_model_is_refused() {
    for (text, told) in [
        ("", "no model block"),
        ("var x; model; x = 1;", "a block is not closed"),
        (
            "@#define n = 3\nvar x;",
            "line 1, column 1: the file uses Dynare's macro language",
        ),
        (
            "var k; predetermined_variables k; model; k = 1; end;",
            "predetermined_variables changes",
        ),
        (
            "var x; model; x = ; end;",
            "E-CYCLE-SYNTAX: line 1, column 18",
        ),
        (
            "var x; model; x = STEADY_STATE(x); end;",
            "no function `STEADY_STATE`",
        ),
        (
            "var x; model; x = z; end;",
            "E-CYCLE-UNDEFINED: line 1, column 19: `z`",
        ),
        (
            "var x; varexo e; model; x = e; end; shocks; var e; periods 5:2; values 1; end;",
            "names no periods",
        ),
        (
            "var x; varexo e; model; x = e; end; shocks; var e; periods 1 2 3; values 1 2; end;",
            "2 values for 3 spans",
        ),
        (
            "var x; varexo e; model; x = e; end; shocks; hit e; end;",
            "no part of a shock",
        ),
        (
            "var x; model; x = 1; end; initval; x; end;",
            "gives no value",
        ),
        (
            "var x; model; x = 1; end; histval; x(1) = 2; end;",
            "gives no value",
        ),
        ("var x-y; model; x = 1; end;", "`x-y` is no name"),
        ("= 3;", "is no statement"),
        ("end;", "closes no block"),
        (
            "var x; parameters a; model; x = a; end;",
            "`a` is not defined",
        ),
        (
            "var x; varexo e; model; x = e; end; shocks; var x; periods 1; values 1; end;",
            "cannot be shocked",
        ),
    ] {
        let found = refused(text);
        assert!(found.contains(told), "{text}\n{found}");
    }
}

#[test]
fn stochastic_shocks_are_pointed_to_the_draws() {
    let imported =
        read("var x; varexo e; model; x = e; end; shocks; var e; stderr 0.1; var e = 0.01; end;")
            .unwrap();
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.to_string().contains("--vary NAME:normal(sd)"))
    );
    assert!(imported.model.scenarios.is_empty());
}
