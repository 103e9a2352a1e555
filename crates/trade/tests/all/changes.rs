//! Changes between two windows: exact closure, entry, exit and residual.

use datafusion::execution::FunctionRegistry;
use proptest::prelude::*;
use triffin_trade::changes::{self, ChangeRow, CommonCodes, Comparison, Observation, Side};
use triffin_trade::concordance::Concordance;
use triffin_trade::contributions::contributions;
use triffin_trade::decompose::Method;
use triffin_trade::{Axis, Depth, Exact, Flow, Levels, Measure, Survey, TradeError};

use crate::balances::{selection, settled};
use crate::records::{Engine, Record, record};

fn compare(
    engine: &Engine,
    axis: Axis,
    method: Method,
    concordance: Option<&Concordance>,
) -> Result<Vec<ChangeRow>, TradeError> {
    let levels = |window| {
        let of = selection(window);
        let survey = Survey::read(&engine.run(Survey::plan(engine.input(), &of)?))?;
        let levels = Levels::resolve(&survey, &of, axis, Depth::Leaves)?;
        Ok::<_, TradeError>((settled(engine, &of, levels), of))
    };
    let ((levels_0, from), (levels_1, to)) = (levels("2017")?, levels("2018")?);
    let mut comparison = Comparison {
        from: Side {
            selection: &from,
            levels: &levels_0,
        },
        to: Side {
            selection: &to,
            levels: &levels_1,
        },
        axis,
        method,
        measure: &Measure::as_reported(),
        concordance,
        common: None,
    };
    let codes = |side| engine.run(CommonCodes::plan(engine.input(), side, axis).unwrap());
    let common = CommonCodes::read(&codes(comparison.from), &codes(comparison.to))?;
    if CommonCodes::needed(&comparison) {
        comparison.common = Some(&common);
    }
    let registry: &dyn FunctionRegistry = &engine.session;
    changes::rows(&engine.run(changes::plan(engine.input(), &comparison, registry)?))
}

fn closes(row: &ChangeRow) -> bool {
    let parts = [row.quantity, row.price, row.entry, row.exit, row.residual];
    parts
        .into_iter()
        .try_fold(Exact::ZERO, Exact::plus)
        .unwrap()
        == row.d_balance
}

fn find<'a>(rows: &'a [ChangeRow], key: &str) -> &'a ChangeRow {
    rows.iter().find(|row| row.key == key).unwrap()
}

/// S1.15, S1.16: exports grew by quantity, imports cost less, one good is new,
/// one is gone, one has no quantity, one changed its unit.
#[test]
fn s1_16_each_kind_of_item_has_its_place() {
    let records = [
        record("export", "USA", "8542", "2017", 20).quantity(10, "u"),
        record("export", "USA", "8542", "2018", 42).quantity(14, "u"),
        record("import", "USA", "2709", "2017", 100).quantity(10, "t"),
        record("import", "USA", "2709", "2018", 80).quantity(10, "t"),
        record("export", "USA", "8703", "2018", 9).quantity(1, "u"),
        record("import", "USA", "1001", "2017", 7).quantity(7, "t"),
        record("export", "USA", "4901", "2017", 3),
        record("export", "USA", "4901", "2018", 5),
        record("import", "USA", "7108", "2017", 4).quantity(2, "kg"),
        record("import", "USA", "7108", "2018", 6).quantity(3, "u"),
    ];
    let whole = Exact::whole;
    let rows = compare(
        &Engine::new(&records, 2),
        Axis::Product,
        Method::Bennet,
        None,
    )
    .unwrap();
    assert!(rows.iter().all(closes));
    let chips = find(&rows, "8542");
    assert_eq!(
        (chips.quantity, chips.price, chips.d_imports),
        (whole(10), whole(12), None)
    );
    let oil = find(&rows, "2709");
    assert_eq!(
        (oil.quantity, oil.price, oil.d_balance),
        (whole(0), whole(20), whole(20))
    );
    assert_eq!(find(&rows, "8703").entry, whole(9));
    assert_eq!(find(&rows, "1001").exit, whole(7));
    assert_eq!(find(&rows, "4901").residual, whole(2));
    assert_eq!(find(&rows, "7108").residual, whole(-2));
    let total = changes::total(&rows).unwrap();
    assert!(closes(&total));
    let ranked = contributions(&rows).unwrap();
    let sum = ranked
        .iter()
        .try_fold(Exact::ZERO, |sum, row| sum.plus(row.d_balance))
        .unwrap();
    assert_eq!((sum, ranked[0].rank), (total.d_balance, 1));
    let laspeyres = compare(
        &Engine::new(&records, 2),
        Axis::Product,
        Method::Laspeyres,
        None,
    )
    .unwrap();
    let chips = find(&laspeyres, "8542");
    assert_eq!(
        (chips.quantity, chips.price, chips.residual),
        (whole(8), whole(10), whole(4))
    );
}

