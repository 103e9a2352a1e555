//! What can be typed. The words that explain it live in `locales/`, in both
//! languages, under `help.<command>.<argument>`; see [`crate::help`].

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use triffin_basis::Lang;

use crate::output::Format;

#[derive(Debug, Parser)]
#[command(name = "triffin", version = crate::version::long(), disable_help_subcommand = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options every command takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    #[arg(long, global = true, env = "TRIFFIN_STORE", value_name = "DIR")]
    pub store: Option<PathBuf>,
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    #[arg(short, long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub lang: Option<Language>,
    #[arg(long, global = true, value_name = "DATE")]
    pub as_of: Option<String>,
    #[arg(long, global = true, value_name = "ID")]
    pub snapshot: Option<String>,
    #[arg(long, global = true, value_name = "NAME")]
    pub source: Option<String>,
    #[arg(long = "file", global = true, value_name = "PATH")]
    pub files: Vec<PathBuf>,
    #[arg(long, global = true)]
    pub strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    En,
    Zh,
}

impl Global {
    /// The language asked for, else the one of the environment, else English.
    pub fn lang(&self) -> Lang {
        match self.lang {
            Some(Language::En) => Lang::En,
            Some(Language::Zh) => Lang::Zh,
            None => lang_of_environment(),
        }
    }
}

/// The language of `TRIFFIN_LANG`, `LC_ALL`, `LC_MESSAGES` or `LANG`.
pub fn lang_of_environment() -> Lang {
    let set = ["TRIFFIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match set {
        Some(value) if value.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(subcommand)]
    Data(Data),
    Sql(Sql),
    #[command(subcommand)]
    Trade(Box<Trade>),
    #[command(subcommand)]
    Basis(Basis),
    #[command(subcommand)]
    Fx(Fx),
    #[command(subcommand)]
    Cycle(Cycle),
    Brief(Brief),
    Explain(Explain),
}

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

#[derive(Debug, Args)]
pub struct Sql {
    #[arg(value_name = "SELECT")]
    pub text: String,
}

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

#[derive(Clone, Debug, Args)]
pub struct Mirror {
    #[arg(long, value_name = "ECONOMY")]
    pub a: String,
    #[arg(long, value_name = "ECONOMY")]
    pub b: String,
    #[arg(long, value_name = "PERIOD")]
    pub period: String,
    #[arg(long, value_name = "CODE")]
    pub product: Option<String>,
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub cif_margin: Option<String>,
    #[arg(long, value_name = "CURRENCY")]
    pub currency: Option<String>,
    #[arg(long, value_name = "NAME", requires = "currency")]
    pub rates: Option<String>,
    #[arg(long, value_name = "AXIS")]
    pub by: Option<String>,
    #[arg(long, default_value_t = triffin_trade::mirror::timing::LAG, value_name = "MONTHS", value_parser = clap::value_parser!(u32).range(0..=12))]
    pub lag: u32,
    #[arg(long, value_name = "SHARE")]
    pub parcels: Option<String>,
    #[arg(long)]
    pub causes: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Reliability {
    #[arg(long, value_name = "PERIOD")]
    pub period: String,
    #[arg(long, value_name = "SHARE")]
    pub cif_margin: Option<String>,
    #[arg(long, value_name = "CURRENCY")]
    pub currency: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct Gap {
    #[arg(value_name = "OWN-SURPLUS", allow_negative_numbers = true)]
    pub own: String,
    #[arg(value_name = "PARTNER-DEFICIT", allow_negative_numbers = true)]
    pub partner: String,
    #[arg(long, num_args = 2, value_names = ["OWN-SURPLUS", "PARTNER-DEFICIT"], allow_hyphen_values = true)]
    pub before: Option<Vec<String>>,
}

#[derive(Debug, Subcommand)]
pub enum Basis {
    Parse(Parse),
    Convert(Convert),
    Rank(Rank),
    Statements(Statements),
}

#[derive(Debug, Args)]
pub struct Parse {
    #[arg(required = true, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub texts: Vec<String>,
}

#[derive(Debug, Args)]
#[group(id = "given", required = true, multiple = false)]
pub struct Convert {
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub margin_on_fob: Option<String>,
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub margin_on_cif: Option<String>,
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub stock_to_flow: Option<String>,
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub gross_to_net: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Cycle {
    Check(CycleModel),
    Import(CycleImport),
    Models,
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

#[derive(Debug, Subcommand)]
pub enum Fx {
    Convert(Requote),
}

/// A change of a currency in one of the two conventions.
#[derive(Debug, Args)]
#[group(id = "given", required = true, multiple = false)]
pub struct Requote {
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub quote_rise: Option<String>,
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub value_change: Option<String>,
}

#[derive(Debug, Args)]
pub struct Rank {
    #[arg(value_name = "DOCUMENT/TABLE")]
    pub table: String,
}

#[derive(Debug, Args)]
pub struct Statements {
    #[arg(value_name = "DOCUMENT[/TABLE]")]
    pub document: Option<String>,
}

#[derive(Debug, Args)]
pub struct Brief {
    #[arg(value_name = "ECONOMY[-PARTNER]")]
    pub subject: String,
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    #[arg(long)]
    pub full: bool,
}

#[derive(Debug, Args)]
pub struct Explain {
    #[arg(value_name = "ID|TERM")]
    pub term: Option<String>,
    #[arg(long)]
    pub list: bool,
}
