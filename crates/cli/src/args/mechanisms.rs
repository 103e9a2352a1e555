//! The verbs of `triffin tariff` that take their numbers from options: the
//! options of each, and the question it asks.
//!
//! Every option is an amount, a rate, an elasticity or a name with one of
//! these, and all are read by the workbench.

use clap::{Args, Subcommand};
use triffin_workbench::mechanisms::{self, Given, Question};

/// Makes the verbs: for each its name, its question, the words it takes without
/// an option, and its options with what stands for their value in help.
macro_rules! verbs {
    ($($verb:ident => $question:ident ($($word:ident $wanted:literal),*) {
        $($option:ident $value:literal),* $(,)?
    })*) => {
        #[derive(Debug, Subcommand)]
        pub enum Mechanism {
            $($verb(Box<$verb>),)*
        }

        $(
            #[derive(Debug, Args)]
            pub struct $verb {
                $(
                    #[arg(value_name = $wanted)]
                    pub $word: Option<String>,
                )*
                $(
                    #[arg(long, value_name = $value, allow_hyphen_values = true)]
                    pub $option: Vec<String>,
                )*
            }
        )*

        impl Mechanism {
            /// The question of the verb, and its words and options as typed.
            pub fn asked(&self) -> (Question, Given) {
                match self {
                    $(
                        Self::$verb(args) => (
                            mechanisms::$question as Question,
                            Given::new([
                                $((stringify!($word), args.$word.iter().cloned().collect::<Vec<_>>()),)*
                                $((stringify!($option), args.$option.clone()),)*
                            ]),
                        ),
                    )*
                }
            }
        }
    };
}

verbs! {
    Naive => naive () {
        imports "AMOUNT", rise "RATE", coverage "SHARE", elasticity "NUMBER",
        private_saving "AMOUNT", private_investment "AMOUNT", taxes "AMOUNT", spending "AMOUNT",
    }
    Diversion => diversion (scenario "SCENARIO") {
        importer "NAME", supplier "NAME=AMOUNT", base_duty "NAME=RATE", duty "NAME=RATE", supply "NAME=NUMBER",
        capacity "NAME=NUMBER", sigma "NUMBER", eta "NUMBER", keep "WHAT",
    }
    Offset => offset (scenario "SCENARIO") {
        importer "NAME", imports "AMOUNT", exports "AMOUNT", rise "RATE", coverage "SHARE", elasticity "NUMBER",
        export_elasticity "NUMBER", offset_share "SHARE",
    }
    Elasticity => elasticity () {
        imports "AMOUNT", exports "AMOUNT", import_elasticity "NUMBER",
        export_elasticity "NUMBER", import_price "RATE", export_price "RATE",
        import_supply "NUMBER", export_supply "NUMBER",
    }
    Incidence => incidence (scenario "SCENARIO") {
        importer "NAME", supply "NUMBER", stated "SHARE", demand "NUMBER", customs "AMOUNT", retail "AMOUNT",
        before "RATE", after "RATE", margin "RULE",
    }
    Waterfall => waterfall () {
        imports "AMOUNT", exports "AMOUNT", rise "RATE", coverage "SHARE",
        textbook_import "NUMBER", textbook_export "NUMBER", import_elasticity "NUMBER",
        export_elasticity "NUMBER", diverted "SHARE", offset "SHARE", private_saving "AMOUNT",
        private_investment "AMOUNT", taxes "AMOUNT", spending "AMOUNT", off "MECHANISM",
    }
    Cpi => cpi () {
        rise "RATE", coverage "SHARE", pass_through "SHARE", appreciation "RATE",
        bought_imported "SHARE", imported_inputs "SHARE", domestic_inputs "SHARE",
    }
    Partial => partial (case "CASE|FILE.toml") { show "WHAT" }
    Persistence => persistence (table "FILE.csv") {
        before "PERIOD", after "PERIOD", show "WHAT",
    }
    Episodes => episodes (series "FILE.csv") {
        episodes "FILE.csv", window "N", band "SHARE",
    }
    Coverage => coverage () { covered "AMOUNT", base "NAME=AMOUNT", stated "SHARE" }
}

#[cfg(test)]
mod tests {
    use clap::{Command, FromArgMatches};

    use super::*;

    fn command() -> Command {
        Mechanism::augment_subcommands(Command::new("tariff"))
    }

    fn code(verb: &str, options: &[&str]) -> Option<&'static str> {
        let words = ["tariff", verb].into_iter().chain(options.iter().copied());
        let matches = command().try_get_matches_from(words).unwrap();
        let (question, given) = Mechanism::from_arg_matches(&matches).unwrap().asked();
        question(&given).err().map(|error| error.code)
    }

    #[test]
    fn every_verb_answers_with_what_stands_for_its_options() {
        for verb in command().get_subcommands() {
            assert_eq!(code(verb.get_name(), &[]), None, "{}", verb.get_name());
        }
    }

    /// Rubbish is refused by the reading of the very option it was typed for.
    #[test]
    fn every_option_is_read() {
        for verb in command().get_subcommands() {
            for option in verb.get_arguments().filter_map(|arg| arg.get_long()) {
                let told = (verb.get_name(), option);
                // One shows a part of a case, the other plays its part beside a scenario.
                if told == ("partial", "show") || told.1 == "importer" {
                    continue;
                }
                let refused = code(told.0, &[&format!("--{option}"), "rubbish"]);
                assert!(
                    refused.is_some_and(|code| code != "E-USAGE-PLAYS-NO-PART"),
                    "{told:?}: {refused:?}"
                );
            }
        }
        let shown = ["washers-2016", "--show", "rubbish"];
        assert_eq!(code("partial", &shown), Some("E-USAGE-SHOW"));
        assert_eq!(code("partial", &["washers-2081"]), Some("E-TARIFF-NO-CASE"));
        for verb in ["diversion", "offset", "incidence"] {
            let named = [&["one-sector", "--importer", "Home"][..], &["one-sector"]];
            for options in named {
                assert_eq!(code(verb, options), None, "{verb} {options:?}");
            }
            let nowhere = ["one-sector", "--importer", "rubbish"];
            assert!(code(verb, &nowhere).is_some());
            assert_eq!(code(verb, &["no-such.toml"]), Some("E-TARIFF-NO-SCENARIO"));
        }
        assert_eq!(code("persistence", &["no-such.csv"]), Some("E-IO"));
        assert_eq!(code("episodes", &["no-such.csv"]), Some("E-IO"));
    }

    /// An option named as one that every command takes would hide that one.
    #[test]
    fn no_option_hides_one_that_every_command_takes() {
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
