//! Each layer and check on the figures of its system.

use super::*;
use crate::Axis;
use crate::Flow;
use crate::balance::{BalanceRow, table};
use crate::valuation::{Margin, Target, fob_from_cif};
use triffin_basis::Window;

fn cell(flow: Flow, value: i128) -> Cell {
    Cell {
        flow,
        currency: Some("USD".into()),
        valuation: Some("fob".into()),
        regime: None,
        trade_system: None,
        reported: Exact::whole(value),
        amount: Some(Exact::whole(value)),
    }
}

fn ask(cells: &[Cell], measure: &Measure, table: Option<&BalanceTable>, check: &str) -> CheckRow {
    let selection = Selection::new("CHN", Window::parse("2018").unwrap());
    let context = Context {
        selection: &selection,
        measure,
        shifts: &[],
        table,
        axis: Axis::Partner,
        rests: &[],
        excesses: &[],
        bias: None,
        regimes: None,
        translation: None,
    };
    let rows = report(cells, &context).unwrap();
    assert_eq!(rows.len(), 8);
    rows.into_iter().find(|row| row.check == check).unwrap()
}

fn cif_imports() -> [Cell; 2] {
    let mut imports = cell(Flow::Import, 110);
    imports.valuation = Some("cif".into());
    [cell(Flow::Export, 90), imports]
}

/// S1.7: CIF imports against FOB exports are not aligned.
#[test]
fn s1_7_cif_imports_and_fob_exports_are_not_aligned() {
    let row = ask(&cif_imports(), &Measure::as_reported(), None, "price");
    assert_eq!(row.status, GateStatus::Fail);
    assert!(row.detail.en.contains("not aligned (price basis)"));
    let same = [cell(Flow::Export, 90), cell(Flow::Import, 110)];
    assert_eq!(
        ask(&same, &Measure::as_reported(), None, "price").status,
        GateStatus::Pass
    );
}

/// Imports partly CIF and partly FOB are not one price basis; CIF on both sides is.
#[test]
fn s1_7_valuations_mixed_within_a_side_are_not_aligned() {
    let with = |flow, valuation: &str| Cell {
        valuation: Some(valuation.into()),
        ..cell(flow, 10)
    };
    let ask = |cells: &[Cell], check| ask(cells, &Measure::as_reported(), None, check).status;
    let within = [
        with(Flow::Export, "fob"),
        with(Flow::Import, "fob"),
        with(Flow::Import, "cif"),
    ];
    assert_eq!(ask(&within, "price"), GateStatus::Fail);
    assert_eq!(ask(&within, "cif_fob"), GateStatus::Fail);
    let both = [with(Flow::Export, "cif"), with(Flow::Import, "cif")];
    assert_eq!(ask(&both, "price"), GateStatus::Pass);
    assert_eq!(ask(&both, "cif_fob"), GateStatus::Pass);
}

/// S1.11: 110 CIF at 10 % moves the balance by 10.
#[test]
fn s1_11_a_margin_of_ten_per_cent_moves_the_balance_by_10() {
    let margin = Margin::on_fob("0.1".parse().unwrap(), "test").unwrap();
    let mut cells = cif_imports();
    cells[1].amount = Some(fob_from_cif(cells[1].reported, margin.of_fob).unwrap());
    let none = ask(&cells, &Measure::as_reported(), None, "cif_fob");
    assert_eq!((none.status, none.amount), (GateStatus::Fail, None));
    let measure = Measure::as_reported().at(Target::Fob, margin);
    let row = ask(&cells, &measure, None, "cif_fob");
    assert_eq!(
        (row.status, row.amount),
        (GateStatus::Adjusted, Some(Exact::whole(10)))
    );
}

/// S1.11: as reported, the bias is still told: deficit overstated by 10.
#[test]
fn s1_11_the_bias_of_imports_as_reported_is_told() {
    let margin = Margin::on_fob("0.1".parse().unwrap(), "test").unwrap();
    let reported = cif_imports();
    let mut converted = cif_imports();
    converted[1].amount = Some(fob_from_cif(converted[1].reported, margin.of_fob).unwrap());
    assert_eq!(bias(&reported, &converted).unwrap(), Some(Exact::whole(10)));
    assert_eq!(bias(&reported, &reported).unwrap(), Some(Exact::ZERO));
}

