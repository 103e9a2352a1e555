//! Common groups of two editions of a commodity classification.

use std::collections::BTreeMap;

use datafusion::functions::core::expr_fn::coalesce;
use datafusion::logical_expr::{Expr, JoinType, LogicalPlan, LogicalPlanBuilder, col, lit};

use crate::TradeError;

/// Codes of two editions that can only be compared together: the connected
/// groups of a correspondence table. A group is named by its first code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concordance {
    group: BTreeMap<String, String>,
}

impl Concordance {
    /// The groups that pairs of codes (from, to) connect.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut parent: BTreeMap<String, String> = BTreeMap::new();
        for (from, to) in pairs {
            let (from, to) = (root(&mut parent, from), root(&mut parent, to));
            // The first code in order names the group, whatever the row order.
            let (name, member) = if from <= to { (from, to) } else { (to, from) };
            parent.insert(member, name);
        }
        let codes: Vec<String> = parent.keys().cloned().collect();
        let group = codes
            .into_iter()
            .map(|code| {
                let name = root(&mut parent, &code);
                (code, name)
            })
            .collect();
        Self { group }
    }

    /// Whether a pair names the code.
    pub fn holds(&self, code: &str) -> bool {
        self.group.contains_key(code)
    }

    /// The group of a code; the code itself when the table does not have it.
    pub fn group<'a>(&'a self, code: &'a str) -> &'a str {
        self.group.get(code).map_or(code, String::as_str)
    }

    /// `rows` beside their groups, and the expression of the group.
    pub(crate) fn join(&self, rows: LogicalPlan) -> Result<(LogicalPlan, Expr), TradeError> {
        if self.group.is_empty() {
            return Ok((rows, col("product")));
        }
        let pairs = self
            .group
            .iter()
            .map(|(code, group)| vec![lit(code.as_str()), lit(group.as_str())])
            .collect();
        let table = LogicalPlanBuilder::values(pairs)?
            .project(vec![
                col("column1").alias("group_code"),
                col("column2").alias("group_name"),
            ])?
            .build()?;
        let joined = LogicalPlanBuilder::from(rows)
            .join_on(
                table,
                JoinType::Left,
                [col("product").eq(col("group_code"))],
            )?
            .build()?;
        Ok((joined, coalesce(vec![col("group_name"), col("product")])))
    }
}

fn root(parent: &mut BTreeMap<String, String>, code: &str) -> String {
    let mut at = code.to_owned();
    loop {
        let above = parent.entry(at.clone()).or_insert_with(|| at.clone());
        if *above == at {
            return at;
        }
        at = above.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_were_split_and_merged_are_one_group() {
        let table = Concordance::from_pairs([
            ("850440", "850440"),
            ("854231", "854231"),
            ("854231", "854232"),
            ("854239", "854232"),
        ]);
        assert_eq!(table.group("854239"), "854231");
        assert_eq!(table.group("854232"), "854231");
        assert_eq!(table.group("850440"), "850440");
        assert_eq!(table.group("010121"), "010121");
    }
}
