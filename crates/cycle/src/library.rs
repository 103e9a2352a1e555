//! The models that come with Triffin: texts of `models/`, by name.

use triffin_basis::BasisError;

use crate::near::near;

/// A model that comes with Triffin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// Its name, that of its file without `.sfc`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! bundled {
    ($($name:literal),*) => {
        [$(Bundled {
            name: $name,
            text: include_str!(concat!("../../../models/", $name, ".sfc")),
        }),*]
    };
}

/// The models that come with Triffin, simplest first.
pub const BUNDLED: [Bundled; 6] = bundled!["sim", "pc", "lp", "open", "bmw", "openflex"];

/// The dollar cycle: the model of five economies with its scenarios, each of
/// which stands in a file of its own in `models/dollar-cycle/`.
pub const DOLLAR_CYCLE: Bundled = Bundled {
    name: "dollar-cycle",
    text: concat!(
        include_str!("../../../models/dollar-cycle.sfc"),
        include_str!("../../../models/dollar-cycle/01-loop.sfc"),
        include_str!("../../../models/dollar-cycle/02-diversification.sfc"),
        include_str!("../../../models/dollar-cycle/03-official-sales.sfc"),
        include_str!("../../../models/dollar-cycle/04-rollover.sfc"),
        include_str!("../../../models/dollar-cycle/05-tariff.sfc"),
        include_str!("../../../models/dollar-cycle/06-stablecoins.sfc"),
        include_str!("../../../models/dollar-cycle/07-sudden-stop.sfc"),
        include_str!("../../../models/dollar-cycle/08-fiscal-and-qe.sfc"),
        include_str!("../../../models/dollar-cycle/09-revaluation.sfc"),
        include_str!("../../../models/dollar-cycle/10-fdi.sfc"),
        include_str!("../../../models/dollar-cycle/11-expectations.sfc"),
    ),
};

/// Every model that comes with Triffin: the textbook's, then the dollar cycle.
pub fn all() -> impl Iterator<Item = Bundled> {
    BUNDLED.into_iter().chain([DOLLAR_CYCLE])
}

/// The text of a model that comes with Triffin.
///
/// ```
/// let text = triffin_cycle::library::bundled("pc")?;
/// assert!(text.contains("model PC"));
/// let refusal = triffin_cycle::library::bundled("openflx").unwrap_err();
/// assert!(refusal.to_string().ends_with("Did you mean openflex?"));
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
///
/// # Errors
///
/// `E-CYCLE-NO-MODEL` where there is none of that name.
pub fn bundled(name: &str) -> Result<&'static str, BasisError> {
    let found = all().find(|model| model.name == name);
    found.map(|model| model.text).ok_or_else(|| no_model(name))
}

