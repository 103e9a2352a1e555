//! `trade mirror`, `reliability` and `gap`: one trade as two countries report it.

use clap::Args;

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
