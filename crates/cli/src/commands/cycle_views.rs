//! `triffin cycle flows`, `holders`, `exchange-rate`, `deficit`: the accounts of a period.

use triffin_workbench::cycle::{self, Asked, AskedAccounts, AskedChange};
use triffin_workbench::{Answer, QuestionError};

use crate::args::{CycleAt, CycleChange, CycleFlows, CycleHolders, CycleRate};

/// Runs `cycle flows`.
pub fn flows(args: &CycleFlows) -> Result<Answer, QuestionError> {
    cycle::flows(&accounts(&args.at))
}

/// Runs `cycle holders`.
pub fn holders(args: &CycleHolders) -> Result<Answer, QuestionError> {
    cycle::held(&accounts(&args.at), &args.of)
}

/// Runs `cycle exchange-rate`.
pub fn exchange_rate(args: &CycleRate) -> Result<Answer, QuestionError> {
    cycle::exchange_rate(&AskedChange {
        accounts: accounts(&args.at),
        of: None,
        against: args.against.clone(),
    })
}

/// Runs `cycle deficit`.
pub fn deficit(args: &CycleChange) -> Result<Answer, QuestionError> {
    cycle::deficit(&AskedChange {
        accounts: accounts(&args.at),
        of: args.of.clone(),
        against: args.against.clone(),
    })
}

fn accounts(args: &CycleAt) -> AskedAccounts {
    AskedAccounts {
        run: Asked {
            model: args.model.clone(),
            periods: args.at,
            set: args.set.clone(),
            shocks: args.shock.clone(),
            scenario: args.scenario.clone(),
            close: args.close.clone(),
            vars: Vec::new(),
        },
        currency: args.currency.clone(),
    }
}