/// S1.12: parcels recorded in exports only are flagged with their amount.
#[test]
fn s1_12_parcels_in_exports_only_are_flagged_with_their_amount() {
    let with = |flow, regime: &str, value| Cell {
        regime: Some(regime.into()),
        ..cell(flow, value)
    };
    let cells = [
        with(Flow::Export, "general", 50),
        with(Flow::Import, "general", 40),
        with(Flow::Export, "ecommerce", 7),
    ];
    let row = ask(&cells, &Measure::as_reported(), None, "one_sided");
    assert_eq!(
        (row.status, row.amount),
        (GateStatus::Fail, Some(Exact::whole(7)))
    );
    assert_eq!(row.detail.en, "in exports only: ecommerce");
    assert!(!row.detail.zh.contains("仅在进口"), "{}", row.detail.zh);
    let clean = ask(&cells[..2], &Measure::as_reported(), None, "one_sided");
    assert_eq!(
        (clean.status, clean.amount),
        (GateStatus::Pass, Some(Exact::ZERO))
    );
    // S1.5: a bonded inflow in imports only lowers the balance.
    let bonded = [
        with(Flow::Export, "general", 5),
        with(Flow::Import, "general", 5),
        with(Flow::Import, "bonded", 9),
    ];
    let row = ask(&bonded, &Measure::as_reported(), None, "transit");
    assert_eq!(
        (row.status, row.amount),
        (GateStatus::Fail, Some(Exact::whole(-9)))
    );
}

/// S1.14: what the parts leave is itemised.
#[test]
fn s1_14_what_the_parts_leave_is_unallocated() {
    let side = |n| Some(Exact::whole(n));
    let total = BalanceRow::new("total", side(100), side(60)).unwrap();
    let part = BalanceRow::new("USA", side(70), side(60)).unwrap();
    let table = table(total, vec![part], Axis::Partner).unwrap();
    let row = ask(&[], &Measure::as_reported(), Some(&table), "additivity");
    assert_eq!(
        (row.status, row.amount),
        (GateStatus::Adjusted, Some(Exact::whole(30)))
    );
    assert!(
        row.detail
            .en
            .starts_with("partners: unallocated exports 30")
    );
}

#[test]
fn a_currency_that_is_not_stated_fails() {
    let mut cells = [cell(Flow::Export, 1), cell(Flow::Import, 1)];
    assert_eq!(
        ask(&cells, &Measure::as_reported(), None, "currency").status,
        GateStatus::Pass
    );
    cells[0].currency = None;
    assert_eq!(
        ask(&cells, &Measure::as_reported(), None, "currency").status,
        GateStatus::Fail
    );
}

/// S1.11: seen by the partner, the reporter's CIF imports are exports that
/// carry freight and insurance, and the words say so.
#[test]
fn s1_11_the_partner_sees_the_freight_on_its_exports() {
    let ours = ask(&cif_imports(), &Measure::as_reported(), None, "cif_fob");
    let theirs = cif_imports().map(Cell::mirrored);
    let seen = ask(&theirs, &Measure::as_reported(), None, "cif_fob");
    assert!(ours.detail.en.starts_with("imports (cif)"), "{ours:?}");
    assert!(seen.detail.en.starts_with("exports (cif)"), "{seen:?}");
    assert!(seen.detail.zh.starts_with("出口（"), "{seen:?}");
    assert_eq!(theirs.map(Cell::mirrored), cif_imports());
}

/// S1.7: a valuation that is not stated is no pass; a stated contradiction
/// fails all the same.
#[test]
fn s1_7_a_valuation_not_stated_cannot_be_checked() {
    let at = |flow, valuation: Option<&str>| Cell {
        valuation: valuation.map(str::to_owned),
        ..cell(flow, 10)
    };
    let plain = Measure::as_reported();
    let status = |cells: &[Cell], check| ask(cells, &plain, None, check).status;
    let half = [at(Flow::Export, Some("fob")), at(Flow::Import, None)];
    let none = [at(Flow::Export, None), at(Flow::Import, None)];
    for check in ["price", "cif_fob"] {
        assert_eq!(status(&half, check), GateStatus::NotCheckable, "{check}");
        assert_eq!(status(&none, check), GateStatus::NotCheckable, "{check}");
        let three = [
            half.clone(),
            [at(Flow::Export, Some("cif")), cell(Flow::Import, 1)],
        ]
        .concat();
        assert_eq!(status(&three, check), GateStatus::Fail, "{check}");
    }
    let row = ask(&half, &plain, None, "price");
    assert_eq!(row.amount, None);
    assert!(row.detail.en.contains("imports: not stated"), "{row:?}");
    assert!(row.detail.zh.contains("进口：未注明"), "{row:?}");
}

/// S1.5: a boundary told by neither trade system nor regime is no pass.
#[test]
fn s1_5_a_boundary_not_stated_cannot_be_checked() {
    let within = |flow, system: Option<&str>, regime: Option<&str>| Cell {
        trade_system: system.map(str::to_owned),
        regime: regime.map(str::to_owned),
        ..cell(flow, 10)
    };
    let plain = Measure::as_reported();
    let status = |out: (Option<&str>, Option<&str>), into: (Option<&str>, Option<&str>)| {
        let cells = [
            within(Flow::Export, out.0, out.1),
            within(Flow::Import, into.0, into.1),
        ];
        ask(&cells, &plain, None, "boundary").status
    };
    let (general, special) = ((Some("general"), None), (Some("special"), None));
    assert_eq!(status((None, None), (None, None)), GateStatus::NotCheckable);
    assert_eq!(status(general, (None, None)), GateStatus::NotCheckable);
    assert_eq!(status(general, general), GateStatus::Pass);
    assert_eq!(status(general, special), GateStatus::Fail);
    let by_regime = (None, Some("general"));
    assert_eq!(status(by_regime, by_regime), GateStatus::Pass);
}

