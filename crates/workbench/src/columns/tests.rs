use arrow::array::AsArray;
use arrow::datatypes::Float64Type;

use super::*;

const TEXT: &str =
    "Exporter,importer,year,trade\nCHN,USA,1986,1.5\nUSA,CHN,1987,2\nNA,USA,1990,\nUSA,USA,x,4\n";

fn file(text: &str) -> (tempfile::TempDir, Origin) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trade.csv");
    std::fs::write(&path, text).unwrap();
    (folder, Origin::File(path))
}

fn lines(text: &str, only: &str) -> Result<(Vec<u64>, Counted), QuestionError> {
    let (_folder, origin) = file(text);
    let ask = Ask {
        columns: vec![("trade".into(), Hold::Numbers)],
        only: Some(only.into()),
    };
    read(&origin, &ask, Vec::new, |lines, part| {
        lines.extend(part.lines);
        Ok(())
    })
}

#[test]
fn a_condition_keeps_the_rows_it_is_true_of() {
    let numbers = TEXT.replace(",x,", ",1994,");
    let kept = |only: &str| lines(&numbers, only).unwrap().0;
    assert_eq!(kept("year % 4 = 2"), [2, 4, 5]);
    assert_eq!(kept("year == 1986 OR trade >= 4"), [2, 5]);
    assert_eq!(kept("Exporter <> importer and Exporter != 'NA'"), [2, 3]);
    assert_eq!(kept("year IN (1986, 1987)"), [2, 3]);
    assert_eq!(kept("trade IS NULL"), [4]);
    assert_eq!(kept("trade > 0 AND importer IN ('CHN')"), [3]);
    let counted = lines(&numbers, "trade > 3").unwrap().1;
    assert_eq!(counted, Counted { read: 4, kept: 1 });
}

#[test]
fn a_column_that_turns_out_to_be_text_is_read_again() {
    // The fault lies behind the rows that the types are guessed from.
    let early: String = (0..500).map(|_| "CHN,USA,1986,1\n").collect();
    let text = TEXT.replace("CHN,USA,1986,1.5\n", &early);
    let (kept, counted) = lines(&text, "year = 'x'").unwrap();
    assert_eq!((kept.len(), counted.read), (1, 503));
}

#[test]
fn a_slip_in_a_condition_is_told() {
    let code = |only: &str| lines(TEXT, only).unwrap_err();
    let slip = code("yaer = 1986");
    assert_eq!(slip.code, "E-COLUMNS-NAME");
    assert!(slip.help.en.contains("did you mean year?"), "{slip}");
    assert_eq!(code("importer = \"USA\"").code, "E-COLUMNS-NAME");
    for only in [
        "year = ",
        "trade + 1",
        "sum(trade) > 1",
        "",
        "trade = (SELECT 1)",
    ] {
        assert_eq!(code(only).code, "E-COLUMNS-WHERE", "{only}");
    }
}

#[test]
fn parquet_is_read_as_csv_is() {
    use arrow::array::{Float64Array, Int32Array, RecordBatch, StringArray};
    use datafusion::parquet::arrow::ArrowWriter;
    use std::sync::Arc;

    let batch = RecordBatch::try_from_iter([
        (
            "exporter",
            Arc::new(StringArray::from(vec![Some("CHN"), None, Some("")])) as ArrayRef,
        ),
        (
            "year",
            Arc::new(Int32Array::from(vec![1986, 1987, 1990])) as ArrayRef,
        ),
        (
            "trade",
            Arc::new(Float64Array::from(vec![1.5, f64::NAN, 2.0])) as ArrayRef,
        ),
    ])
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trade.parquet");
    let origin = Origin::File(path.clone());
    let mut writer =
        ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let ask = Ask {
        columns: vec![
            ("trade".into(), Hold::Numbers),
            ("year".into(), Hold::Texts),
            ("exporter".into(), Hold::Texts),
        ],
        only: Some("year >= 1987".into()),
    };
    let (parts, counted) = read(&origin, &ask, Vec::new, |parts, part| {
        parts.push(part);
        Ok(())
    })
    .unwrap();
    assert_eq!(counted, Counted { read: 3, kept: 2 });
    let part = &parts[0];
    assert_eq!(part.lines, [2, 3]);
    assert!(part.columns[0].is_null(0));
    assert_eq!(part.columns[0].as_primitive::<Float64Type>().value(1), 2.0);
    assert_eq!(part.columns[1].as_string::<i32>().value(0), "1987");
    assert_eq!(part.columns[2].null_count(), 2);
    let wrong = Ask {
        columns: vec![("exporter".into(), Hold::Numbers)],
        only: None,
    };
    let refused = read(&origin, &wrong, || (), |_, _| Ok(())).unwrap_err();
    assert_eq!(refused.code, "E-COLUMNS-TYPE");
}
