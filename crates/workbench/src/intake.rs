//! Putting files into the store: a row a file, and what a person should know.

use std::path::Path;

use jiff::civil::Date;
use triffin_basis::{Bilingual, Lang};
use triffin_formats::{Mapping, ReadOptions, reason_label};
use triffin_store::{AddOptions, Added, StoredBefore};

use crate::answer::{Answer, Meta, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;
use crate::watched::{OnRows, Watched};
use crate::workbench::Workbench;

/// How files are to be taken in.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Reader by name; detected when none.
    pub format: Option<String>,
    /// A mapping file's path, or the name of a shipped one.
    pub map: Option<String>,
    /// Text encoding by name; detected when none.
    pub encoding: Option<String>,
    /// How the store takes them in.
    pub store: AddOptions,
}

impl Intake {
    /// Everything detected, on a given day.
    pub fn on(today: Date) -> Self {
        Self {
            format: None,
            map: None,
            encoding: None,
            store: AddOptions::on(today),
        }
    }

    pub(crate) fn options(&self) -> Result<ReadOptions, QuestionError> {
        let map = self.map.as_deref().map(Mapping::load).transpose()?;
        Ok(ReadOptions {
            format: self.format.clone(),
            map,
            encoding: self.encoding.clone(),
            as_today: self.store.today,
        })
    }
}

impl Workbench {
    /// Reads one file into the store, telling `on_rows` how far it is.
    ///
    /// # Errors
    /// When the file cannot be read as a whole, no row of it can be stored, or
    /// the store cannot be written; then nothing is stored.
    pub fn add(
        &self,
        path: &Path,
        intake: &Intake,
        on_rows: OnRows,
    ) -> Result<Answer, QuestionError> {
        let read = intake.options()?;
        let mut options = AddOptions {
            encoding: intake.encoding.clone(),
            ..intake.store.clone()
        };
        if options.dedupe {
            options.seen = self
                .store()
                .seen(triffin_formats::open(path, &read)?, &options)?;
        }
        let source = triffin_formats::open(path, &read)?;
        let source = Box::new(Watched::new(source, on_rows));
        let added = self
            .store()
            .add(source, &path.to_string_lossy(), &options)?;
        Ok(Answer {
            rows: vec![added_row(&added)],
            meta: Meta {
                system: "S1.1",
                notes: notes(&added, intake.map.is_none()),
                ..Meta::default()
            },
            ..Answer::default()
        })
    }
}

/// What is told of every file, in order.
pub const COLUMNS: [&str; 14] = [
    "file",
    "format",
    "dataset",
    "rows_in",
    "rows_stored",
    "rows_set_aside",
    "reasons",
    "vintage",
    "sha256",
    "already_present",
    "released",
    "map",
    "aside_file",
    "error",
];

/// The row of a file that could not be taken in: nothing of it was stored.
pub fn failed_row(file: &str, error: &QuestionError) -> Row {
    let told = |lang: Lang| format!("{}: {}", error.code, error.message.get(lang));
    let cell = |name: &'static str| {
        let value = match name {
            "file" => Value::text(file),
            "error" => Value::Both(Bilingual::new(told(Lang::En), told(Lang::Zh))),
            _ => Value::Null,
        };
        (name.into(), value)
    };
    COLUMNS.into_iter().map(cell).collect()
}

fn added_row(added: &Added) -> Row {
    let reasons: serde_json::Map<String, serde_json::Value> = added
        .reasons
        .iter()
        .map(|(reason, count)| (reason.clone(), (*count).into()))
        .collect();
    let aside = added.aside_file.as_ref();
    row([
        ("file", Value::text(&added.file)),
        ("format", Value::text(&added.format)),
        ("dataset", Value::text(&added.dataset)),
        ("rows_in", added.rows_in.into()),
        ("rows_stored", added.rows_stored.into()),
        ("rows_set_aside", added.rows_set_aside.into()),
        ("reasons", Value::Nested(reasons.into())),
        ("vintage", Value::text(&added.vintage)),
        ("sha256", Value::text(&added.sha256)),
        ("already_present", added.already_present.into()),
        ("released", Value::text(&added.released)),
        ("map", Value::or_null(added.map.clone())),
        (
            "aside_file",
            Value::or_null(aside.map(|p| p.display().to_string())),
        ),
        ("error", Value::Null),
    ])
}

fn notes(added: &Added, map_was_told: bool) -> Vec<Note> {
    let mut notes: Vec<Note> = added
        .notes
        .iter()
        .map(|text| Note {
            code: "N-FILE",
            text: Bilingual::same(text),
            finding: false,
        })
        .collect();
    if map_was_told {
        notes.extend(added.map.as_deref().and_then(|map| matched(added, map)));
    }
    notes.extend(already(added));
    notes.extend(not_applied(added));
    notes.extend(stands_in(added));
    notes.extend(own_areas(added));
    notes.extend(repeated(added));
    notes.extend(stored_before(added));
    notes.extend(set_aside(added));
    notes
}

/// A shipped map was taken because the header is its own.
fn matched(added: &Added, map: &str) -> Option<Note> {
    let fixed = Mapping::shipped(map)?.fixed;
    let fixed: Vec<String> = fixed.iter().map(|(k, v)| format!("{k} = {v}")).collect();
    let (file, fixed) = (&added.file, fixed.join(", "));
    Some(Note::remark(
        "N-MAP",
        format!(
            "{file}: the header is that of map {map}, which was used: {fixed}; name another with --map or a reader with --as"
        ),
        format!(
            "{file}：表头与映射 {map} 一致，已使用该映射：{fixed}；如不适用，请用 --map 或 --as 指定"
        ),
    ))
}