fn no_model(name: &str) -> BasisError {
    let error = BasisError::new(
        "E-CYCLE-NO-MODEL",
        format!("there is no model or file `{name}`"),
        format!("没有名为“{name}”的模型或文件"),
    )
    .value(name);
    let names: Vec<&str> = all().map(|model| model.name).collect();
    match near(name, names.iter().copied()) {
        Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
        None => error.expected(
            format!("a file, or one of {}", names.join(", ")),
            format!("文件，或 {} 之一", names.join("、")),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, settle};
    use crate::compile::Program;
    use crate::import::json;
    use crate::language::{parse, print};
    use crate::model::{Model, VariableId};
    use crate::solve::{Path, Run};
    use crate::test_data;

    fn model(name: &str) -> Model {
        parse(bundled(name).unwrap()).unwrap_or_else(|errors| panic!("{name}: {errors}"))
    }

    fn run(model: &Model, scenario: Option<&str>, periods: u32) -> Path {
        let mut run = Run::new(periods);
        if let Some(scenario) = scenario {
            run = run.scenario(model, scenario).unwrap();
        }
        let program = Program::compile(model).unwrap();
        program.run(&run).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn every_model_is_whole_bilingual_and_measured() {
        for bundled in BUNDLED {
            let model = model(bundled.name);
            let checked =
                check(&model).unwrap_or_else(|errors| panic!("{}: {errors}", bundled.name));
            assert!(checked.warnings.is_empty(), "{:?}", checked.warnings);
            assert_eq!(model.redundant.len(), 1, "{}", bundled.name);
            assert!(
                model.variables.iter().all(|v| v.unit.is_some()),
                "{}",
                bundled.name
            );
            let titles = model.variables.iter().map(|v| &v.title);
            let scenarios = model.scenarios.iter().map(|s| &s.title);
            for title in titles.chain(scenarios).chain([&model.title]) {
                assert!(!title.en.is_empty() && title.en != title.zh, "{title:?}");
                assert!(!title.zh.is_ascii(), "{title:?}");
            }
        }
    }

    #[test]
    fn the_texts_equal_the_published_equations_for_a_hundred_periods() {
        for bundled in BUNDLED {
            let file = format!("sfc/models/{}.json", bundled.name.to_uppercase());
            let Some(published) = test_data::read(&file) else {
                return;
            };
            let published = json::read(&published).unwrap().model;
            let own = model(bundled.name);
            assert_eq!(own.equations.len(), published.equations.len());
            assert_eq!(own.variables.len(), published.variables.len());
            let paths = [&own, &published].map(|model| run(model, None, 100));
            for variable in &published.variables {
                for period in 1..=100 {
                    let [a, b] = [0, 1].map(|i| paths[i].at(&variable.name, period).unwrap());
                    let scale = a.abs().max(b.abs()).max(1e-3);
                    assert!(
                        (a - b).abs() <= 1e-9 * scale,
                        "{} {period}: {a} {b}",
                        variable.name
                    );
                }
            }
        }
    }

    #[test]
    fn the_scenarios_end_where_the_book_says() {
        for (name, scenario, variable, period, state) in [
            ("sim", None, "Y", 200, 100.0),
            ("sim", Some("spending"), "Y", 200, 125.0),
            ("sim", Some("thrift"), "Y", 200, 100.0),
            ("pc", None, "Y", 300, 106.486486),
            ("pc", None, "V", 300, 86.486486),
            ("pc", Some("rate"), "Y", 400, 110.0901),
            ("bmw", None, "Y", 100, 200.0),
            ("bmw", Some("spending"), "Y", 300, 224.0),
            ("open", Some("imports"), "YN", 300, 110.1368),
            ("open", Some("imports"), "YS", 300, 102.8362),
            ("openflex", Some("exports"), "XRUK", 100, 0.777575),
            ("openflex", Some("exports"), "YkUK", 100, 99.3885),
        ] {
            let model = model(name);
            let found = run(&model, scenario, period).at(variable, period).unwrap();
            assert!(
                (found - state).abs() < 6e-5 * state.max(1.0) / 100.0,
                "{name} {scenario:?} {variable}: {found}"
            );
        }
    }

    /// Each model written without its mark: the redundant equation is found.
    #[test]
    fn the_redundant_equation_is_found_where_it_is_not_marked() {
        for name in ["sim", "pc", "bmw"] {
            let text = bundled(name).unwrap().replace("redundant: ", "");
            let (settled, note) = settle(parse(&text).unwrap());
            assert!(note.is_some(), "{name}");
            assert_eq!(settled.redundant[0].text, model(name).redundant[0].text);
        }
    }

    #[test]
    fn printing_keeps_every_path() {
        for bundled in BUNDLED {
            let first = model(bundled.name);
            let again = parse(&print(&first)).unwrap();
            let paths = [&first, &again].map(|model| run(model, None, 20));
            for index in 0..first.variables.len() {
                let id = VariableId::new(index);
                assert_eq!(paths[0].value(id, 20), paths[1].value(id, 20));
            }
        }
    }
}
