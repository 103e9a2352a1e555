//! The command as a user sees it: words in, text and an exit code out.

mod ailments;
mod bad_input;
mod brief;
mod changes;
mod checks;
mod counting;
mod crash;
mod cycle;
mod cycle_matrices;
mod cycle_runs;
mod cycle_views;
mod data;
mod intake;
mod lab;
mod mechanisms;
mod mirror;
mod numbers;
mod prices;
mod printing;
mod rates;
mod real_files;
mod sql;
mod starter;
mod tariff;
mod trade;
mod vintages;
