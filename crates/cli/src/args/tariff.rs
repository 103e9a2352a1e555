//! `tariff`: gravity estimates, counterfactuals, and what a duty does.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::mechanisms::Mechanism;

#[derive(Debug, Subcommand)]
pub enum Tariff {
    Estimate(Box<TariffEstimate>),
    Solve(TariffSolve),
    Draws(TariffDraws),
    Optimal(TariffOptimal),
    Nash(TariffOptimal),
    Explain(TariffExplain),
    Scenarios,
    #[command(flatten)]
    Mechanism(Mechanism),
}

/// A regression.
#[derive(Clone, Debug, Args)]
pub struct TariffEstimate {
    #[arg(long, value_name = "FILE")]
    pub data: PathBuf,
    #[arg(long, value_name = "\"Y ~ X | E\"", conflicts_with_all = ["y", "x"])]
    pub formula: Option<String>,
    #[arg(long, value_name = "TERM", required_unless_present = "formula")]
    pub y: Option<String>,
    #[arg(long, value_name = "TERMS")]
    pub x: Vec<String>,
    #[arg(long, value_name = "A^B", value_delimiter = ',')]
    pub fe: Vec<String>,
    #[arg(long, value_name = "A^B", value_delimiter = ',')]
    pub cluster: Vec<String>,
    #[arg(long = "where", value_name = "EXPR")]
    pub only: Option<String>,
    #[arg(long, value_name = "COLUMN")]
    pub weights: Option<String>,
    #[arg(long, value_name = "TERM")]
    pub offset: Option<String>,
    #[arg(long, default_value = "ppml", value_name = "NAME")]
    pub estimator: String,
    #[arg(long, default_value = "fixest", value_name = "NAME")]
    pub ssc: String,
    #[arg(long, value_name = "KIND")]
    pub vcov: Option<String>,
    #[arg(long, default_value_t = 1e-10, value_name = "SHARE")]
    pub tol: f64,
    #[arg(long, value_name = "E,I,T", value_delimiter = ',')]
    pub bias_correction: Vec<String>,
    #[arg(long)]
    pub keep_singletons: bool,
    #[arg(long)]
    pub reset: bool,
    #[arg(long, value_name = "FILE.csv")]
    pub dropped: Option<PathBuf>,
}

/// A counterfactual.
#[derive(Clone, Debug, Args)]
pub struct TariffSolve {
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    #[arg(long, default_value = "region", value_name = "AXIS")]
    pub by: String,
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub region: Vec<String>,
    #[arg(long, default_value = "world-value-added", value_name = "NAME")]
    pub numeraire: String,
    #[arg(long, default_value = "auto", value_name = "WORD")]
    pub split: String,
}

/// Draws of a counterfactual.
#[derive(Clone, Debug, Args)]
pub struct TariffDraws {
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    #[arg(long = "n", value_name = "N")]
    pub count: Option<u32>,
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub region: Vec<String>,
}

/// Tariffs that are best for those who set them.
#[derive(Clone, Debug, Args)]
pub struct TariffOptimal {
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub region: Vec<String>,
    #[arg(long, default_value = "uniform", value_name = "WORD")]
    pub shape: String,
    #[arg(long, default_value_t = 8, value_name = "N")]
    pub deviations: u32,
}

/// A counterfactual in sentences.
#[derive(Clone, Debug, Args)]
pub struct TariffExplain {
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub region: Vec<String>,
}
