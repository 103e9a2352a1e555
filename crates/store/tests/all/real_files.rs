//! Publishers' own files through a reader into the store, where they are at
//! hand; each figure is the one printed in the publisher's table.

use std::path::PathBuf;

use arrow::util::display::array_value_to_string;
use triffin_formats::{Mapping, ReadOptions, open};
use triffin_store::{AddOptions, AsOf, EngineOptions, SeriesId, Store};

use crate::support::today;

fn shared(path: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("TRIFFIN_TEST_DATA").map_or(beside, PathBuf::from);
    let path = root.join(path);
    path.is_file().then_some(path)
}

fn store(folder: &std::path::Path, partitions: usize) -> Store {
    let options = EngineOptions {
        target_partitions: partitions,
        batch_size: 512,
    };
    Store::open_with(folder, options).unwrap()
}

#[test]
fn the_census_file_sums_to_the_published_totals_at_any_number_of_partitions() {
    let Some(path) = shared("trade/usa-china-trade-data.csv") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let options = ReadOptions {
        map: Some(Mapping::load("us-census").unwrap()),
        ..ReadOptions::new(today())
    };
    let source = open(&path, &options).unwrap();
    let name = path.to_string_lossy();
    let added = store(folder.path(), 1)
        .add(source, &name, &AddOptions::on(today()))
        .unwrap();
    assert_eq!(added.rows_in, added.rows_stored + added.rows_set_aside);
    let sql = "SELECT round(sum(value) / 1e7) / 100 FROM records \
               WHERE year = 2018 GROUP BY flow ORDER BY flow";
    for partitions in [1, 2, 8] {
        let answer = store(folder.path(), partitions)
            .sql(sql, &AsOf::now())
            .unwrap();
        let cells: Vec<String> = answer
            .batches
            .iter()
            .flat_map(|b| (0..b.num_rows()).map(|r| array_value_to_string(b.column(0), r).unwrap()))
            .collect();
        // US Census Bureau, trade in goods with China, 2018, bn USD.
        assert_eq!(cells, ["120.28", "538.51"]);
    }
}

#[test]
fn a_world_bank_figure_is_shown_as_printed() {
    let Some(folder_of) = shared("SOURCES.md").and_then(|p| Some(p.parent()?.join("macro"))) else {
        return;
    };
    let files = std::fs::read_dir(folder_of)
        .unwrap()
        .map(|e| e.unwrap().path());
    let path = files
        .into_iter()
        .find(|p| p.to_string_lossy().contains("API_PA.NUS.FCRF"))
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path(), 2);
    let source = open(&path, &ReadOptions::new(today())).unwrap();
    let added = store
        .add(source, &path.to_string_lossy(), &AddOptions::on(today()))
        .unwrap();
    let id = SeriesId::parse(&format!("{}/CHN/PA.NUS.FCRF", added.dataset)).unwrap();
    let window = triffin_basis::Window::parse("2018").unwrap();
    let shown = store.show(&id, Some(&window), &AsOf::now()).unwrap();
    // World Bank WDI, PA.NUS.FCRF, China 2018.
    assert!(shown[0].printed.as_deref().unwrap().starts_with("6.61"));
    assert!(store.verify().unwrap().findings.is_empty());
}
