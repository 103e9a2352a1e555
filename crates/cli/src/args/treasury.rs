//! The verbs of `triffin treasury`: the options of each, and the question it asks.
//!
//! Every option is an amount, a rate or the name of a cited figure, and all
//! are read by the workbench, so that one table says what can be typed.

use clap::{Args, Subcommand};
use triffin_workbench::treasury::{self, Given, Question};

/// Makes the verbs: for each its name, its question and its options with what
/// stands for their value in help.
macro_rules! verbs {
    ($($verb:ident => $question:ident { $($option:ident $value:literal),* $(,)? })*) => {
        #[derive(Debug, Subcommand)]
        pub enum Treasury {
            $($verb($verb),)*
        }

        $(
            #[derive(Debug, Args)]
            pub struct $verb {
                $(
                    #[arg(long, value_name = $value, allow_hyphen_values = true)]
                    pub $option: Vec<String>,
                )*
            }
        )*

        impl Treasury {
            /// The question of the verb, and its options as typed.
            pub fn asked(&self) -> (Question, Given) {
                match self {
                    $(
                        Self::$verb(args) => (
                            treasury::$question as Question,
                            Given::new([$((stringify!($option), args.$option.clone())),*]),
                        ),
                    )*
                }
            }
        }
    };
}

verbs! {
    Ledger => ledger {
        payment "AMOUNT", reserve_share "SHARE", treasury_share "SHARE", multiplier "NUMBER",
        import_propensity "SHARE", rounds "N", show "WHAT",
    }
    Parable => parable {
        price "AMOUNT", deposited "SHARE", rate "RATE", years "N", show "WHAT",
    }
    Recycled => recycled {
        surplus "AMOUNT", reserves_change "AMOUNT", treasury_change "AMOUNT",
    }
    Erosion => erosion { amount "AMOUNT", inflation "RATE", at_yield "RATE" }
    Screen => screen {
        order "AMOUNT", year "YEAR", max_of_size "SHARE", max_of_day "SHARE", max_impact "SHARE",
        max_default "SHARE", measure "ASSET:NAME=VALUE",
    }
    Depth => depth { stock "AMOUNT", volume "AMOUNT", order "AMOUNT" }
    Impact => impact {
        sale "AMOUNT", months "N", volume "AMOUNT", debt "AMOUNT", debt_then "AMOUNT",
        flow "AMOUNT", rise "RATE",
    }
    TopExport => top_export {
        category "NAME=AMOUNT", sold "AMOUNT", held_from "AMOUNT", held_to "AMOUNT", years "N",
    }
    Holders => holders { holding "HOLDER@DATE=AMOUNT", price_change "RATE" }
    Gold => gold {
        weight "WEIGHT", price "AMOUNT", treasuries "AMOUNT", since "YEAR:YEARS",
        point "YEAR=GOLD:TREASURIES",
    }
    Scale => scale { debt "AMOUNT", share "SHARE", gdp "AMOUNT" }
    Interest => interest { interest "AMOUNT", debt "AMOUNT", defence "AMOUNT", revenue "AMOUNT" }
    Rollover => rollover {
        maturing "AMOUNT", rise "RATE", old_rate "RATE", new_rate "RATE", interest "AMOUNT",
        debt "AMOUNT",
    }
    Snowball => snowball {
        debt "AMOUNT", gdp "AMOUNT", rate "RATE", new_rate "RATE", primary "AMOUNT",
        growth "RATE", maturing "SHARE", average_months "N", ladder "SHARE", years "N",
    }
    Squeeze => squeeze {
        earned "AMOUNT", spent "AMOUNT", reserves "AMOUNT", maturing "AMOUNT", cut "SHARE",
        sell_off "AMOUNT",
    }
    Backing => backing {
        coins "AMOUNT", cash "AMOUNT", deposits "AMOUNT", bills "AMOUNT", repo "AMOUNT",
        money_funds "AMOUNT", other "AMOUNT",
    }
    Stablecoin => stablecoin {
        size "AMOUNT", now "AMOUNT", bill_share "SHARE", displaced "SHARE", debt "AMOUNT",
        maturing "AMOUNT", bills "AMOUNT",
    }
    Dedollarisation => dedollarisation {
        measure "NAME@PERIOD=VALUE", range "NAME=LOW..HIGH", towards "NAME",
    }
    Privilege => privilege {
        debt "AMOUNT", spread "RATE", counterfactual "RATE", rate "RATE", refinanced "SHARE",
    }
    WorldDebt => world_debt { ratio "RATE", gdp "AMOUNT" }
    Twin => twin {
        trade "AMOUNT", income "AMOUNT", capital "AMOUNT", errors "AMOUNT", financial "AMOUNT",
    }
    Figures => figures { name "TEXT" }
}

#[cfg(test)]
mod tests {
    use clap::{Command, FromArgMatches};

    use super::*;

    fn command() -> Command {
        Treasury::augment_subcommands(Command::new("treasury"))
    }

    fn code(verb: &str, options: &[&str]) -> Option<&'static str> {
        let words = ["treasury", verb]
            .into_iter()
            .chain(options.iter().copied());
        let matches = command().try_get_matches_from(words).unwrap();
        let (question, given) = Treasury::from_arg_matches(&matches).unwrap().asked();
        question(&given).err().map(|error| error.code)
    }

    #[test]
    fn every_verb_answers_with_the_documents_own_figures() {
        for verb in command().get_subcommands() {
            assert_eq!(code(verb.get_name(), &[]), None, "{}", verb.get_name());
        }
    }

    /// Rubbish is refused by the reading of the very option it was typed for.
    #[test]
    fn every_option_is_read() {
        // A name of a measure may be any text; a rate beside a counterfactual one needs that.
        let free = [("dedollarisation", "towards"), ("privilege", "rate")];
        for verb in command().get_subcommands() {
            for option in verb.get_arguments().filter_map(|arg| arg.get_long()) {
                let told = (verb.get_name(), option);
                if free.contains(&told) {
                    continue;
                }
                let refused = code(told.0, &[&format!("--{option}"), "rubbish"]);
                assert!(
                    refused.is_some_and(|code| code != "E-USAGE-PLAYS-NO-PART"),
                    "{told:?}: {refused:?}"
                );
            }
        }
        let with = ["--counterfactual", "4%", "--rate", "rubbish"];
        assert!(code("privilege", &with).is_some());
    }

    /// An option named as one that every command takes would hide that one.
    #[test]
    fn no_option_hides_one_that_every_command_takes() {
        use clap::Args;
        let global = crate::args::Global::augment_args(Command::new("triffin"));
        for verb in command().get_subcommands() {
            for argument in verb.get_arguments() {
                let id = argument.get_id();
                assert!(
                    global.get_arguments().all(|known| known.get_id() != id),
                    "{}: {id}",
                    verb.get_name()
                );
            }
        }
    }
}
