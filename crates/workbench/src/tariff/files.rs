//! Where the tables of a scenario lie.

use std::path::{Path, PathBuf};

use triffin_basis::{BasisError, Bilingual};
use triffin_tariff::scenario::{Data, Scenario, TableKind};

use crate::columns::{Opened, Origin};
use crate::error::QuestionError;

/// Endings under which a table of the folder is found, in this order.
const ENDINGS: [&str; 4] = ["csv", "csv.gz", "parquet", "csv.zip"];

/// A scenario and the folder its paths start from.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The scenario.
    pub scenario: Scenario,
    /// Its file, or its name where it comes with Triffin.
    pub name: String,
    folder: PathBuf,
}

impl Desk {
    /// Reads a scenario, a file or one that comes with Triffin.
    ///
    /// # Errors
    /// `E-TARIFF-NO-SCENARIO` where there is none, and those of the text.
    pub fn open(name: &str) -> Result<Self, QuestionError> {
        let path = Path::new(name);
        let text = match path.is_file() {
            true => {
                let read = std::fs::read(path);
                let bytes = read.map_err(|error| crate::columns::unreadable(path, &error))?;
                String::from_utf8(bytes).map_err(|error| no_text(path, &error))?
            }
            false => super::bundled::text(name)?.to_owned(),
        };
        Ok(Self {
            scenario: Scenario::parse(&text)?,
            folder: path.parent().map(Path::to_path_buf).unwrap_or_default(),
            name: name.to_owned(),
        })
    }

    /// The folder its paths start from.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file or text of a table: the one named, else the one of its name in the
    /// folder of the data; none where there is neither.
    ///
    /// # Errors
    /// `E-TARIFF-NO-TABLE` where a file that is named is not there.
    pub(super) fn table(&self, kind: TableKind) -> Result<Option<Origin>, QuestionError> {
        let data: &Data = &self.scenario.data;
        let base = match &data.folder {
            Some(folder) => self.folder.join(folder),
            None => self.folder.clone(),
        };
        if let Some(file) = data.file(kind) {
            return self.origin(&base, kind.as_str(), file).map(Some);
        }
        if data.folder.is_none() {
            return Ok(None);
        }
        if !base.is_dir() {
            return Err(not_there(kind.as_str(), &base));
        }
        let found = ENDINGS
            .iter()
            .map(|ending| base.join(format!("{}.{ending}", kind.as_str())));
        Ok(found
            .into_iter()
            .find(|path| path.is_file())
            .map(Origin::File))
    }

    /// A file, from `base`, or the table that a text of several lines is.
    pub(super) fn origin(
        &self,
        base: &Path,
        what: &str,
        text: &str,
    ) -> Result<Origin, QuestionError> {
        if text.contains('\n') {
            return Ok(Origin::Text {
                name: format!("{what} in {}", self.name),
                text: text.trim_start().to_owned(),
            });
        }
        let path = base.join(text);
        match path.is_file() {
            true => Ok(Origin::File(path)),
            false => Err(not_there(what, &path)),
        }
    }

    /// The columns of a table that hold these things, as far as the file has
    /// them; a column the scenario names itself has to be there.
    ///
    /// # Errors
    /// `E-COLUMNS-NAME`.
    pub(super) fn columns(
        &self,
        kind: TableKind,
        origin: &Origin,
        roles: &[&str],
    ) -> Result<Vec<Option<String>>, QuestionError> {
        let opened = Opened::open(origin)?;
        let names = opened.names();
        let found = roles.iter().map(|role| {
            if let Some(own) = self.scenario.data.renamed(kind, role) {
                opened.place(own)?;
                return Ok(Some(own.to_owned()));
            }
            Ok(names
                .contains(&(*role).to_owned())
                .then(|| (*role).to_owned()))
        });
        found.collect()
    }
}

fn not_there(kind: &str, path: &Path) -> QuestionError {
    let path = path.display();
    QuestionError::unavailable(
        "E-TARIFF-NO-TABLE",
        Bilingual::new(
            format!("{path}, named for {kind}, is not there"),
            format!("为 {kind} 指定的 {path} 不存在"),
        ),
        Bilingual::new(
            "paths start from the folder of the scenario, and from data.folder where that is given",
            "路径从情景文件所在文件夹算起；给出 data.folder 时从该文件夹算起",
        ),
    )
}

fn no_text(path: &Path, error: &std::string::FromUtf8Error) -> BasisError {
    let (at, file) = (error.utf8_error().valid_up_to(), path.display());
    BasisError::new(
        "E-TARIFF-SCENARIO-TOML",
        format!("{file} is no UTF-8 text: byte {at}"),
        format!("{file} 不是 UTF-8 文本：第 {at} 字节"),
    )
    .value(at)
    .expected("a scenario as UTF-8 text", "UTF-8 编码的情景文本")
}
