//! Partners that are no economy: areas not elsewhere specified, bunkers, free
//! zones. They are kept apart and listed; nothing of them is allocated.

use std::collections::BTreeMap;

use datafusion::logical_expr::{LogicalPlanBuilder, col, lit};
use triffin_trade::valuation::Target;
use triffin_trade::{Axis, Exact, Flow, Selection};

use super::side::Side;
use super::{Mirror, Mirrored, flows};
use crate::answer::Note;
use crate::error::QuestionError;
use crate::workbench::{Scope, Workbench};

/// What one reporter trades with no known economy, by area.
type Areas = BTreeMap<String, Exact>;

impl Workbench {
    /// Lists beside each direction what its two reporters trade with areas that
    /// are no economy: a part of it may belong to the other side.
    pub(super) fn unspecified(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
        totals: &mut [Mirrored; 2],
    ) -> Result<Vec<Note>, QuestionError> {
        let of = [
            self.areas(scope, asked, &sides[0])?,
            self.areas(scope, asked, &sides[1])?,
        ];
        let mut notes = Vec::new();
        for total in totals {
            for (index, flow) in flows(total.direction) {
                let areas = &of[index][flow as usize];
                if areas.is_empty() {
                    continue;
                }
                let reporter = &sides[index].selection.reporter;
                notes.push(listed(reporter, flow, areas));
                total.unspecified.insert(reporter.clone(), areas.clone());
            }
        }
        Ok(notes)
    }

    /// Exports and imports of a side with areas that are no economy.
    fn areas(
        &self,
        scope: &Scope,
        asked: &Mirror,
        side: &Side,
    ) -> Result<[Areas; 2], QuestionError> {
        let Some(dataset) = &side.dataset else {
            return Ok(Default::default());
        };
        let selection = Selection {
            partners: Vec::new(),
            ..side.selection.clone()
        };
        let special = LogicalPlanBuilder::from(dataset.view.clone())
            .filter(col("partner_level").eq(lit("special")))?
            .build()?;
        let basis = asked.at(Target::AsReported);
        let read = self.read_view(scope, &special, &selection, &basis, Axis::Partner)?;
        Ok([Flow::Export, Flow::Import].map(|flow| read.by_key(flow)))
    }
}

fn listed(reporter: &str, flow: Flow, areas: &Areas) -> Note {
    let list = |between: &str| {
        let each: Vec<String> = areas
            .iter()
            .map(|(code, amount)| format!("{code} {amount}"))
            .collect();
        each.join(between)
    };
    let (en, zh) = match flow {
        Flow::Export => ("exports to", "出口至"),
        Flow::Import => ("imports from", "进口自"),
    };
    Note::remark(
        "N-MIRROR-UNSPECIFIED",
        format!(
            "{reporter} reports {en} areas that are no economy, kept apart and allocated to nobody: {}",
            list(", ")
        ),
        format!(
            "{reporter} 另有{zh}未列明地区等非经济体，单列而不分摊：{}",
            list("、")
        ),
    )
}
