//! The book's models written as accounts give the book's numbers.

use crate::accounts::{
    CurrencyId, Order, Part, State, balance_sheet, change, currency_market, current_account,
    holders, lending_by_sector, links, revaluation, transactions,
};
use crate::language::parse;
use crate::model::Model;
use crate::{Errors, Path, Program, Run};

/// Model SIM: Godley and Lavoie (2007), chapter 3.
const SIM: &str = "
model SIM
sector hh, firm, gov
instrument money: issuer gov
hold hh.money
param alpha1 = 0.6, alpha2 = 0.4, theta = 0.2
exog G = 20
flow cons:   hh -> firm = alpha1*YD + alpha2*hh.money[-1]
flow govern: gov -> firm = G
flow wages:  firm -> hh
flow tax:    hh -> gov = theta*wages
YD = wages - tax
open hh.money = 0 assumed
";

/// Model PC: chapter 4.
const PC: &str = "
model PC
sector hh, firm, gov, cb
instrument cash: issuer cb
instrument bill: issuer gov, maturity 1, rate r
hold hh.cash, cb.bill
hold hh.bill = V*(lambda0 + lambda1*r) - lambda2*YD
param alpha1 = 0.6, alpha2 = 0.4, theta = 0.2
param lambda0 = 0.635, lambda1 = 5, lambda2 = 0.01
exog G = 20, r = 0.025
flow cons:   hh -> firm = alpha1*YD + alpha2*hh.worth[-1]
flow govern: gov -> firm = G
flow wages:  firm -> hh
flow tax:    hh -> gov = theta*(wages + income(hh.bill))
flow profit: cb -> gov = income(cb.bill)
YD = wages + hh.bill.income - tax
V = hh.worth
scenario dearer { shock r = 0.035 }
open hh.cash = 21.622 cited GL
open hh.bill = 64.865 cited GL
open cb.bill = 21.622 derived
source GL  ## Godley and Lavoie (2007), chapter 4 | 戈德利与拉沃（2007）第四章
";

fn run(text: &str, periods: u32, scenario: Option<&str>) -> (Model, Path) {
    let model = parse(text).unwrap_or_else(|errors: Errors| panic!("{errors}"));
    let program = Program::compile(&model).unwrap_or_else(|error| panic!("{error}"));
    let mut run = Run::new(periods);
    if let Some(name) = scenario {
        run = run.scenario(&model, name).unwrap();
    }
    let path = program.run(&run).unwrap_or_else(|error| panic!("{error}"));
    (model, path)
}

fn assert_near(found: Option<f64>, known: f64, within: f64) {
    let found = found.unwrap();
    assert!((found - known).abs() < within, "{found} is not {known}");
}

#[test]
fn sim_in_accounts_has_the_books_path() {
    let (_, path) = run(SIM, 200, None);
    for (period, known) in [(1, 38.4615), (2, 47.9290), (3, 55.9399)] {
        assert_near(path.at("wages", period), known, 1e-4);
    }
    assert_near(path.at("wages", 200), 100.0, 1e-9);
    assert_near(path.at("hh.worth", 200), 80.0, 1e-9);
}

#[test]
fn pc_in_accounts_has_the_books_states() {
    let (_, path) = run(PC, 300, None);
    assert_near(path.at("wages", 300), 106.486_486, 1e-6);
    assert_near(path.at("V", 300), 86.486_486, 1e-6);
    let (_, path) = run(PC, 300, Some("dearer"));
    assert_near(path.at("wages", 300), 110.0901, 1e-4);
}

#[test]
fn every_matrix_of_pc_closes_in_every_period() {
    let (model, path) = run(PC, 20, Some("dearer"));
    let accounts = model.accounts.as_deref().unwrap();
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    for period in 1..=20 {
        let state = State::new(accounts, period, &value);
        assert!(transactions(&state).unwrap().scale() > 80.0);
        for matrix in [
            balance_sheet(&state),
            transactions(&state).unwrap(),
            revaluation(&state).unwrap(),
        ] {
            assert!(matrix.closes(), "{period}: {matrix:?}");
        }
    }
}

#[test]
fn one_budget_is_set_apart_and_tested() {
    let model = parse(PC).unwrap();
    assert_eq!(model.redundant.len(), 1);
    assert_eq!(
        model.redundant[0].text,
        "budget of cb: lending = acquisitions - incurrences"
    );
}