/// A row of nothing is no trade: what comes after it is new.
#[test]
fn a_base_of_zero_value_and_quantity_makes_an_entry() {
    let records = [
        record("export", "USA", "8542", "2017", 0).quantity(0, "u"),
        record("export", "USA", "8542", "2018", 42).quantity(14, "u"),
        record("import", "USA", "2709", "2017", 9),
        record("import", "USA", "2709", "2018", 0),
    ];
    for method in Method::ALL {
        let rows = compare(&Engine::new(&records, 2), Axis::Product, method, None).unwrap();
        let chips = find(&rows, "8542");
        assert_eq!(
            (chips.entry, chips.residual),
            (Exact::whole(42), Exact::ZERO)
        );
        let oil = find(&rows, "2709");
        assert_eq!((oil.exit, oil.residual), (Exact::whole(9), Exact::ZERO));
        assert!(rows.iter().all(closes));
    }
}

/// Tonnes beside kilograms, dozens beside pieces: one dimension each.
#[test]
fn units_of_one_dimension_are_compared() {
    let records = [
        record("import", "USA", "2709", "2017", 100).quantity(10, "t"),
        record("import", "USA", "2709", "2018", 260).quantity(20_000, "kg"),
        record("export", "USA", "6109", "2017", 24).quantity(2, "dozen"),
        record("export", "USA", "6109", "2018", 24).quantity(24, "Pcs"),
    ];
    let rows = compare(
        &Engine::new(&records, 2),
        Axis::Product,
        Method::Bennet,
        None,
    )
    .unwrap();
    let oil = find(&rows, "2709");
    let whole = Exact::whole;
    assert_eq!((oil.quantity, oil.price), (whole(-115), whole(-45)));
    let shirts = find(&rows, "6109");
    assert_eq!((shirts.quantity, shirts.residual), (whole(0), whole(0)));
}

#[test]
fn a_renumbered_code_is_not_entry_and_exit() {
    let records = [
        record("export", "USA", "854231", "2017", 20).quantity(10, "u"),
        record("export", "USA", "854232", "2018", 42)
            .quantity(14, "u")
            .with(|r| r.system = "HS2017"),
    ];
    let engine = Engine::new(&records, 2);
    let refusal = compare(&engine, Axis::Product, Method::Bennet, None).unwrap_err();
    assert_eq!(refusal.code(), "E-BASIS-CLASSIFICATION");
    let table = Concordance::from_pairs([("854231", "854232")]);
    let rows = compare(&engine, Axis::Product, Method::Bennet, Some(&table)).unwrap();
    assert_eq!((rows.len(), rows[0].key.as_str()), (1, "854231"));
    assert_eq!(
        (rows[0].quantity, rows[0].price),
        (Exact::whole(10), Exact::whole(12))
    );
}

#[test]
fn two_windows_in_two_currencies_are_refused() {
    let records = [
        record("import", "USA", "2709", "2017", 1),
        record("import", "USA", "2709", "2018", 1).with(|r| r.currency = Some("CNY")),
    ];
    let refusal = compare(
        &Engine::new(&records, 1),
        Axis::Product,
        Method::Bennet,
        None,
    );
    assert_eq!(refusal.unwrap_err().code(), "E-BASIS-CURRENCY");
}

