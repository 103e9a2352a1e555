use super::*;
use crate::equilibrium::inputs::Input;

/// Two regions, two sectors, inputs, one tariff.
fn data() -> Data {
    let flow = |importer, exporter, sector, value, tariff| Flow {
        importer,
        exporter,
        sector,
        value,
        tariff,
    };
    let mut inputs = Vec::new();
    for region in 0..2 {
        for using in 0..2 {
            for input in 0..2 {
                inputs.push(Input {
                    region,
                    using,
                    input,
                    share: 0.2,
                });
            }
        }
    }
    Data {
        regions: ["Home", "Abroad"].map(str::to_owned).to_vec(),
        sectors: ["Goods", "Services"].map(str::to_owned).to_vec(),
        theta: vec![4.0, 6.0],
        flows: vec![
            flow(0, 0, 0, 100.0, 0.0),
            flow(0, 1, 0, 22.0, 0.1),
            flow(1, 0, 0, 30.0, 0.0),
            flow(1, 1, 0, 200.0, 0.0),
            flow(0, 0, 1, 150.0, 0.0),
            flow(1, 1, 1, 300.0, 0.0),
        ],
        inputs,
        ..Data::default()
    }
}

fn refused(change: impl Fn(&mut Data), code: &str, names: &str) {
    let mut data = data();
    change(&mut data);
    let error = World::new(data).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(names), "{error}");
}

#[test]
fn what_is_not_given_is_derived() {
    let world = World::new(data()).unwrap();
    // Sales of Home: 130 of goods, 150 of services; 60 % is value added.
    assert!((world.value_added()[0] - 0.6 * 280.0).abs() < 1e-12);
    // Final use of goods at home: 122 − 0.2 × 280, of services 150 − 56.
    let shares = &world.final_shares()[..2];
    assert!((shares[0] - 66.0 / 160.0).abs() < 1e-12, "{shares:?}");
    assert!((shares[1] - 94.0 / 160.0).abs() < 1e-12);
    let deficits = world.deficits();
    assert!((deficits[0] - (20.0 - 30.0)).abs() < 1e-12);
    assert!(world.adjustments().is_empty());
}

#[test]
fn own_trade_is_output_less_exports() {
    let mut given = data();
    given.flows.remove(0);
    given.output = vec![data::Cell {
        region: 0,
        sector: 0,
        value: 130.0,
    }];
    let world = World::new(given).unwrap();
    let own = world.flows().position(0, 0, 0).unwrap();
    assert_eq!(world.flows().values()[own], 100.0);
    assert_eq!(world.adjustments()[0].kind, AdjustmentKind::OwnTrade);
}

#[test]
fn shares_that_miss_one_by_little_are_divided_and_reported() {
    let mut given = data();
    given.value_added_shares = (0..4)
        .map(|at| data::Cell {
            region: at / 2,
            sector: at % 2,
            value: if at == 1 { 0.605 } else { 0.6 },
        })
        .collect();
    let world = World::new(given).unwrap();
    let [note] = world.adjustments() else {
        panic!("{:?}", world.adjustments());
    };
    assert_eq!((note.region, note.sector), (0, Some(1)));
    assert!((note.found - 1.005).abs() < 1e-12);
    assert!((world.value_added_shares()[1] - 0.605 / 1.005).abs() < 1e-15);
}

#[test]
fn bad_tables_are_refused_with_the_cell() {
    refused(
        |d| d.flows[1].value = -1.0,
        "E-TARIFF-FLOW",
        "Home ← Abroad, Goods",
    );
    refused(|d| d.flows[1].value = f64::NAN, "E-TARIFF-FLOW", "NaN");
    refused(
        |d| d.flows[1].tariff = -1.0,
        "E-TARIFF-RATE",
        "Home ← Abroad, Goods",
    );
    refused(
        |d| d.flows[0].tariff = 0.1,
        "E-TARIFF-OWN-DUTY",
        "Home ← Home, Goods",
    );
    refused(
        |d| d.flows.push(d.flows[2]),
        "E-TARIFF-DUPLICATE",
        "Abroad ← Home, Goods",
    );
    refused(|d| d.theta[1] = 0.0, "E-TARIFF-THETA", "Services");
    refused(|d| d.theta.truncate(1), "E-TARIFF-SHAPE", "elasticities");
    refused(|d| d.flows[1].exporter = 7, "E-TARIFF-SHAPE", "7");
    refused(
        |d| d.inputs[0].share = 0.9,
        "E-TARIFF-SHARES",
        "Home, Goods",
    );
    refused(
        |d| d.value_added = vec![1.0, -1.0],
        "E-TARIFF-VALUE-ADDED",
        "Abroad",
    );
    refused(
        |d| d.flows.retain(|f| f.exporter != 1),
        "E-TARIFF-NO-PRODUCTION",
        "Abroad",
    );
    refused(
        |d| d.flows.retain(|f| f.importer != 0),
        "E-TARIFF-NO-PURCHASES",
        "Home",
    );
    refused(
        |d| d.flows.retain(|f| f.importer != 0 || f.exporter != 0),
        "E-TARIFF-OWN-TRADE",
        "Home",
    );
    refused(
        |d| d.flows.retain(|f| f.sector != 1),
        "E-TARIFF-NO-TRADE",
        "Services",
    );
    refused(
        |d| d.flows.retain(|f| f.sector != 1 || f.importer != 0),
        "E-TARIFF-NO-SUPPLIER",
        "Home, Services",
    );
}

#[test]
fn shares_below_one_are_refused_when_both_are_given() {
    refused(
        |d| {
            d.value_added_shares = vec![data::Cell {
                region: 0,
                sector: 0,
                value: 0.3,
            }];
        },
        "E-TARIFF-SHARES",
        "Home, Goods sum to 0.7",
    );
}
