//! `basis`: what a stated amount means.

use clap::{Args, Subcommand};

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
