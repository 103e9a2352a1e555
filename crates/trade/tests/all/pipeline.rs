//! The audit trail: rows in are rows used and left out, and a rerun is the
//! same to the digit.

use datafusion::execution::FunctionRegistry;
use triffin_basis::gate::GateStatus;
use triffin_trade::changes::ChangeRow;
use triffin_trade::checks::{self, Context};
use triffin_trade::pipeline::{self, Decomposition, Spec, Trail};
use triffin_trade::{Axis, Exact, Measure, balance};

use crate::balances::{resolve, selection};
use crate::records::{Engine, Record, record};

fn ledger() -> Vec<Record> {
    let mut records = vec![
        record("export", "USA", "8542", "2018", 60).quantity(6, "u"),
        record("import", "USA", "2709", "2018", 25).quantity(5, "t"),
        record("export", "WLD", "8542", "2018", 70),
        record("import", "WLD", "2709", "2018", 25),
        record("export", "USA", "8542", "2018-01", 60),
        record("export", "USA", "8542", "2017", 50),
    ];
    records[0].regime = Some("ecommerce");
    records
}

/// A change of 10: 8 by quantity, 5 by price, 3 left.
fn change() -> Decomposition {
    let row = |key: &str| ChangeRow {
        key: key.to_owned(),
        d_exports: Some(Exact::whole(10)),
        d_imports: None,
        d_balance: Exact::whole(10),
        quantity: Exact::whole(8),
        price: Exact::whole(5),
        entry: Exact::ZERO,
        exit: Exact::ZERO,
        residual: Exact::whole(-3),
    };
    Decomposition {
        rows: vec![row("8542")],
        total: ChangeRow {
            d_imports: Some(Exact::ZERO),
            ..row("total")
        },
        records: 3,
    }
}

fn trail(engine: &Engine, axis: Axis) -> Trail {
    let of = selection("2018");
    let measure = Measure::as_reported();
    let registry: &dyn FunctionRegistry = &engine.session;
    let levels = resolve(engine, &of, axis);
    let window = engine.run(pipeline::boundary_plan(engine.input(), &of).unwrap());
    let plan = balance::plan(engine.input(), &of, &levels, axis, &measure, registry).unwrap();
    let table = balance::rows(&engine.run(plan), axis).unwrap();
    let cells = checks::plan(engine.input(), &of, &levels, &measure, registry).unwrap();
    let cells = checks::cells(&engine.run(cells)).unwrap();
    let context = Context {
        selection: &of,
        measure: &measure,
        shifts: &[],
        table: Some(&table),
        axis: Axis::Partner,
        rests: &[],
        excesses: &[],
        bias: None,
        regimes: None,
        translation: None,
    };
    let checks = checks::report(&cells, &context).unwrap();
    let step = pipeline::window_step(&window).unwrap();
    pipeline::trail(
        Spec::new(&of, axis, &measure),
        step,
        &levels,
        &table,
        &checks,
        Some(&change()),
    )
}

/// S1.17: a rerun gives identical numbers; in = used + left out at each step.
#[test]
fn s1_17_a_rerun_is_identical_and_every_row_is_accounted_for() {
    let records = ledger();
    let first = trail(&Engine::new(&records, 1), Axis::Partner);
    let again = trail(&Engine::new(&records, 8), Axis::Partner);
    assert_eq!(first, again);
    let [window, items, ..] = first.steps.as_slice() else {
        panic!("too few steps")
    };
    assert_eq!((window.rows_in, window.rows_used), (6, 5));
    assert_eq!(window.left_out["outside_window"], 1);
    assert_eq!((items.rows_in, items.rows_used), (5, 2));
    assert_eq!(items.left_out["other_frequency"], 1);
    assert_eq!(items.left_out["other_level"], 2);
    let json = serde_json::to_value(&first).unwrap();
    assert_eq!(json["steps"][3]["amounts"][2][1].to_string(), "45");
}

/// S1.17: the last step is quantity and price, of the whole and of each key,
/// and the step before it names the total beside its parts.
#[test]
fn s1_17_the_last_step_tells_quantity_and_price() {
    let steps = trail(&Engine::new(&ledger(), 2), Axis::Partner).steps;
    let [.., net, last] = steps.as_slice() else {
        panic!("too few steps")
    };
    assert_eq!(
        net.amounts.last(),
        Some(&("total".to_owned(), Some(Exact::whole(45))))
    );
    assert_eq!((last.step, last.rows_used), (5, 3));
    let named = |name: &str| {
        let found = last.amounts.iter().find(|(what, _)| what == name);
        found.and_then(|(_, amount)| *amount)
    };
    for (name, amount) in [
        ("d_balance", Some(10)),
        ("quantity_effect", Some(8)),
        ("price_effect", Some(5)),
        ("residual", Some(-3)),
        ("8542", Some(10)),
        ("8542: quantity_effect", Some(8)),
        ("8542: entry", None),
    ] {
        assert_eq!(named(name), amount.map(Exact::whole), "{name}");
    }
    assert!(steps[2].notes.iter().all(|note| !note.en.contains('_')));
}

/// S1.17: every total drills down to its records.
#[test]
fn s1_17_a_total_drills_down_to_its_records() {
    let engine = Engine::new(&ledger(), 2);
    let of = selection("2018");
    let levels = resolve(&engine, &of, Axis::Partner);
    let plan = pipeline::records_of(engine.input(), &of, &levels, Axis::Partner, "USA").unwrap();
    let rows: usize = engine.run(plan).iter().map(|batch| batch.num_rows()).sum();
    assert_eq!(rows, 2);
}

#[test]
fn checks_of_planned_cells_name_the_unallocated_rest() {
    let engine = Engine::new(&ledger(), 2);
    let of = selection("2018");
    let measure = Measure::as_reported();
    let levels = resolve(&engine, &of, Axis::Partner);
    let plan = balance::plan(
        engine.input(),
        &of,
        &levels,
        Axis::Partner,
        &measure,
        &engine.session,
    );
    let table = balance::rows(&engine.run(plan.unwrap()), Axis::Partner).unwrap();
    let context = Context {
        selection: &of,
        measure: &measure,
        shifts: &[],
        table: Some(&table),
        axis: Axis::Partner,
        rests: &[],
        excesses: &[],
        bias: None,
        regimes: None,
        translation: None,
    };
    let rows = checks::report(&[], &context).unwrap();
    let last = rows.last().unwrap();
    assert_eq!(
        (last.status, last.amount),
        (GateStatus::Adjusted, Some(Exact::whole(10)))
    );
}
