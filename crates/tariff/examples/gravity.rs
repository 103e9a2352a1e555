//! How long an estimate takes.
//!
//! ```sh
//! cargo run --release -p triffin-tariff --example gravity -- FILE.csv FORMULA [CLUSTER [RUNS]]
//! ```
//!
//! Prints each coefficient and error with every digit, the processor seconds
//! of each run without reading the file, and the peak memory of it all.

use std::error::Error;
use std::fs;

use triffin_tariff::estimate::{Frame, Labels, Numbers, Request, estimate};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [file, formula, rest @ ..] = &words[..] else {
        return Err("FILE.csv FORMULA [CLUSTER [RUNS]]".into());
    };
    let mut request = Request::parse(formula)?;
    if let Some(cluster) = rest.first() {
        request = request.cluster(cluster)?;
    }
    let frame = read(file, &request.columns())?;
    let runs = rest.get(1).map_or(Ok(1), |runs| runs.parse())?;
    for run in 0..runs {
        let before = processor_seconds()?;
        let fit = estimate(&frame, &request)?;
        let seconds = processor_seconds()? - before;
        if run == 0 {
            for each in &fit.terms {
                println!("{},{:?},{:?}", each.term, each.estimate, each.std_error);
            }
            println!("rows,{},{}", fit.rows_used, fit.iterations);
        }
        println!("seconds,{seconds:.6}");
    }
    println!("megabytes,{:.0}", peak_megabytes()?);
    Ok(())
}

/// The columns named, of numbers where every cell is one.
fn read(file: &str, names: &[&str]) -> Result<Frame, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let place = |name: &&str| header.iter().position(|each| each == *name);
    let places: Vec<usize> = names.iter().filter_map(place).collect();
    if places.len() < names.len() {
        return Err(format!("{file} has not all of {names:?}").into());
    }
    let mut numbers: Vec<Option<Vec<f64>>> = vec![Some(Vec::new()); names.len()];
    let mut texts: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for record in reader.records() {
        let record = record?;
        for (at, &place) in places.iter().enumerate() {
            let cell = record.get(place).unwrap_or_default();
            match (&mut numbers[at], cell.parse::<f64>()) {
                (Some(values), Ok(value)) => values.push(value),
                (Some(values), Err(_)) => {
                    texts[at] = values.iter().map(ToString::to_string).collect();
                    texts[at].push(cell.to_owned());
                    numbers[at] = None;
                }
                (None, _) => texts[at].push(cell.to_owned()),
            }
        }
    }
    let mut frame = Frame::new();
    for ((name, numbers), texts) in names.iter().zip(numbers).zip(&texts) {
        match numbers {
            Some(values) => frame.push(name, Numbers::new(values))?,
            None => {
                let labels = texts.iter().map(|text| Some(text.as_str()));
                frame.push(name, Labels::from_texts(labels))?;
            }
        }
    }
    Ok(frame)
}

/// The largest resident memory of this process, the table included.
fn peak_megabytes() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes.unwrap_or("0").parse::<f64>()? / 1024.0)
}

/// User and system time of this process, from the kernel's nanoseconds where
/// it keeps them.
fn processor_seconds() -> Result<f64, Box<dyn Error>> {
    let mut nanoseconds = 0.0;
    for task in fs::read_dir("/proc/self/task")? {
        let text = fs::read_to_string(task?.path().join("schedstat"))?;
        let first = text.split_whitespace().next().unwrap_or("0");
        nanoseconds += first.parse::<f64>()?;
    }
    Ok(nanoseconds / 1e9)
}
