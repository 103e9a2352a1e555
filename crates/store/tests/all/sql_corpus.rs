//! The corpus of the SQL gate's fuzz target, put to what the target puts it to.

use std::path::Path;

#[path = "../../../../fuzz/src/sql.rs"]
mod entry;

#[test]
fn the_gate_judges_its_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/sql");
    let mut judged = Vec::new();
    for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let bytes = std::fs::read(file.path()).unwrap();
        entry::gate(&bytes);
        let let_in = triffin_store::sql::tables_asked(&String::from_utf8_lossy(&bytes)).is_ok();
        judged.push((file.file_name().to_string_lossy().into_owned(), let_in));
    }
    judged.retain(|(name, _)| name.ends_with(".sql"));
    judged.sort();
    let judged: Vec<(&str, bool)> = judged.iter().map(|(n, ok)| (n.as_str(), *ok)).collect();
    assert_eq!(
        judged,
        [
            ("copy.sql", false),
            ("file.sql", false),
            ("show.sql", true),
            ("sum.sql", true),
            ("two.sql", false),
            ("with.sql", true)
        ]
    );
}
