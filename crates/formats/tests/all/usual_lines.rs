//! Lines whose cells are looked up say what they say when read in full.

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{Whole, options, read_with};

/// Columns of a ledger, each with cells that come up and the one that is plain.
const COLUMNS: [(&str, &[&str]); 14] = [
    (
        "flow",
        &[
            "export", "import", " Export", "出口", "", "reexport", "\u{fffd}",
        ],
    ),
    ("reporter", &["CHN", "156", "China", "", "Atlantis"]),
    (
        "partner",
        &["USA", "\"Korea, Rep.\"", "World", "Atlantis", "", " JPN "],
    ),
    (
        "product",
        &["8542", "0101.21", "85", "TOTAL", "", "10121", "a b"],
    ),
    (
        "value",
        &[
            "12.5",
            "1957",
            ".5",
            "7.",
            "",
            " 3",
            "1e3",
            "\"1,234\"",
            "-1",
            "1.2345678",
            "NaN",
            "123456789012345678",
            "12345678901234.56",
            "..",
        ],
    ),
    ("currency", &["USD", "", "usd", "XYZ", "人民币"]),
    ("valuation", &["fob", "CIF", "", "离岸价", "ex works"]),
    (
        "quantity",
        &["3", "0.001", "", "999999999999.999999", "three"],
    ),
    (
        "quantity_unit",
        &["kg", "", "件", "\"m2\"", "a unit with a long name"],
    ),
    ("net_weight_kg", &["2.5", "", "-", "0"]),
    ("regime", &["general", "processing", "", "一般贸易", "gift"]),
    ("region", &["region 1", "", "Guangdong", "\"a \"\"b\"\"\""]),
    (
        "declared_on",
        &[
            "2018-03-05",
            "2018/3/5",
            "2018-02-30",
            "",
            "2018-03",
            "2999-01-01",
        ],
    ),
    ("period", &["2018", "", "2018-Q1", "2018-01", "yesterday"]),
];

/// Lines of a file: for each the cells chosen, and how it ends.
type Lines = Vec<(Vec<usize>, u8)>;

/// A cell of a column: mostly the first, which is plain.
fn cell() -> impl Strategy<Value = usize> {
    prop_oneof![6 => Just(0), 2 => 1usize..3, 1 => 0usize..20]
}

fn lines() -> impl Strategy<Value = Lines> {
    let line = (prop::collection::vec(cell(), COLUMNS.len()), 0u8..24);
    prop::collection::vec(line, 0..40)
}

/// The file, with a column more where `rest` says what it is headed by: a
/// column of flags makes each of its lines one to be read in full.
fn file(order: &[usize], lines: &Lines, newline: &str, rest: Option<&str>) -> Vec<u8> {
    let mut text = order
        .iter()
        .map(|at| COLUMNS[*at].0)
        .collect::<Vec<_>>()
        .join(",");
    text.extend(rest.into_iter().flat_map(|name| [",", name]));
    text.push_str(newline);
    for (cells, ending) in lines {
        let mut line: Vec<&str> = order
            .iter()
            .map(|at| {
                COLUMNS[*at]
                    .1
                    .get(cells[*at])
                    .copied()
                    .unwrap_or(COLUMNS[*at].1[0])
            })
            .collect();
        line.extend(rest.map(|_| ""));
        match ending {
            0 => line.truncate(3),
            1 => line.push("more"),
            2 => line = vec![""],
            _ => {}
        }
        text.push_str(&line.join(","));
        text.push_str(newline);
    }
    text.into_bytes()
}

fn rows(whole: &Whole) -> Option<RecordBatch> {
    let first = whole.batches.first()?;
    concat_batches(&first.schema(), &whole.batches).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any order of the columns, any line ends, quotes here and there, and
    /// cells that are wrong in some way.
    #[test]
    fn looked_up_or_read_in_full_a_line_says_the_same(
        order in Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle(),
        lines in lines(),
        newline in select(vec!["\n", "\r\n"]),
        repeated in select(vec![1usize, 1, 300]),
    ) {
        let lines: Lines = std::iter::repeat_n(&lines, repeated).flatten().cloned().collect();
        let [usual, full] = [None, Some("flag")].map(|rest| {
            read_with(file(&order, &lines, newline, rest), &options()).unwrap()
        });
        prop_assert_eq!(rows(&usual), rows(&full));
        let aside = |whole: &Whole| -> Vec<(u64, String)> {
            whole.aside.iter().map(|row| (row.line, row.reason.clone())).collect()
        };
        prop_assert_eq!(aside(&usual), aside(&full));
        prop_assert_eq!(&usual.profile.notes, &full.profile.notes);
        prop_assert_eq!(&usual.own_areas, &full.own_areas);
    }
}
