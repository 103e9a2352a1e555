//! What can be typed. The words that explain it live in `locales/`, in both
//! languages, under `help.<command>.<argument>`; see [`crate::help`].

mod basis;
mod cycle;
mod data;
mod fx;
mod mechanisms;
mod mirror;
mod tariff;
mod trade;
mod treasury;

pub use basis::*;
pub use cycle::*;
pub use data::*;
pub use fx::*;
pub use mirror::*;
pub use tariff::*;
pub use trade::*;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use triffin_basis::Lang;

use crate::output::Format;

pub use mechanisms::Mechanism;
pub use treasury::Treasury;

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
    // `data add` has these three of its own, under the same names.
    #[arg(long = "as", global = true, value_name = "FORMAT")]
    pub reader: Option<String>,
    #[arg(long, global = true, value_name = "FILE.toml")]
    pub map: Option<String>,
    #[arg(long, global = true, value_name = "NAME")]
    pub encoding: Option<String>,
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
    #[command(subcommand)]
    Treasury(Box<Treasury>),
    #[command(subcommand)]
    Tariff(Box<Tariff>),
    Brief(Brief),
    Explain(Explain),
}

#[derive(Debug, Args)]
pub struct Sql {
    #[arg(value_name = "SELECT")]
    pub text: String,
    #[arg(long)]
    pub starter: bool,
}

#[derive(Debug, Args)]
pub struct Brief {
    #[arg(value_name = "ECONOMY[-PARTNER]")]
    pub subject: String,
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: Option<String>,
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
