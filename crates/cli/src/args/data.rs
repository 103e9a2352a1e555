//! `data`: what is in the store, and putting more into it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Data {
    Add(Add),
    Ls,
    Path(DatasetName),
    Show(Series),
    History(Series),
    Verify,
    Repair(Repair),
}

#[derive(Debug, Args)]
pub struct Repair {
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    // Not `format`: an argument of that name would hide the global `--format`.
    #[arg(long = "as", value_name = "FORMAT")]
    pub reader: Option<String>,
    #[arg(long, value_name = "FILE.toml")]
    pub map: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub released: Option<String>,
    #[arg(long)]
    pub replaces: bool,
    #[arg(long)]
    pub dedupe: bool,
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
}

#[derive(Debug, Args)]
pub struct DatasetName {
    #[arg(value_name = "DATASET")]
    pub dataset: Option<String>,
}

#[derive(Debug, Args)]
pub struct Series {
    #[arg(value_name = "SERIES")]
    pub series: String,
    #[arg(long, value_name = "PERIOD")]
    pub from: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub to: Option<String>,
}
