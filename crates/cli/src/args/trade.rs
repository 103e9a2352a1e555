//! `trade`: balances of records and what they are made of.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::mirror::{Gap, Mirror, Reliability};

#[derive(Debug, Subcommand)]
pub enum Trade {
    Balance(Balance),
    Check(Selection),
    Changes(Changes),
    Translation(Translation),
    Real(Real),
    Index(Index),
    Items(Selection),
    Records(Records),
    Pipeline(Pipeline),
    Growth(Growth),
    Ratio(Ratio),
    Mirror(Mirror),
    Reliability(Reliability),
    Gap(Gap),
}

/// Which records are asked about, and on which basis.
#[derive(Clone, Debug, Args)]
pub struct Selection {
    #[arg(long, value_name = "ECONOMY")]
    pub reporter: String,
    #[arg(long, value_name = "ECONOMY")]
    pub partner: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub period: String,
    #[command(flatten)]
    pub basis: BasisOptions,
}

/// The basis an answer is put on.
#[derive(Clone, Debug, Args)]
pub struct BasisOptions {
    #[arg(long, value_name = "CODE")]
    pub product: Option<String>,
    #[arg(long, default_value = "as-reported", value_name = "VALUATION")]
    pub valuation: String,
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub cif_margin: Option<String>,
    #[arg(long, value_name = "CURRENCY")]
    pub currency: Option<String>,
    #[arg(long, value_name = "NAME", requires = "currency")]
    pub rates: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub timing: Option<String>,
    #[arg(long, value_name = "REGIME", value_delimiter = ',')]
    pub include: Vec<String>,
    #[arg(long, value_name = "REGIME", value_delimiter = ',')]
    pub exclude: Vec<String>,
}

#[derive(Clone, Debug, Args)]
pub struct Balance {
    #[command(flatten)]
    pub selection: Selection,
    #[arg(long, value_name = "AXIS")]
    pub by: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct Changes {
    #[arg(long, value_name = "ECONOMY")]
    pub reporter: String,
    #[arg(long, value_name = "ECONOMY")]
    pub partner: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub from: String,
    #[arg(long, value_name = "PERIOD")]
    pub to: String,
    #[arg(long, default_value = "product", value_name = "AXIS")]
    pub by: String,
    #[arg(long, value_name = "AXIS")]
    pub items: Option<String>,
    #[arg(long, default_value = "bennet", value_name = "METHOD")]
    pub method: String,
    #[arg(long, value_name = "FILE.csv")]
    pub concordance: Option<PathBuf>,
    #[command(flatten)]
    pub basis: BasisOptions,
}

#[derive(Clone, Debug, Args)]
pub struct Translation {
    #[arg(long, value_name = "ECONOMY")]
    pub reporter: String,
    #[arg(long, value_name = "ECONOMY")]
    pub partner: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub from: String,
    #[arg(long, value_name = "PERIOD")]
    pub to: String,
    #[arg(long, value_name = "AXIS")]
    pub by: Option<String>,
    #[command(flatten)]
    pub basis: BasisOptions,
}

#[derive(Clone, Debug, Args)]
pub struct Real {
    #[command(flatten)]
    pub selection: Selection,
    #[arg(long, value_name = "AXIS")]
    pub by: Option<String>,
    #[arg(
        long,
        required = true,
        value_name = "FILE|SERIES|PERIOD=INDEX",
        value_delimiter = ','
    )]
    pub deflator: Vec<String>,
    #[arg(long, value_name = "PERIOD")]
    pub base: String,
}

#[derive(Clone, Debug, Args)]
pub struct Index {
    #[arg(long, value_name = "ECONOMY")]
    pub reporter: String,
    #[arg(long, value_name = "ECONOMY")]
    pub partner: Option<String>,
    #[arg(long, value_name = "FLOW")]
    pub flow: String,
    #[arg(long, value_name = "PERIOD")]
    pub from: String,
    #[arg(long, value_name = "PERIOD")]
    pub to: String,
    #[arg(long, default_value = "fisher", value_name = "FORMULA")]
    pub formula: String,
    #[arg(long)]
    pub chain: bool,
    #[command(flatten)]
    pub basis: BasisOptions,
}

#[derive(Clone, Debug, Args)]
pub struct Records {
    #[command(flatten)]
    pub selection: Selection,
    #[arg(long, value_name = "AXIS")]
    pub by: Option<String>,
    #[arg(long, value_name = "KEY", requires = "by")]
    pub key: Option<String>,
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub limit: usize,
}

#[derive(Clone, Debug, Args)]
pub struct Pipeline {
    #[command(flatten)]
    pub selection: Selection,
    #[arg(long, value_name = "PERIOD")]
    pub compare: Option<String>,
    #[arg(long, default_value = "partner", value_name = "AXIS")]
    pub by: String,
    #[arg(long, default_value = "bennet", value_name = "METHOD")]
    pub method: String,
}

#[derive(Clone, Debug, Args)]
pub struct Growth {
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub start: String,
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub end: String,
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub periods: u32,
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub beside: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct Ratio {
    #[arg(value_name = "NUMERATOR", allow_negative_numbers = true)]
    pub numerator: String,
    #[arg(value_name = "DENOMINATOR", allow_negative_numbers = true)]
    pub denominator: String,
    #[arg(long)]
    pub spread: bool,
}
