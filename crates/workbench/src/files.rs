//! Questions about files that are in no store.

use std::io::Read;
use std::path::{Path, PathBuf};

use triffin_basis::Bilingual;
use triffin_store::{EngineOptions, Given, Looked, Store};

use crate::answer::Note;
use crate::error::QuestionError;
use crate::intake::Intake;
use crate::starter;
use crate::workbench::Workbench;

/// The first bytes of a Parquet file.
const PARQUET: &[u8; 4] = b"PAR1";

/// What lies beneath files given with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beneath {
    /// The figures that the program carries: rates for a conversion among them.
    Starter,
    /// Nothing: only the files are seen.
    Nothing,
}

impl Workbench {
    /// The workbench over nothing but `files` and what lies `beneath`: answers
    /// are those after adding the files to an empty store. Beside it, what a
    /// reader must know about the files.
    ///
    /// Every file is read as `intake` says, by default by the format its bytes
    /// show; a Parquet file must have the columns of the records table and is
    /// read where it lies.
    ///
    /// # Errors
    /// When a file cannot be read as a whole, or no row of it fits;
    /// `E-FILE-TYPED` when a Parquet file is to be read in another way.
    pub fn over_files(
        files: &[PathBuf],
        intake: &Intake,
        beneath: Beneath,
    ) -> Result<(Self, Vec<Note>), QuestionError> {
        let given = files
            .iter()
            .map(|path| open(path, intake))
            .collect::<Result<Vec<_>, _>>()?;
        let today = intake.store.today;
        let (store, told) = Store::of_files(given, today, EngineOptions::default())?;
        let store = match beneath {
            Beneath::Starter => store.with_embedded(starter::vintages()?)?,
            Beneath::Nothing => store,
        };
        Ok((
            Self::over(store)?,
            told.iter().filter_map(set_aside).collect(),
        ))
    }
}

fn open(path: &Path, intake: &Intake) -> Result<Given, QuestionError> {
    if is_parquet(path) {
        let plain = [&intake.format, &intake.map, &intake.encoding];
        if plain.iter().any(|way| way.is_some()) {
            return Err(typed(path));
        }
        return Ok(Given::Parquet(path.to_owned()));
    }
    let source = triffin_formats::open(path, &intake.options()?)?;
    Ok(Given::File(source, path.to_string_lossy().into_owned()))
}

/// Columns with names and types leave nothing to a map.
fn typed(path: &Path) -> QuestionError {
    let path = path.display();
    QuestionError::invalid(
        "E-FILE-TYPED",
        Bilingual::new(
            format!("{path} is Parquet: its columns are read by their names and types"),
            format!("{path} 是 Parquet 文件：各列按其名称和类型读取"),
        ),
        Bilingual::new(
            "leave --as, --map and --encoding out, or name its columns as those of the records table",
            "请去掉 --as、--map 和 --encoding，或按记录表的列名命名各列",
        ),
    )
}

/// Whether the file begins as Parquet does. Of one that cannot be opened, the
/// reader of formats says what is wrong.
fn is_parquet(path: &Path) -> bool {
    let mut first = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && &first == PARQUET
}