#[test]
fn net_weight_is_the_quantity_where_there_is_no_other() {
    let weighed = |year, value, kilograms: i128| {
        record("import", "USA", "2709", year, value)
            .with(|r| r.weight = Some(kilograms * 1_000_000))
    };
    let records = [
        weighed("2017", 20, 10),
        weighed("2018", 42, 14).quantity(0, "u"),
    ];
    let rows = compare(
        &Engine::new(&records, 2),
        Axis::Product,
        Method::Bennet,
        None,
    )
    .unwrap();
    assert_eq!(
        (rows[0].quantity, rows[0].price),
        (Exact::whole(-10), Exact::whole(-12))
    );
}

#[test]
fn a_pair_of_windows_one_of_them_empty_is_refused() {
    let engine = Engine::new(&[record("import", "USA", "2709", "2018", 1)], 1);
    let refusal = compare(&engine, Axis::Product, Method::Bennet, None).unwrap_err();
    assert_eq!(refusal.code(), "E-TRADE-EMPTY");
}

#[test]
fn subheadings_are_not_entry_beside_their_heading() {
    let records = [
        record("export", "USA", "8542", "2017", 20).quantity(10, "u"),
        record("export", "USA", "854231", "2018", 30).quantity(10, "u"),
        record("export", "USA", "854232", "2018", 12).quantity(4, "u"),
    ];
    let rows = compare(
        &Engine::new(&records, 2),
        Axis::Product,
        Method::Bennet,
        None,
    )
    .unwrap();
    assert_eq!((rows.len(), rows[0].key.as_str()), (1, "8542"));
    assert_eq!(
        (rows[0].quantity, rows[0].price),
        (Exact::whole(10), Exact::whole(12))
    );
    let total = [
        record("export", "USA", "TOTAL", "2017", 20),
        records[1].clone(),
    ];
    let rows = compare(&Engine::new(&total, 1), Axis::Product, Method::Bennet, None).unwrap();
    assert_eq!((rows.len(), rows[0].residual), (1, Exact::whole(10)));
}

/// The unit is not known where there is no quantity.
fn any_record() -> impl Strategy<Value = Record> {
    let quantity = prop::option::of((
        0i128..5_000_000,
        prop::sample::select(vec!["u", "kg", "t", "dozen"]),
    ));
    let product = prop::sample::select(vec!["854231", "870323", "270900", "100199"]);
    let partner = prop::sample::select(vec!["USA", "JPN"]);
    (
        any::<bool>(),
        partner,
        product,
        any::<bool>(),
        0i128..1_000_000_000,
        quantity,
    )
        .prop_map(|(export, partner, product, second, value, quantity)| {
            let flow = if export { "export" } else { "import" };
            let year = if second { "2018" } else { "2017" };
            record(flow, partner, product, year, 0).with(|r| {
                r.value = Some(value);
                r.quantity = quantity.map(|(amount, _)| amount);
                r.unit = quantity.map(|(_, unit)| unit);
            })
        })
}

fn observation(axis: Axis, r: &Record) -> Observation {
    let exact = |digits| Exact::new(digits, 6);
    let positive = r.quantity.filter(|quantity| *quantity > 0);
    Observation {
        key: if axis == Axis::Partner {
            r.partner.clone()
        } else {
            r.product.clone()
        },
        item: r.product.clone(),
        flow: Flow::parse(r.flow).unwrap(),
        second: r.period == "2018",
        value: exact(r.value.unwrap()),
        quantity: positive.map(|quantity| (exact(quantity), r.unit.unwrap().to_owned())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn s1_16_the_plan_is_the_kernel_and_closes_on_any_data(records in prop::collection::vec(any_record(), 1..40)) {
        let both = ["2017", "2018"].iter().all(|year| records.iter().any(|r| r.period == *year));
        prop_assume!(both);
        for partitions in [1, 2, 8] {
            let engine = Engine::new(&records, partitions);
            for (axis, method) in [(Axis::Product, Method::Bennet), (Axis::Partner, Method::Bennet), (Axis::Product, Method::Lmdi), (Axis::Product, Method::Laspeyres)] {
                let planned = compare(&engine, axis, method, None).unwrap();
                let observed: Vec<_> = records.iter().map(|r| observation(axis, r)).collect();
                prop_assert_eq!(&planned, &changes::direct(&observed, method).unwrap());
                prop_assert!(planned.iter().all(closes));
            }
        }
    }
}
