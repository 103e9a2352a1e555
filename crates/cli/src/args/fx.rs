//! `fx`: changes of a currency.

use clap::{Args, Subcommand};

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