/// Rows of a file that count nowhere.
fn set_aside(looked: &Looked) -> Option<Note> {
    if looked.rows_set_aside == 0 {
        return None;
    }
    let (file, rows, all) = (&looked.file, looked.rows_set_aside, looked.rows_in);
    let reasons: Vec<String> = looked
        .reasons
        .iter()
        .map(|(reason, rows)| format!("{reason} {rows}"))
        .collect();
    let reasons = reasons.join(", ");
    Some(Note::warning(
        "W-FILE-ASIDE",
        format!("{rows} of {all} rows of {file} are set aside and count nowhere: {reasons}"),
        format!("{file} 的 {all} 行中有 {rows} 行被搁置，未计入：{reasons}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Question, Scope};
    use jiff::civil::Date;
    use triffin_basis::Window;
    use triffin_formats::ReadOptions;
    use triffin_store::AddOptions;
    use triffin_trade::Axis;

    const TODAY: Date = jiff::civil::date(2024, 1, 1);

    fn csv(folder: &Path) -> PathBuf {
        let mut text = "flow,reporter,partner,product,period,value,currency,valuation,\
                        quantity,quantity_unit\n"
            .to_owned();
        for n in 0..300 {
            let flow = if n % 3 == 0 { "export" } else { "import" };
            let partner = ["USA", "JPN", "DEU"][n % 3 % 3];
            let (year, product) = (2018 + n % 2, ["8542", "2709"][n % 2]);
            text.push_str(&format!(
                "{flow},CHN,{partner},{product},{year},{n}.5,USD,fob,{n},kg\n"
            ));
        }
        text.push_str("import,CHN,USA,8542,2018,many,USD,fob,1,kg\n");
        let path = folder.join("customs.csv");
        std::fs::write(&path, text).unwrap();
        path
    }

    fn over(paths: &[PathBuf]) -> Result<(Workbench, Vec<Note>), QuestionError> {
        Workbench::over_files(paths, &Intake::on(TODAY), Beneath::Starter)
    }

    fn balance(bench: &Workbench) -> crate::Answer {
        let question = Question::new("CHN", Window::parse("2018").unwrap()).unwrap();
        let scope = Scope {
            source: Some("records".to_owned()),
            ..Scope::default()
        };
        bench.balance(&scope, &question, Axis::Partner).unwrap()
    }

    #[test]
    fn a_file_answers_as_it_does_once_added() {
        let folder = tempfile::tempdir().unwrap();
        let path = csv(folder.path());
        let landed = Workbench::open(folder.path().join("store")).unwrap();
        let source = triffin_formats::open(&path, &ReadOptions::new(TODAY)).unwrap();
        let options = AddOptions::on(TODAY);
        landed.store().add(source, "customs.csv", &options).unwrap();
        let expected = balance(&landed);

        let (bench, notes) = over(&[path]).unwrap();
        assert_eq!(balance(&bench), expected);
        assert_eq!(notes.len(), 1);
        assert!(notes[0].text.en.contains("1 of 301 rows"), "{notes:?}");

        // The Parquet file of the store, given by itself.
        let files = landed.store().paths(Some("records"), &Default::default());
        let parquet = files.unwrap().files[0].path.clone();
        let (bench, notes) = over(&[parquet]).unwrap();
        let answer = balance(&bench);
        assert_eq!(answer.rows, expected.rows);
        assert_eq!(answer.meta.basis, expected.meta.basis);
        assert!(notes.is_empty());
    }

    #[test]
    fn a_file_that_is_no_table_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.parquet");
        let code = |paths: &[PathBuf]| over(paths).unwrap_err().code;
        assert_eq!(code(std::slice::from_ref(&path)), "E-FORMAT-IO");
        std::fs::write(&path, b"PAR1 and then nothing").unwrap();
        assert_eq!(code(std::slice::from_ref(&path)), "E-STORE-SCHEMA");
        std::fs::write(&path, b"").unwrap();
        assert_eq!(code(&[path]), "E-FORMAT-EMPTY");
        assert_eq!(code(&[folder.path().to_owned()]), "E-FORMAT-IO");
    }
    /// A map names the columns of a file in no format; without the starter set
    /// nothing but the file is there.
    #[test]
    fn a_file_is_read_by_its_map_and_seen_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customs.csv");
        std::fs::write(&path, "wer,mit,wert\nCHN,USA,5\n").unwrap();
        let map = folder.path().join("own.toml");
        std::fs::write(
            &map,
            "format = \"records-csv\"\ndataset = \"own\"\npublisher = \"own\"\n[columns]\nreporter = \"wer\"\npartner = \"mit\"\nvalue = \"wert\"\n\
             [fixed]\nflow = \"export\"\nperiod = \"2018\"\nproduct = \"TOTAL\"\ncurrency = \"USD\"\nvaluation = \"fob\"\n",
        )
        .unwrap();
        let mut intake = Intake::on(TODAY);
        intake.map = Some(map.to_string_lossy().into_owned());
        let paths = [path.clone()];
        let (bench, _) = Workbench::over_files(&paths, &intake, Beneath::Nothing).unwrap();
        let rows = |text| bench.sql(&Scope::default(), text).unwrap().rows;
        assert_eq!(rows("SELECT value FROM records").len(), 1);
        assert_eq!(rows("SELECT dataset FROM datasets").len(), 1);
        assert!(rows("SELECT value FROM series").is_empty());
        let parquet = folder.path().join("x.parquet");
        std::fs::write(&parquet, b"PAR1").unwrap();
        let refused = Workbench::over_files(&[parquet], &intake, Beneath::Nothing);
        assert_eq!(refused.unwrap_err().code, "E-FILE-TYPED");
    }
}
