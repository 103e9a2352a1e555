//! How long the steps of a solution take.
//!
//! ```sh
//! cargo run --release -p triffin-cycle --example solve -- MODEL.sfc [PERIODS [DRAWS NAME:normal(sd)]]
//! ```

use std::error::Error;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use triffin_cycle::ensemble::{Draws, Statistic, Vary, endogenous};
use triffin_cycle::{Blocks, Model, Program, Run, import, language};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [file, rest @ ..] = &words[..] else {
        return Err("MODEL.sfc [PERIODS [DRAWS NAME:normal(sd)]]".into());
    };
    let periods = rest.first().map_or(Ok(100), |periods| periods.parse())?;
    let mut watch = Watch::start();
    let model = read(file)?;
    watch.says("read");
    let blocks = Blocks::of(&model);
    watch.says("ordered");
    println!(
        "{} equations, {} blocks, the largest of {}",
        model.equations.len(),
        blocks.order.len(),
        blocks.largest()
    );
    let program = Program::compile(&model)?;
    watch.says("compiled");
    println!(
        "unknowns of each block: {:?}",
        program.unknowns().collect::<Vec<_>>()
    );
    for _ in 0..3 {
        let path = program.run(&Run::new(periods))?;
        watch.says("solved");
        println!("{:?}", path.work());
    }
    if let [_, count, vary @ ..] = rest {
        draw(&program, periods, count.parse()?, vary, &mut watch)?;
    }
    Ok(())
}

fn read(file: &str) -> Result<Model, Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    Ok(match file.ends_with(".json") {
        true => import::json::read(&text)?.model,
        false => language::parse(&text)?,
    })
}

fn draw(
    program: &Program,
    periods: u32,
    count: u32,
    vary: &[String],
    watch: &mut Watch,
) -> Result<(), Box<dyn Error>> {
    let model = program.model();
    let vary: Result<Vec<Vary>, _> = vary.iter().map(|text| Vary::parse(model, text)).collect();
    let draws = Draws {
        run: Run::new(periods),
        vary: vary?,
        correlation: None,
        count,
        seed: 1,
        keep: endogenous(model),
    };
    let sample = draws.solve(program, &|_| (), &AtomicBool::new(false))?;
    watch.says("drawn");
    let percentiles = [5.0, 50.0, 95.0].map(Statistic::Percentile);
    let told = sample.statistics(&[&[Statistic::Mean], &percentiles[..]].concat());
    watch.says("told");
    println!(
        "{} draws, {} failed, {} cells",
        sample.draws().len(),
        sample.failed().len(),
        told.len()
    );
    Ok(())
}

struct Watch(Instant);

impl Watch {
    fn start() -> Self {
        Self(Instant::now())
    }

    fn says(&mut self, what: &str) {
        println!(
            "{what:>10} {:>10.3} ms",
            self.0.elapsed().as_secs_f64() * 1e3
        );
        self.0 = Instant::now();
    }
}