/// Two economies, two currencies, a priced bond, a ladder, gold, a peg and a float.
const TWO: &str = "
model TWO
set both = A, B
currency USD, CNY = xr
sector A.hh, A.gov in USD
sector B.hh, B.gov in CNY
sector B.cb in CNY
each E in both {
  instrument money.E: issuer E.gov     ## Money of {E} | {E} 货币
  flow pay.E: E.hh -> E.gov = 10       ## Tax in {E} | {E} 税收
  flow spend.E: E.gov -> E.hh = spent.E
  exog spent.E = 12
  hold E.hh.money.E
  open E.hh.money.E = 100 assumed
}
instrument note: issuer A.gov, maturity 4, yield y
instrument gold: commodity, price pg
exog y = 0.03, pg = 2, xr.peg = 7
hold A.hh.note = 0.4*A.hh.worth/note.price + 0.1*sum(E in both except A: spent.E)
hold A.hh.gold
hold B.cb.note
hold B.cb.gold = 5
hold B.cb.money.B
flow profit: B.cb -> B.gov = income(B.cb.note)
flow trade: A.hh -> B.hh = 3 - 0.1*(xr - 7) in USD
flow sale: B.hh -> B.cb = buy(B.cb.note)/xr - income(B.cb.note)/xr in USD against CNY at xr
closure B.fx.peg:   xr = xr.peg;            solve sale
closure B.fx.float: sale = 0;               solve xr
scenario loose { close B.fx.float from 3 }
scenario shaken { shock y = 0.05 from 2; shock pg = 3 at 4; shock xr.peg = 6 from 5 }
open xr = 7 assumed
open A.hh.note = 40 assumed
open B.cb.note = 20 assumed
open A.hh.gold = 5 assumed
open B.cb.gold = 5 assumed
open B.cb.money.B = 50 assumed
";

#[test]
fn revaluations_and_exchanges_close_in_every_currency() {
    for (scenario, currency) in [
        (None, "USD"),
        (Some("shaken"), "CNY"),
        (Some("loose"), "CNY"),
    ] {
        let (model, path) = run(TWO, 8, scenario);
        let accounts = model.accounts.as_deref().unwrap();
        let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
        for period in 1..=8 {
            let state = || {
                State::new(accounts, period, &value)
                    .shown_in(currency)
                    .unwrap()
            };
            for matrix in [
                balance_sheet(&state()),
                transactions(&state()).unwrap(),
                revaluation(&state()).unwrap(),
            ] {
                assert!(
                    matrix.closes(),
                    "{period}: {} {matrix:?}",
                    matrix.largest_gap()
                );
            }
        }
    }
}

fn total(parts: &[Part]) -> f64 {
    parts.iter().map(|part| part.value).sum()
}

#[test]
fn the_current_account_by_flow_is_the_lending_by_sector() {
    let (model, path) = run(TWO, 8, Some("shaken"));
    let accounts = model.accounts.as_deref().unwrap();
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    let mut before = Vec::new();
    for period in 1..=8 {
        let state = State::new(accounts, period, &value);
        let parts = current_account(&state, "B").unwrap();
        let saved = total(&lending_by_sector(&state, "B").unwrap());
        assert!(
            saved.abs() > 0.1 && (total(&parts) - saved).abs() < 1e-9,
            "{parts:?}"
        );
        let abroad = total(&current_account(&state, "A").unwrap());
        assert!((abroad + saved).abs() < 1e-9);
        let moved = total(&change(&before, &parts)) - (saved - total(&before));
        assert!(moved.abs() < 1e-9);
        before = parts;
    }
    let state = State::new(accounts, 1, &value);
    assert_eq!(
        current_account(&state, "C").unwrap_err().code(),
        "E-CYCLE-ECONOMY"
    );
}

#[test]
fn what_some_sell_of_a_currency_others_buy() {
    let (model, path) = run(TWO, 8, Some("shaken"));
    let accounts = model.accounts.as_deref().unwrap();
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    for period in 1..=8 {
        for currency in [CurrencyId(0), CurrencyId(1)] {
            let state = State::new(accounts, period, &value);
            let orders = currency_market(&state, currency).unwrap();
            let net: f64 = orders.iter().map(Order::net).sum();
            let size: f64 = orders.iter().map(|order| order.portfolio.abs()).sum();
            assert!(size > 0.1 && net.abs() < 1e-9 * size.max(1.0), "{orders:?}");
        }
    }
}

