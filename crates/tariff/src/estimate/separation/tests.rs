//! Both ways of finding separated rows, against marked sets and each other.

use proptest::prelude::*;

use super::super::absorb::Layout;
use super::super::factors::Factor;
use super::super::sample::Sample;
use super::{rectifier, simplex};

fn sample(y: Vec<f64>, x: Vec<Vec<f64>>, effects: Vec<Vec<u32>>) -> Sample {
    let places: Vec<u32> = (0..y.len() as u32).collect();
    let dense = |codes: Vec<u32>| {
        let groups = codes.iter().max().map_or(0, |&code| code as usize + 1);
        Factor { codes, groups }.keep(&places)
    };
    let mut sample = Sample {
        names: (0..x.len()).map(|at| format!("x{at}")).collect(),
        rows: places.clone(),
        effects: effects.into_iter().map(dense).collect(),
        y,
        x,
        ..Sample::default()
    };
    if sample.effects.is_empty() {
        sample.x.push(vec![1.0; sample.y.len()]);
        sample.names.push("(constant)".into());
    }
    if let Some(order) = Layout::order(&sample.effects) {
        sample.keep(&order);
    }
    sample
}

/// The rows found, in the order of the table.
fn by_row(sample: &Sample, found: &[bool]) -> Vec<bool> {
    let mut rows = vec![false; found.len()];
    for (&row, &found) in sample.rows.iter().zip(found) {
        rows[row as usize] = found;
    }
    rows
}

fn both(sample: &Sample) -> (Vec<bool>, Vec<bool>) {
    let layout = Layout::of(&sample.effects);
    (
        by_row(sample, &rectifier::separated(sample, &layout)),
        by_row(sample, &simplex::separated(sample)),
    )
}

/// A set as `y, x…, id…, separated`.
fn read(text: &str) -> (Sample, Vec<bool>) {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<f64>> = lines
        .map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect())
        .collect();
    let column = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<f64>>();
    let (mut x, mut effects, mut y, mut marked) = (vec![], vec![], vec![], vec![]);
    for (at, name) in names.iter().enumerate() {
        match name.chars().next().unwrap() {
            'y' => y = column(at),
            'x' => x.push(column(at)),
            'i' => effects.push(column(at).iter().map(|&id| id as u32).collect()),
            _ => marked = column(at).iter().map(|&mark| mark > 0.5).collect(),
        }
    }
    (sample(y, x, effects), marked)
}

#[test]
fn every_published_set_has_exactly_its_marked_rows() {
    let mut seen = 0;
    for number in 1..=18 {
        let name = format!("gravity/separation/{number:02}.csv");
        let Some(text) = crate::test_data::read(&name) else {
            continue;
        };
        let (sample, marked) = read(&text);
        let (rectified, solved) = both(&sample);
        assert_eq!(solved, marked, "simplex, {name}");
        assert_eq!(rectified, marked, "rectifier, {name}");
        seen += 1;
    }
    eprintln!("{seen} sets of separated rows");
}

#[test]
fn a_dummy_that_is_one_only_without_trade_separates() {
    let y = vec![0.0, 0.0, 0.0, 1.0, 2.0, 3.0];
    let dummy = vec![1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    let (rectified, solved) = both(&sample(y, vec![dummy], vec![]));
    let expected = [true, true, false, false, false, false];
    assert_eq!(rectified, expected);
    assert_eq!(solved, expected);
}

#[test]
fn a_column_of_both_signs_without_trade_does_not_separate() {
    let y = vec![0.0, 0.0, 1.0, 2.0];
    let x = vec![1.0, -1.0, 0.0, 0.0];
    let (rectified, solved) = both(&sample(y, vec![x], vec![]));
    assert_eq!(rectified, [false; 4]);
    assert_eq!(solved, [false; 4]);
}

fn design() -> impl Strategy<Value = (Vec<f64>, Vec<Vec<f64>>, Vec<Vec<u32>>)> {
    (4..16_usize, 0..4_usize, 0..3_usize).prop_flat_map(|(rows, columns, effects)| {
        let y = prop_oneof![3 => Just(0.0), 2 => Just(1.0)];
        let x = prop_oneof![3 => Just(0.0), 1 => Just(1.0), 1 => Just(-1.0), 1 => Just(2.0)];
        (
            prop::collection::vec(y, rows),
            prop::collection::vec(prop::collection::vec(x, rows), columns),
            prop::collection::vec(prop::collection::vec(0..5_u32, rows), effects),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_rectifier_and_the_simplex_agree((y, x, effects) in design()) {
        let sample = sample(y, x, effects);
        let (rectified, solved) = both(&sample);
        prop_assert_eq!(rectified, solved);
    }
}