/// S1.11: what a conversion leaves is judged, not that one was asked for.
#[test]
fn s1_11_a_conversion_passes_no_value_it_leaves_mixed() {
    let at = |flow, valuation: &str| Cell {
        valuation: Some(valuation.into()),
        ..cell(flow, 20)
    };
    let margin = || Margin::on_fob("0.06".parse().unwrap(), "test").unwrap();
    let to = |target| Measure::as_reported().at(target, margin());
    let status = |cells: &[Cell], target, check| {
        let row = ask(cells, &to(target), None, check);
        (row.status, row.amount)
    };
    let mixed = [
        at(Flow::Export, "fob"),
        at(Flow::Import, "cif"),
        at(Flow::Import, "mixed"),
    ];
    let census = [at(Flow::Export, "fas"), at(Flow::Import, "customs")];
    for check in ["price", "cif_fob"] {
        assert_eq!(status(&mixed, Target::Fob, check).0, GateStatus::Fail);
        assert_eq!(
            status(&mixed[..2], Target::Fob, check).0,
            GateStatus::Adjusted
        );
        let pass = (GateStatus::Pass, Some(Exact::ZERO));
        assert_eq!(status(&census, Target::Fob, check), pass);
    }
    // Exports go to CIF; imports at customs value stay without freight.
    let customs = [at(Flow::Export, "fob"), at(Flow::Import, "customs")];
    assert_eq!(status(&customs, Target::Cif, "price").0, GateStatus::Fail);
    assert_eq!(status(&customs, Target::Cif, "cif_fob").0, GateStatus::Fail);
}

/// S1.11: customs values carry no freight and are not named among those that do.
#[test]
fn s1_11_only_those_who_carry_freight_are_named() {
    let at = |flow, valuation: &str| Cell {
        valuation: Some(valuation.into()),
        ..cell(flow, 20)
    };
    let cells = [
        at(Flow::Export, "fas"),
        at(Flow::Import, "customs"),
        at(Flow::Import, "mixed"),
    ];
    let row = ask(&cells, &Measure::as_reported(), None, "cif_fob");
    assert!(
        row.detail.en.starts_with("imports (mixed) carry"),
        "{row:?}"
    );
    assert!(!row.detail.en.contains("customs"), "{row:?}");
    assert!(!row.detail.en.contains("no margin given"), "{row:?}");
}

/// S1.6: the amount is B(chosen) − B(declared); −135 declared, 77 shipped and
/// −29 settled are +212 and +106, and a tie goes to the first date.
#[test]
fn s1_6_the_amount_is_the_chosen_date_less_the_declared() {
    use crate::timing::{Effect, Shift};
    use triffin_basis::Timing;
    let shift = |timing, by: i128| Shift {
        timing,
        into: Effect::default(),
        out_of: Effect::default(),
        undated: Effect::default(),
        known: true,
        shift: Exact::whole(by),
    };
    let cells = [cell(Flow::Export, 1), cell(Flow::Import, 1)];
    let amount = |timing, shifts: &[Shift]| {
        let mut selection = Selection::new("CHN", Window::parse("2018").unwrap());
        selection.timing = timing;
        let context = Context {
            selection: &selection,
            measure: &Measure::as_reported(),
            shifts,
            table: None,
            axis: Axis::Partner,
            rests: &[],
            excesses: &[],
            bias: None,
            regimes: None,
            translation: None,
        };
        report(&cells, &context).unwrap()[3].amount
    };
    let by_shipped = [shift(Timing::Declared, -212), shift(Timing::Settled, -106)];
    assert_eq!(
        amount(Timing::Shipped, &by_shipped),
        Some(Exact::whole(212))
    );
    let by_settled = [shift(Timing::Declared, -106), shift(Timing::Shipped, 106)];
    assert_eq!(
        amount(Timing::Settled, &by_settled),
        Some(Exact::whole(106))
    );
    let tie = [shift(Timing::Shipped, 5), shift(Timing::Settled, -5)];
    assert_eq!(amount(Timing::Declared, &tie), Some(Exact::whole(5)));
    // What carries no shipping date counts in no window by it.
    let mut undated = shift(Timing::Declared, 0);
    undated.undated.amount = Exact::whole(3);
    assert_eq!(amount(Timing::Shipped, &[undated]), Some(Exact::whole(-3)));
}