#[test]
fn links_sum_to_the_cells_of_the_matrix() {
    let (model, path) = run(TWO, 8, Some("shaken"));
    let accounts = model.accounts.as_deref().unwrap();
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    let state = State::new(accounts, 5, &value);
    let matrix = transactions(&state).unwrap();
    let links = links(&state).unwrap();
    for row in &matrix.rows {
        for (column, cell) in matrix.columns.iter().zip(&row.cells) {
            let own = links.iter().filter(|link| link.name == row.name);
            let net: f64 = own
                .map(|link| {
                    link.value
                        * f64::from(i8::from(link.to == *column) - i8::from(link.from == *column))
                })
                .sum();
            assert!(
                (net - cell.unwrap_or(0.0)).abs() < 1e-9,
                "{} {column}",
                row.name
            );
        }
    }
}

#[test]
fn the_shares_of_holders_sum_to_one() {
    let (model, path) = run(TWO, 3, None);
    let accounts = model.accounts.as_deref().unwrap();
    let value = |id, period| path.value(id, period).unwrap_or(f64::NAN);
    let state = State::new(accounts, 3, &value);
    let found = holders(&state, "note").unwrap();
    assert!((found.iter().map(|holder| holder.share).sum::<f64>() - 1.0).abs() < 1e-12);
    assert!(found[0].value >= found[1].value && found[1].units > 0.0);
    assert_eq!(
        holders(&state, "notes").unwrap_err().code(),
        "E-CYCLE-INSTRUMENT"
    );
}

#[test]
fn an_opening_that_does_not_balance_is_refused_or_reconciled() {
    let stated = format!("{TWO}\nopen note = 65 assumed\n");
    let refused = parse(&stated).unwrap_err();
    let first = refused.first().unwrap();
    assert_eq!((first.code(), first.left()), ("E-CYCLE-OPENING", Some("5")));
    let model = parse(&format!("{stated}reconcile A.hh.note\n")).unwrap();
    let made = model.accounts.as_deref().unwrap().adjustments(&model);
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].stated, made[0].balanced), (Some(40.0), 45.0));
}

#[test]
fn names_that_nothing_declares_are_refused_with_their_place() {
    for (line, code) in [
        ("sector X in XYZ", "E-CYCLE-ACCOUNT-UNKNOWN"),
        ("flow f: A.hh -> A.govt = 1", "E-CYCLE-ACCOUNT-UNKNOWN"),
        ("flow f: A.hh -> B.hh = 1", "E-CYCLE-ACCOUNT-FLOW"),
        ("hold A.hh.nothing", "E-CYCLE-ACCOUNT-HOLDING"),
        ("hold A.hh.note", "E-CYCLE-ACCOUNT-TWICE"),
        ("sector A.hh", "E-CYCLE-ACCOUNT-TWICE"),
        ("currency EUR", "E-CYCLE-ACCOUNT-RATE"),
        ("instrument x: currency USD", "E-CYCLE-ACCOUNT-INSTRUMENT"),
        (
            "instrument x: commodity, rate y",
            "E-CYCLE-ACCOUNT-INSTRUMENT",
        ),
        (
            "instrument x: issuer A.gov, yield y",
            "E-CYCLE-ACCOUNT-INSTRUMENT",
        ),
        ("open xr.peg = 7 cited NOBODY", "E-CYCLE-ACCOUNT-UNKNOWN"),
        ("closure c: y = 1; solve nobody", "E-CYCLE-ACCOUNT-CLOSURE"),
        ("z = buy(y + 1)", "E-CYCLE-ACCOUNT-FUNCTION"),
        ("each E in both { z.E = 1", "E-CYCLE-SYNTAX"),
        ("z = sum(E in both spent.E)", "E-CYCLE-SYNTAX"),
    ] {
        let errors = parse(&format!("{TWO}{line}\n")).unwrap_err();
        let lines = TWO.lines().count();
        let last = errors.iter().next().unwrap();
        assert_eq!(last.code(), code, "{line}: {errors}");
        let message = last.message(triffin_basis::Lang::En);
        assert!(
            message.contains(&format!("line {}", lines + 1)),
            "{line}: {message}"
        );
    }
}
