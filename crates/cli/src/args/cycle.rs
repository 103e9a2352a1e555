//! `cycle`: models of stocks and flows.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Cycle {
    Check(CycleModel),
    Run(CycleRun),
    Draws(CycleDraws),
    Steady(CycleSteady),
    Sensitivity(CycleSensitivity),
    Calibrate(CycleCalibrate),
    Matrices(CycleMatrices),
    Flows(CycleFlows),
    Holders(CycleHolders),
    ExchangeRate(CycleRate),
    Deficit(CycleChange),
    Import(CycleImport),
    Models,
}

/// A run of a model.
#[derive(Clone, Debug, Args)]
pub struct CycleRun {
    #[arg(value_name = "MODEL")]
    pub model: String,
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub periods: u32,
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE@T1..T2")]
    pub shock: Vec<String>,
    #[arg(long, value_name = "NAMES")]
    pub scenario: Option<String>,
    #[arg(long, value_name = "GROUP.OPTION[@T1..T2]")]
    pub close: Vec<String>,
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub vars: Vec<String>,
}

/// The accounts of a model in one period.
#[derive(Debug, Args)]
pub struct CycleMatrices {
    #[arg(value_name = "MODEL")]
    pub model: String,
    #[arg(long, default_value_t = 1, value_name = "T")]
    pub at: u32,
    #[arg(long, value_name = "VIEW")]
    pub view: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub of: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE@T1..T2")]
    pub shock: Vec<String>,
    #[arg(long, value_name = "NAMES")]
    pub scenario: Option<String>,
    #[arg(long, value_name = "GROUP.OPTION[@T1..T2]")]
    pub close: Vec<String>,
}

/// The flows of a period.
#[derive(Debug, Args)]
pub struct CycleFlows {
    #[command(flatten)]
    pub at: CycleAt,
}

/// The holders of instruments in a period.
#[derive(Debug, Args)]
pub struct CycleHolders {
    #[command(flatten)]
    pub at: CycleAt,
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub of: Vec<String>,
}

/// A change of an exchange rate between two runs.
#[derive(Debug, Args)]
pub struct CycleRate {
    #[command(flatten)]
    pub at: CycleAt,
    #[arg(long, value_name = "NAMES")]
    pub against: Option<String>,
}

/// A change of a current account between two runs.
#[derive(Debug, Args)]
pub struct CycleChange {
    #[command(flatten)]
    pub at: CycleAt,
    #[arg(long, value_name = "NAME")]
    pub of: Option<String>,
    #[arg(long, value_name = "NAMES")]
    pub against: Option<String>,
}

/// A run up to the period looked at.
#[derive(Debug, Args)]
pub struct CycleAt {
    #[arg(value_name = "MODEL")]
    pub model: String,
    #[arg(long, default_value_t = 1, value_name = "T")]
    pub at: u32,
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE@T1..T2")]
    pub shock: Vec<String>,
    #[arg(long, value_name = "NAMES")]
    pub scenario: Option<String>,
    #[arg(long, value_name = "GROUP.OPTION[@T1..T2]")]
    pub close: Vec<String>,
}

#[derive(Debug, Args)]
pub struct CycleDraws {
    #[command(flatten)]
    pub run: CycleRun,
    #[arg(long = "n", default_value_t = 1000, value_name = "N")]
    pub count: u32,
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    #[arg(long, value_name = "NAME:DISTRIBUTION", required = true)]
    pub vary: Vec<String>,
    #[arg(long, value_name = "A,B=R")]
    pub correlate: Vec<String>,
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        default_value = "mean,sd,p05,p50,p95"
    )]
    pub stat: Vec<String>,
}

#[derive(Debug, Args)]
pub struct CycleSteady {
    #[command(flatten)]
    pub run: CycleRun,
    #[arg(long)]
    pub eigenvalues: bool,
}

#[derive(Debug, Args)]
pub struct CycleSensitivity {
    #[command(flatten)]
    pub run: CycleRun,
    #[arg(long, value_name = "NAME@T")]
    pub of: String,
    #[arg(long, value_name = "NAME[:DISTRIBUTION]")]
    pub vary: Vec<String>,
    #[arg(long, default_value_t = 0.01, value_name = "SHARE")]
    pub by: f64,
    #[arg(long = "n", default_value_t = 1024, value_name = "N")]
    pub rows: u32,
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
}

#[derive(Debug, Args)]
pub struct CycleCalibrate {
    #[command(flatten)]
    pub run: CycleRun,
    #[arg(long, value_name = "NAME:LOW..HIGH", required = true)]
    pub free: Vec<String>,
    #[arg(long, value_name = "NAME@T=VALUE", required = true)]
    pub target: Vec<String>,
}

/// The model a question is about.
#[derive(Clone, Debug, Args)]
pub struct CycleModel {
    #[arg(value_name = "MODEL")]
    pub model: String,
}

#[derive(Debug, Args)]
pub struct CycleImport {
    #[arg(value_name = "FILE")]
    pub file: String,
}
