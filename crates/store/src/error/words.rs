//! The words of every store error, in both languages.

use std::collections::BTreeMap;

use triffin_basis::Lang;
use triffin_formats::FormatError;

use super::StoreError;

/// The three sentences of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What failed, with the offending value.
    pub message: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
}

fn words(message: String, expected: impl Into<String>, remedy: impl Into<String>) -> Words {
    Words {
        message,
        expected: expected.into(),
        remedy: remedy.into(),
    }
}

/// The reader's own words.
fn from_reader(error: &FormatError, lang: Lang) -> Words {
    let [message, expected, remedy] = error.parts(lang);
    words(message.to_owned(), expected, remedy)
}

fn counts(reasons: &BTreeMap<String, u64>) -> String {
    let parts: Vec<String> = reasons.iter().map(|(r, n)| format!("{r} {n}")).collect();
    parts.join(", ")
}

fn list(names: &[String], none: &str) -> String {
    if names.is_empty() {
        none.to_owned()
    } else {
        names.join(", ")
    }
}

impl StoreError {
    /// The error in the language asked for, sentence by sentence.
    pub fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => self.english(),
            Lang::Zh => self.chinese(),
        }
    }

    fn english(&self) -> Words {
        match self {
            StoreError::Read { path, source } => words(
                format!("{} cannot be read: {source}", path.display()),
                "a readable file of the store",
                "Check that the folder given by --store is there and that you may read it.",
            ),
            StoreError::Write { path, source } => words(
                format!("{} cannot be written: {source}", path.display()),
                "a store folder with free space that you may write to",
                "Free some space, or choose another folder with --store; nothing was half-stored.",
            ),
            StoreError::Manifest { path, detail } => words(
                format!(
                    "the manifest {} cannot be understood: {detail}",
                    path.display()
                ),
                "a manifest written by this or an earlier version of triffin",
                "Run `triffin data verify`; if a newer triffin wrote it, upgrade this one.",
            ),
            StoreError::MissingFile { vintage, path } => words(
                format!(
                    "vintage {vintage} names {}, which is not there",
                    path.display()
                ),
                "every file a manifest names",
                "Run `triffin data verify`, and restore the file from a backup or add the publisher's file again in a new store.",
            ),
            StoreError::DatasetName { name } => words(
                format!("`{name}` cannot be the name of a dataset"),
                "1 to 80 of a-z, 0-9, `-`, `_` and `.`, beginning with a letter or digit",
                "Correct `dataset` in the mapping file.",
            ),
            StoreError::UnknownDataset { name, known } => words(
                format!("there is no dataset `{name}`"),
                format!("one of: {}", list(known, "(the store is empty)")),
                "See `triffin data ls`, or add the file with `triffin data add`.",
            ),
            StoreError::Kind {
                dataset,
                holds,
                asked,
            } => words(
                format!("dataset `{dataset}` holds {holds}, not {asked}"),
                format!("{asked} for a dataset of {asked}"),
                "Give another --source, or another dataset name in the mapping file.",
            ),
            StoreError::NotYetReleased {
                dataset,
                date,
                first,
            } => words(
                format!("dataset `{dataset}` has no release on or before {date}"),
                format!("{first} or later"),
                "Give a later --as-of, or leave it out for the newest release.",
            ),
            StoreError::Snapshot { id, absent } if absent.is_empty() => words(
                format!("there is no snapshot `{id}`"),
                "a snapshot id printed by `triffin data ls` of this store",
                "Check the id and --store.",
            ),
            StoreError::Snapshot { id, absent } => words(
                format!(
                    "snapshot `{id}` needs vintages that are not at hand: {}",
                    absent.join(", ")
                ),
                "every vintage of the snapshot",
                "Use the version of triffin whose starter figures it was taken with, or restore the manifests.",
            ),
            StoreError::Empty {
                file,
                rows_in,
                reasons,
            } => words(
                if *rows_in == 0 {
                    format!("{file}: there is no row below the header")
                } else {
                    format!(
                        "{file}: none of its {rows_in} rows can be stored ({})",
                        counts(reasons)
                    )
                },
                "at least one row that fits",
                "Check --as, --map and --encoding; nothing was stored.",
            ),
            StoreError::Schema { format, detail } => words(
                format!("reader `{format}` handed up other columns than its table has: {detail}"),
                "exactly the columns of the table",
                "This is a defect of the reader: please report it with the file's first lines.",
            ),
            StoreError::Collision { id } => words(
                format!("vintage `{id}` is already taken by a different file"),
                "one vintage an id",
                "Add the file to another store with --store, and please report it.",
            ),
            StoreError::Date { text } => words(
                format!("`{text}` is not a date"),
                "a day such as 2024-03-31",
                "Correct the date.",
            ),
            StoreError::NotReleasedYet { date, today } => words(
                format!("the release date {date} is later than today, {today}"),
                "a day that has come",
                "Correct --released; an answer --as-of an earlier day would miss the file.",
            ),
            StoreError::Series { text, near } => words(
                format!("no series `{text}`"),
                "ECONOMY/INDICATOR or DATASET/ECONOMY/INDICATOR",
                format!("Similar: {}.", list(near, "none; see `triffin data ls`")),
            ),
            StoreError::Overflow { what, value, limit } => words(
                format!("{what} is {value}, more than its type holds"),
                format!("a result between -{limit} and {limit}"),
                "Take fewer rows or a larger unit; the digits are never cut or wrapped.",
            ),
            StoreError::ReadOnlySql { found } => words(
                format!("`{found}` is refused: SQL here only reads the store"),
                "one SELECT (or WITH … SELECT, or EXPLAIN of one) over records, series, datasets, vintages; SHOW TABLES, DESCRIBE records",
                "Write the answer with -o FILE; add data with `triffin data add`.",
            ),
            StoreError::Sql { detail } => words(
                format!("the SQL cannot be run: {detail}"),
                "a SELECT over records, series, datasets, vintages",
                "Check the spelling of tables and columns; DESCRIBE records shows the columns.",
            ),
            StoreError::Engine { detail } => words(
                format!("the query engine failed: {detail}"),
                "a plan that runs",
                "Run `triffin data verify`; if the store is sound, please report the command.",
            ),
            StoreError::Format(error) => from_reader(error, Lang::En),
        }
    }

    fn chinese(&self) -> Words {
        match self {
            StoreError::Read { path, source } => words(
                format!("无法读取 {}：{source}", path.display()),
                "数据仓库中可读的文件",
                "请检查 --store 所指的文件夹是否存在、是否有读取权限。",
            ),
            StoreError::Write { path, source } => words(
                format!("无法写入 {}：{source}", path.display()),
                "有剩余空间且可写的仓库文件夹",
                "请腾出空间，或用 --store 另选文件夹；没有留下半截数据。",
            ),
            StoreError::Manifest { path, detail } => words(
                format!("清单 {} 无法解读：{detail}", path.display()),
                "由本版本或更早版本的 triffin 写成的清单",
                "请运行 `triffin data verify`；若由更新的版本写成，请升级本程序。",
            ),
            StoreError::MissingFile { vintage, path } => words(
                format!("版本 {vintage} 所列的 {} 不存在", path.display()),
                "清单所列的每一个文件",
                "请运行 `triffin data verify`，并从备份恢复该文件，或在新仓库中重新添加原始文件。",
            ),
            StoreError::DatasetName { name } => words(
                format!("`{name}` 不能作为数据集名称"),
                "1 至 80 个字符，限 a-z、0-9、`-`、`_`、`.`，以字母或数字开头",
                "请修改映射文件中的 `dataset`。",
            ),
            StoreError::UnknownDataset { name, known } => words(
                format!("没有数据集 `{name}`"),
                format!("其中之一：{}", list(known, "（仓库为空）")),
                "请看 `triffin data ls`，或用 `triffin data add` 添加文件。",
            ),
            StoreError::Kind {
                dataset,
                holds,
                asked,
            } => words(
                format!("数据集 `{dataset}` 存的是 {holds}，不是 {asked}"),
                format!("存 {asked} 的数据集"),
                "请换一个 --source，或在映射文件中换一个数据集名称。",
            ),
            StoreError::NotYetReleased {
                dataset,
                date,
                first,
            } => words(
                format!("数据集 `{dataset}` 在 {date} 当日及之前没有发布"),
                format!("{first} 或之后的日期"),
                "请把 --as-of 改晚，或不写以取最新发布。",
            ),
            StoreError::Snapshot { id, absent } if absent.is_empty() => words(
                format!("没有快照 `{id}`"),
                "本仓库 `triffin data ls` 打印过的快照编号",
                "请检查编号和 --store。",
            ),
            StoreError::Snapshot { id, absent } => words(
                format!("快照 `{id}` 所需的版本不在手边：{}", absent.join("、")),
                "快照中的每一个版本",
                "请使用当时那一版 triffin（其内置数据相同），或恢复清单文件。",
            ),
            StoreError::Empty {
                file,
                rows_in,
                reasons,
            } => words(
                if *rows_in == 0 {
                    format!("{file}：表头之下没有数据行")
                } else {
                    format!(
                        "{file}：{rows_in} 行中没有一行可以入库（{}）",
                        counts(reasons)
                    )
                },
                "至少一行合格的数据",
                "请检查 --as、--map 和 --encoding；没有存入任何内容。",
            ),
            StoreError::Schema { format, detail } => words(
                format!("读取器 `{format}` 交出的列与数据表不符：{detail}"),
                "与数据表完全一致的列",
                "这是读取器的缺陷：请附上文件的前几行报告。",
            ),
            StoreError::Collision { id } => words(
                format!("版本编号 `{id}` 已属于另一个文件"),
                "一个编号对应一个版本",
                "请用 --store 存入另一个仓库，并报告此问题。",
            ),
            StoreError::Date { text } => words(
                format!("`{text}` 不是日期"),
                "形如 2024-03-31 的日期",
                "请改正日期。",
            ),
            StoreError::NotReleasedYet { date, today } => words(
                format!("发布日期 {date} 晚于今天 {today}"),
                "已经到来的日期",
                "请改正 --released；早于该日的 --as-of 会漏掉此文件。",
            ),
            StoreError::Series { text, near } => words(
                format!("没有序列 `{text}`"),
                "经济体/指标，或 数据集/经济体/指标",
                format!("相近的有：{}。", list(near, "无；请看 `triffin data ls`")),
            ),
            StoreError::Overflow { what, value, limit } => words(
                format!("{what} 等于 {value}，超出其类型的容量"),
                format!("介于 -{limit} 与 {limit} 之间的结果"),
                "请减少行数或改用更大的单位；数字绝不会被截断或回绕。",
            ),
            StoreError::ReadOnlySql { found } => words(
                format!("拒绝 `{found}`：这里的 SQL 只读"),
                "一条针对 records、series、datasets、vintages 的 SELECT（或 WITH … SELECT，或其 EXPLAIN）；SHOW TABLES、DESCRIBE records",
                "用 -o 文件名 保存结果；用 `triffin data add` 添加数据。",
            ),
            StoreError::Sql { detail } => words(
                format!("SQL 无法执行：{detail}"),
                "针对 records、series、datasets、vintages 的 SELECT",
                "请检查表名和列名的拼写；DESCRIBE records 可列出各列。",
            ),
            StoreError::Engine { detail } => words(
                format!("查询引擎出错：{detail}"),
                "可以执行的计划",
                "请运行 `triffin data verify`；若仓库完好，请报告所用命令。",
            ),
            StoreError::Format(error) => from_reader(error, Lang::Zh),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    fn one_of_each() -> Vec<StoreError> {
        let text = || "given".to_owned();
        let io = || Error::from(ErrorKind::PermissionDenied);
        vec![
            StoreError::Read {
                path: "given".into(),
                source: io(),
            },
            StoreError::Write {
                path: "given".into(),
                source: io(),
            },
            StoreError::Manifest {
                path: "given".into(),
                detail: text(),
            },
            StoreError::MissingFile {
                vintage: text(),
                path: "given".into(),
            },
            StoreError::DatasetName { name: text() },
            StoreError::UnknownDataset {
                name: text(),
                known: vec![text()],
            },
            StoreError::Kind {
                dataset: text(),
                holds: "records",
                asked: "series",
            },
            StoreError::NotYetReleased {
                dataset: text(),
                date: text(),
                first: text(),
            },
            StoreError::Snapshot {
                id: text(),
                absent: vec![],
            },
            StoreError::Snapshot {
                id: text(),
                absent: vec![text()],
            },
            StoreError::Empty {
                file: text(),
                rows_in: 1,
                reasons: BTreeMap::new(),
            },
            StoreError::Schema {
                format: text(),
                detail: text(),
            },
            StoreError::Collision { id: text() },
            StoreError::Date { text: text() },
            StoreError::NotReleasedYet {
                date: text(),
                today: text(),
            },
            StoreError::Series {
                text: text(),
                near: vec![],
            },
            StoreError::Overflow {
                what: text(),
                value: text(),
                limit: text(),
            },
            StoreError::ReadOnlySql { found: text() },
            StoreError::Sql { detail: text() },
            StoreError::Engine { detail: text() },
        ]
    }

    #[test]
    fn every_error_names_the_value_in_both_languages() {
        let chinese = |s: &str| s.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for error in one_of_each() {
            let (en, zh) = (error.words(Lang::En), error.words(Lang::Zh));
            assert!(
                en.message.contains("given") && zh.message.contains("given"),
                "{error}"
            );
            for part in [&en.message, &en.expected, &en.remedy] {
                assert!(!part.is_empty() && !chinese(part), "{error}: {part}");
            }
            for part in [&zh.message, &zh.expected, &zh.remedy] {
                assert!(chinese(part), "{error}: {part}");
            }
            assert!(error.localized(Lang::Zh).starts_with(error.code()));
        }
    }

    #[test]
    fn a_readers_refusal_keeps_its_code_and_words() {
        let error = FormatError::new("E-FORMAT-X", "m", "e", "r").zh("甲", "乙", "丙");
        let error = StoreError::from(error);
        assert_eq!(error.code(), "E-FORMAT-X");
        assert_eq!(error.message(Lang::Zh), "甲");
        assert_eq!(error.remedy(Lang::En), "r");
    }
}
