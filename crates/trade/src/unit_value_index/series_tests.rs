use proptest::prelude::*;

use super::*;

fn cell(period: i16, product: &str, value: &str, quantity: &str) -> Cell {
    Cell {
        period: Period::year(period),
        product: product.into(),
        unit: Some("kg".into()),
        value: value.parse().unwrap(),
        quantity: Some(quantity.parse().unwrap()),
    }
}

/// Four products over twelve months whose buyers have constant elasticity of
/// substitution 2: value shares `s_i ∝ a_i / p_i`, quantities `e s_i / p_i`.
///
/// Source: W. E. Diewert and K. J. Fox, "Substitution bias in multilateral
/// methods for CPI construction using scanner data", UBC Discussion Paper
/// 17-02, 2017, artificial prices and expenditures.
fn diewert_fox() -> Vec<Cell> {
    const TASTES: [f64; 4] = [0.2, 0.2, 0.2, 0.4];
    const PRICES: [[f64; 12]; 4] = [
        [
            2.0, 1.75, 1.6, 1.5, 1.45, 1.4, 1.35, 1.3, 1.25, 1.2, 1.15, 1.1,
        ],
        [
            1.0, 0.5, 1.05, 1.1, 1.12, 1.15, 1.18, 0.6, 1.2, 1.25, 1.28, 1.3,
        ],
        [
            1.0, 0.95, 0.9, 0.85, 0.4, 0.8, 0.75, 0.72, 0.7, 0.4, 0.7, 0.65,
        ],
        [
            0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.7, 0.65, 0.7, 0.75, 0.75, 0.8,
        ],
    ];
    const SPENT: [f64; 12] = [
        10.0, 13.0, 11.0, 12.0, 15.0, 13.0, 14.0, 17.0, 15.0, 18.0, 16.0, 17.0,
    ];
    let mut cells = Vec::new();
    for (month, spent) in SPENT.iter().enumerate() {
        let all: f64 = (0..4).map(|i| TASTES[i] / PRICES[i][month]).sum();
        for (i, taste) in TASTES.iter().enumerate() {
            let price = PRICES[i][month];
            let value = spent * taste / price / all;
            cells.push(cell(
                2001 + month as i16,
                &i.to_string(),
                &format!("{value:.18}"),
                &format!("{:.18}", value / price),
            ));
        }
    }
    cells
}

/// The vignette of the R package IndexNumR (G. White), chained indices of its
/// data set CES_sigma_2, twelfth period, base 1.
#[test]
fn s1_9_chained_indices_of_the_indexnumr_vignette() {
    let cells = diewert_fox();
    for (formula, published) in [
        (Formula::Laspeyres, 2.2000474),
        (Formula::Paasche, 0.5745408),
        (Formula::Fisher, 1.1242851),
        (Formula::Tornqvist, 1.1346166),
    ] {
        let rows = index(&cells, formula, Link::Chained).unwrap();
        let last = rows.last().unwrap().index.unwrap() / BASE;
        assert!((last - published).abs() < 5e-8, "{formula:?} {last}");
        assert_eq!((rows.len(), rows[0].index), (12, Some(BASE)));
    }
}

/// The true index of these buyers is `1 / Σ (a_i / p_i)` relative to its first
/// value; when tastes do not depend on income, Paasche and Laspeyres bound it.
///
/// Source: A. A. Konüs, "The problem of the true index of the cost of living",
/// 1924.
#[test]
fn direct_paasche_and_laspeyres_bound_the_true_index() {
    let cells = diewert_fox();
    let of = |formula| {
        let rows = index(&cells, formula, Link::Direct).unwrap();
        rows[11].index.unwrap() / BASE
    };
    let cost = |p: [f64; 4]| 1.0 / (0.2 / p[0] + 0.2 / p[1] + 0.2 / p[2] + 0.4 / p[3]);
    let truth = cost([1.1, 1.3, 0.65, 0.8]) / cost([2.0, 1.0, 1.0, 0.5]);
    assert!(of(Formula::Paasche) < truth && truth < of(Formula::Laspeyres));
    assert!(of(Formula::Paasche) < of(Formula::Fisher));
}

#[test]
fn unmatched_trade_lowers_the_share_and_moves_no_price() {
    let mut cells = vec![cell(2018, "27", "100", "10"), cell(2019, "27", "130", "10")];
    let alone = index(&cells, Formula::Fisher, Link::Direct).unwrap();
    assert_eq!(alone[1].matched_share, Some(1.0));
    cells.push(cell(2019, "85", "230", "1"));
    cells.push(Cell {
        unit: None,
        quantity: None,
        ..cell(2018, "27", "0", "0")
    });
    let rows = index(&cells, Formula::Fisher, Link::Direct).unwrap();
    assert_eq!(rows[1].index, alone[1].index);
    assert_eq!(rows[1].matched_share, Some(0.5));
    assert_eq!(rows[1].matched_items, 1);
}

#[test]
fn pieces_are_not_compared_with_tonnes() {
    let pieces = Cell {
        unit: Some("u".into()),
        ..cell(2019, "87", "130", "10")
    };
    let cells = [cell(2018, "87", "100", "10"), pieces];
    let rows = index(&cells, Formula::Fisher, Link::Direct).unwrap();
    assert_eq!((rows[1].index, rows[1].matched_share), (None, Some(0.0)));
}

#[test]
fn a_broken_chain_stays_broken_and_a_direct_index_does_not() {
    let cells = [
        cell(2017, "27", "100", "10"),
        cell(2018, "85", "100", "10"),
        cell(2019, "27", "150", "10"),
    ];
    let of = |link| index(&cells, Formula::Laspeyres, link).unwrap();
    assert_eq!(of(Link::Chained)[2].index, None);
    assert_eq!(of(Link::Direct)[1].index, None);
    assert_eq!(of(Link::Direct)[2].index, Some(150.0));
}

proptest! {
    #[test]
    fn the_order_of_cells_does_not_matter(
        amounts in proptest::collection::vec((2010i16..2014, 0u8..4, 1u32..9999, 1u32..9999), 1..40),
        by in 0usize..40,
    ) {
        let mut cells: Vec<Cell> = amounts.into_iter()
            .map(|(t, i, v, q)| cell(t, &i.to_string(), &v.to_string(), &q.to_string()))
            .collect();
        let there = index(&cells, Formula::Tornqvist, Link::Chained).unwrap();
        let by = by % cells.len();
        cells.rotate_left(by);
        prop_assert_eq!(index(&cells, Formula::Tornqvist, Link::Chained).unwrap(), there);
    }

    #[test]
    fn with_two_periods_a_chain_is_direct(
        amounts in proptest::collection::vec((2018i16..2020, 0u8..4, 1u32..9999, 1u32..9999), 1..40),
    ) {
        let cells: Vec<Cell> = amounts.into_iter()
            .map(|(t, i, v, q)| cell(t, &i.to_string(), &v.to_string(), &q.to_string()))
            .collect();
        for formula in Formula::ALL {
            prop_assert_eq!(
                index(&cells, formula, Link::Chained).unwrap(),
                index(&cells, formula, Link::Direct).unwrap()
            );
        }
    }
}
