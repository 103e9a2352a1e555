//! The words of every store error in Chinese.

use triffin_basis::Lang;

use super::{Words, counts, from_reader, list, words};
use crate::error::StoreError;

impl StoreError {
    pub(super) fn chinese(&self) -> Words {
        match self {
            StoreError::Read { path, source } => words(
                format!("无法读取 {}：{source}", path.display()),
                "数据仓库中可读的文件",
                "请检查 --store 所指的文件夹是否存在、是否有读取权限。",
            ),
            StoreError::Write { path, source } => words(
                format!("无法写入 {}：{source}", path.display()),
                match self.code() {
                    "E-STORE-FULL" => "磁盘有足够空间，且未超出配额和限制",
                    "E-STORE-READONLY" => "可写的仓库文件夹",
                    _ => "有剩余空间且可写的仓库文件夹",
                },
                match self.code() {
                    "E-STORE-FULL" => {
                        "请腾出空间，或用 --store 选择另一磁盘上的文件夹；数据仓保持原样。"
                    }
                    "E-STORE-READONLY" => {
                        "请检查文件夹的写入权限，或用 --store 另选文件夹；数据仓保持原样。"
                    }
                    _ => "请检查该文件夹，或用 --store 另选文件夹；数据仓保持原样。",
                },
            ),
            StoreError::Newer {
                path,
                version,
                known,
            } => words(
                format!(
                    "清单 {} 的版式为第 {version} 版，本程序只认识到第 {known} 版",
                    path.display()
                ),
                "由本版本或更早版本的 triffin 写成的清单",
                "请使用写成它的较新版本 triffin。",
            ),
            StoreError::Busy { path } => words(
                format!("{} 中有入库或另一次修复正在进行", path.display()),
                "修复期间无人写入的数据仓",
                "请等待其结束后再修复。",
            ),
            StoreError::Manifest { path, detail } => words(
                format!("清单 {} 无法解读：{detail}", path.display()),
                "triffin 写成的清单",
                "`triffin data verify` 会列出全部损坏；请从备份恢复该文件，或用 `triffin data repair` 隔离。",
            ),
            StoreError::MissingFile { vintage, path } => words(
                format!("版本 {vintage} 所列的 {} 不存在", path.display()),
                "清单所列的每一个文件",
                "请从备份恢复该文件，或用 `triffin data repair` 隔离该版本后重新添加原始文件。",
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
