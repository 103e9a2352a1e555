//! `triffin cycle run`, `draws`, `steady`, `sensitivity`, `calibrate`: a model solved.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use triffin_workbench::cycle::{
    self, Asked, AskedCalibration, AskedDraws, AskedMatrices, AskedSensitivity,
};
use triffin_workbench::{Answer, QuestionError};

use crate::args::{
    CycleCalibrate, CycleDraws, CycleMatrices, CycleRun, CycleSensitivity, CycleSteady,
};

/// Runs `cycle run`.
pub fn run(args: &CycleRun) -> Result<Answer, QuestionError> {
    cycle::run(&asked(args))
}

/// Runs `cycle draws`; an interrupt keeps the draws done, a second one ends it.
pub fn draws(args: &CycleDraws) -> Result<Answer, QuestionError> {
    let stop = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&stop);
    // Where no handler can be set, an interrupt ends the program as ever.
    let _ = ctrlc::set_handler(move || {
        if heard.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    let bar = progress(args.count);
    let begun = Instant::now();
    let done = |count: u32| {
        if bar.is_hidden() && begun.elapsed() > Duration::from_secs(1) {
            // Draws nothing where standard error is no terminal.
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        bar.inc(count.into());
    };
    let asked = AskedDraws {
        run: asked(&args.run),
        count: args.count,
        seed: args.seed,
        vary: args.vary.clone(),
        correlate: args.correlate.clone(),
        statistics: args.stat.clone(),
    };
    let answer = cycle::draws(&asked, &done, &stop);
    bar.finish_and_clear();
    answer
}

/// Runs `cycle steady`.
pub fn steady(args: &CycleSteady) -> Result<Answer, QuestionError> {
    cycle::steady(&asked(&args.run), args.eigenvalues)
}

/// Runs `cycle sensitivity`.
pub fn sensitivity(args: &CycleSensitivity) -> Result<Answer, QuestionError> {
    cycle::sensitivity(&AskedSensitivity {
        run: asked(&args.run),
        of: args.of.clone(),
        vary: args.vary.clone(),
        share: args.by,
        rows: args.rows,
        seed: args.seed,
    })
}

/// Runs `cycle calibrate`.
pub fn calibrate(args: &CycleCalibrate) -> Result<Answer, QuestionError> {
    cycle::calibrate(&AskedCalibration {
        run: asked(&args.run),
        free: args.free.clone(),
        targets: args.target.clone(),
    })
}

/// Runs `cycle matrices`: the model is solved up to the period shown.
pub fn matrices(args: &CycleMatrices) -> Result<Answer, QuestionError> {
    cycle::matrices(&AskedMatrices {
        run: Asked {
            model: args.model.clone(),
            periods: args.at,
            set: args.set.clone(),
            shocks: args.shock.clone(),
            scenario: args.scenario.clone(),
            close: args.close.clone(),
            vars: Vec::new(),
        },
        currency: args.currency.clone(),
        view: args.view.clone(),
        of: args.of.clone(),
    })
}

fn asked(args: &CycleRun) -> Asked {
    Asked {
        model: args.model.clone(),
        periods: args.periods,
        set: args.set.clone(),
        shocks: args.shock.clone(),
        scenario: args.scenario.clone(),
        close: args.close.clone(),
        vars: args.vars.clone(),
    }
}

/// A bar that shows itself after a second.
fn progress(count: u32) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(count.into());
    bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    bar
}
