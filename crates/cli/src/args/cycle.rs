//! `cycle`: models of stocks and flows.

use clap::{Args, Subcommand};

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