fn already(added: &Added) -> Option<Note> {
    let (file, present) = (&added.file, added.present_as.as_ref()?);
    Some(Note::remark(
        "N-ALREADY-PRESENT",
        format!("{file}: its content is in the store already, as {present}; nothing was stored"),
        format!("{file}：数据仓里已有相同内容（{present}）；没有存入任何数据"),
    ))
}

/// Options that changed nothing, and what to do instead.
fn not_applied(added: &Added) -> Vec<Note> {
    let note = |n: &triffin_store::NotApplied| {
        let (file, option, asked, kept) = (&added.file, n.option, &n.asked, &n.kept);
        Note::warning(
            "W-NOT-APPLIED",
            format!(
                "{file}: {option} ({asked}) was not applied: vintage {} keeps `{kept}`, because a vintage never changes; add the file to a new store (--store DIR) to count it otherwise",
                added.vintage
            ),
            format!(
                "{file}：{option}（{asked}）没有生效：版本 {} 保持“{kept}”，版本一经写成不再改变；如需改变，请加入新的数据仓（--store DIR）",
                added.vintage
            ),
        )
    };
    added.not_applied.iter().map(note).collect()
}

/// The same content was read otherwise before.
fn stands_in(added: &Added) -> Option<Note> {
    if added.stands_in_for.is_empty() || added.already_present {
        return None;
    }
    let (file, others) = (&added.file, added.stands_in_for.join(", "));
    Some(Note::remark(
        "N-READ-AGAIN",
        format!(
            "{file}: the same content was read otherwise before ({others}); from its release on this vintage counts in its place, so that no row counts twice"
        ),
        format!(
            "{file}：相同内容此前曾以另一方式读入（{others}）；自其发布日起由本版本代替，任何一行都不会重复计算"
        ),
    ))
}

/// How many names a note lists.
const LISTED: usize = 5;

fn own_areas(added: &Added) -> Option<Note> {
    let areas = &added.own_areas;
    if areas.is_empty() {
        return None;
    }
    let mut listed: Vec<String> = areas
        .iter()
        .take(LISTED)
        .map(|(code, rows)| format!("{code} ({rows})"))
        .collect();
    if areas.len() > LISTED {
        listed.push("…".to_owned());
    }
    let (file, count, rows) = (&added.file, areas.len(), areas.values().sum::<u64>());
    let (listed, first) = (listed.join(", "), areas.keys().next()?);
    Some(Note::warning(
        "W-OWN-AREAS",
        format!(
            "{file}: {count} area codes in {rows} cells are none we know and are kept as the publisher's own: {listed}; ask for one by its code, as in --reporter {first}, or correct it with --map"
        ),
        format!(
            "{file}：{rows} 个单元格中有 {count} 个无法识别的地区代码，按发布者自有代码保留：{listed}；可直接用代码查询（如 --reporter {first}），或用 --map 改正"
        ),
    ))
}

fn repeated(added: &Added) -> Option<Note> {
    let (file, rows) = (&added.file, added.repeated.rows);
    if rows == 0 {
        return None;
    }
    let (least, least_zh) = match added.repeated.all {
        true => ("", ""),
        false => ("at least ", "至少 "),
    };
    Some(Note::warning(
        "W-REPEATED",
        format!(
            "{file}: {least}{rows} rows repeat an earlier row and were stored; --dedupe drops them"
        ),
        format!("{file}：{least_zh}{rows} 行与前面某行相同，仍已入库；--dedupe 可去除"),
    ))
}

/// Rows that an earlier file of the ledger has, and that now count twice: the
/// files with most of them, and how many more there are.
fn stored_before(added: &Added) -> Option<Note> {
    const NAMED: usize = 3;
    let mut before: Vec<&StoredBefore> = added.stored_before.iter().collect();
    before.sort_by_key(|before| std::cmp::Reverse(before.rows));
    let rows = before.first()?.rows;
    let least = match before.len() == 1 && before.iter().all(|before| before.all) {
        true => ("", ""),
        false => ("at least ", "至少 "),
    };
    let named = before.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|before| format!("{} ({})", before.file, before.vintage))
        .collect();
    let named = named.join(", ");
    let more = match before.len().saturating_sub(NAMED) {
        0 => (String::new(), String::new()),
        more => (format!(" and {more} more"), format!(" 等另外 {more} 份")),
    };
    let (file, all) = (&added.file, added.rows_stored);
    Some(Note::warning(
        "W-STORED-BEFORE",
        format!(
            "{file}: {}{rows} of its rows ({all}) were stored before, from {named}{}, and count twice: a ledger adds; add the file again with --dedupe to count them once",
            least.0, more.0
        ),
        format!(
            "{file}：{all} 行中{}有 {rows} 行此前已由 {named}{}存入，现在重复计算（台账逐份累加）；用 --dedupe 重新加入可只计一次",
            least.1, more.1
        ),
    ))
}

/// Rows set aside, each reason with its first line.
fn set_aside(added: &Added) -> Option<Note> {
    if added.rows_set_aside == 0 {
        return None;
    }
    let told = |lang: Lang| -> String {
        let one = |(reason, count): (&String, &u64)| {
            let label = reason_label(reason, lang).unwrap_or(reason);
            match added.examples.get(reason) {
                Some(example) => format!("{label} {count} ({example})"),
                None => format!("{label} {count}"),
            }
        };
        let parts: Vec<String> = added.reasons.iter().map(one).collect();
        parts.join("; ")
    };
    let (file, aside, all) = (&added.file, added.rows_set_aside, added.rows_in);
    Some(Note::warning(
        "W-SET-ASIDE",
        format!(
            "{file}: {aside} of {all} rows were set aside: {}",
            told(Lang::En)
        ),
        format!("{file}：{all} 行中有 {aside} 行被搁置：{}", told(Lang::Zh)),
    ))
}
