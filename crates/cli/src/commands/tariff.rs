//! `triffin tariff …`: estimates, counterfactuals, what a duty does.

use triffin_workbench::tariff::{self, AskedEstimate, AskedOptimal, AskedSolve, AskedTariffDraws};
use triffin_workbench::{Answer, QuestionError};

use super::mechanisms;
use super::progress::Watch;
use crate::args::{Tariff, TariffDraws, TariffEstimate, TariffOptimal, TariffSolve};
use crate::error::CliError;
use crate::output::Output;

/// Runs one verb; it reads no store.
pub fn run(output: &Output, strict: bool, args: &Tariff) -> Result<u8, CliError> {
    let answer = match args {
        Tariff::Estimate(args) => estimate(args)?,
        Tariff::Solve(args) => solve(args)?,
        Tariff::Draws(args) => draws(args)?,
        Tariff::Optimal(args) => optimal(args)?,
        Tariff::Nash(args) => tariff::nash(&game(args))?,
        Tariff::Explain(args) => tariff::explain(&args.scenario, &args.region)?,
        Tariff::Scenarios => tariff::scenarios()?,
        Tariff::Mechanism(args) => return mechanisms::run(output, strict, args),
    };
    output.print(&answer)?;
    Ok(u8::from(strict && answer.has_findings()))
}

fn estimate(args: &TariffEstimate) -> Result<Answer, QuestionError> {
    tariff::estimate(&AskedEstimate {
        data: args.data.clone(),
        formula: args.formula.clone(),
        y: args.y.clone(),
        x: terms(&args.x),
        effects: args.fe.clone(),
        clusters: args.cluster.clone(),
        only: args.only.clone(),
        weights: args.weights.clone(),
        offset: args.offset.clone(),
        estimator: Some(args.estimator.clone()),
        small_sample: Some(args.ssc.clone()),
        vcov: args.vcov.clone(),
        tolerance: Some(args.tol),
        bias_correction: args.bias_correction.clone(),
        keep_singletons: args.keep_singletons,
        reset: args.reset,
        dropped: args.dropped.clone(),
    })
}

/// Terms parted by commas; a comma within parentheses parts nothing:
/// `i(year,1986),rta` are two.
fn terms(texts: &[String]) -> Vec<String> {
    let mut terms = Vec::new();
    for text in texts {
        let (mut depth, mut term) = (0_i32, String::new());
        for letter in text.chars() {
            match letter {
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' if depth <= 0 => {
                    terms.push(std::mem::take(&mut term));
                    continue;
                }
                _ => {}
            }
            term.push(letter);
        }
        terms.push(term);
    }
    terms
}

fn solve(args: &TariffSolve) -> Result<Answer, QuestionError> {
    tariff::solve(&AskedSolve {
        scenario: args.scenario.clone(),
        by: args.by.clone(),
        regions: args.region.clone(),
        numeraire: args.numeraire.clone(),
        split: args.split.clone(),
    })
}

/// Runs `tariff draws`; an interrupt keeps the draws done, a second one ends it.
fn draws(args: &TariffDraws) -> Result<Answer, QuestionError> {
    let watch = Watch::of(args.count.unwrap_or(0).into());
    let asked = AskedTariffDraws {
        scenario: args.scenario.clone(),
        count: args.count,
        seed: args.seed,
        regions: args.region.clone(),
    };
    tariff::draws(&asked, &|| watch.one(), watch.stop())
}

/// Runs `tariff optimal`; an interrupt keeps the regions done.
fn optimal(args: &TariffOptimal) -> Result<Answer, QuestionError> {
    let watch = Watch::of(args.region.len() as u64);
    tariff::optimal(&game(args), &|| watch.one(), watch.stop())
}

fn game(args: &TariffOptimal) -> AskedOptimal {
    AskedOptimal {
        scenario: args.scenario.clone(),
        regions: args.region.clone(),
        shape: args.shape.clone(),
        deviations: args.deviations,
    }
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn a_comma_in_parentheses_parts_no_terms() {
        let given = ["rta,i(year,1986):intl".to_owned(), "log(dist)".to_owned()];
        assert_eq!(terms(&given), ["rta", "i(year,1986):intl", "log(dist)"]);
    }
}
