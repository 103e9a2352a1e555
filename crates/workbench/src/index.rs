//! `trade index`: unit-value indices of one side of trade.

use triffin_trade::levels::Depth;
use triffin_trade::unit_value_index::{self, Formula};
use triffin_trade::{Axis, Flow, Levels};

use crate::answer::{Answer, Note, row};
use crate::error::QuestionError;
use crate::question::{self, Question};
use crate::value::Value;
use crate::workbench::{Scope, Workbench};

impl Workbench {
    /// A unit-value index over the periods of the question's window, first
    /// period = 100.
    ///
    /// # Errors
    /// As [`Workbench::balanced`]; when the first period has no item with a
    /// quantity.
    pub fn index(
        &self,
        scope: &Scope,
        question: &Question,
        flow: Flow,
        formula: Formula,
        chained: bool,
    ) -> Result<Answer, QuestionError> {
        let selection = &question.selection;
        let chosen = self.choose(scope, selection)?;
        let levels = Levels::resolve(&chosen.survey, selection, Axis::Product, Depth::Leaves)?;
        let measure = self.measure(scope, &question.basis, &[&levels.parts])?;
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let freq = selection.window.freq();
        let plan = unit_value_index::plan(view, selection, &levels, flow, freq, &measure, &self.registry())?;
        let baskets = unit_value_index::baskets(&self.store().run(plan)?)?;
        let from = selection.window.from.to_string();
        if baskets.first().is_none_or(|(period, _)| *period != from) {
            return Err(unit_value_index::no_base(&from).into());
        }
        let rows = unit_value_index::series(formula, chained, &baskets);
        let mut meta = question::meta("S1.9", formula_text(formula), scope, chosen);
        meta.unit = Some(format!("{from} = 100"));
        question::describe(&mut meta, question, Axis::Product, &levels.parts, &measure)?;
        meta.basis.insert("flow", flow.as_str().to_owned());
        meta.basis.insert("formula", formula.as_str().to_owned());
        meta.basis.insert("links", if chained { "chained" } else { "direct" }.to_owned());
        let mixed = unit_value_index::mixed_units(&baskets);
        if !mixed.is_empty() {
            let list = mixed.into_iter().collect::<Vec<_>>().join(", ");
            meta.notes.push(Note::warning(
                "W-UNITS-MIXED",
                format!("products in several quantity units, each unit kept apart: {list}"),
                format!("有多种数量单位的商品，各单位分开计算：{list}"),
            ));
        }
        let rows = rows.into_iter().map(|line| {
            row([
                ("period", line.period.into()),
                ("index", Value::or_null(line.index.map(|index| 100.0 * index))),
                ("matched_items", line.matched_items.into()),
                ("matched_share", line.matched_share.into()),
            ])
        });
        Ok(Answer { rows: rows.collect(), meta, ..Answer::default() })
    }
}

fn formula_text(formula: Formula) -> &'static str {
    match formula {
        Formula::Laspeyres => "Σ p₁q₀ / Σ p₀q₀",
        Formula::Paasche => "Σ p₁q₁ / Σ p₀q₁",
        Formula::Fisher => "√(Laspeyres × Paasche)",
        Formula::Tornqvist => "exp Σ ½(s₀ + s₁) ln(p₁/p₀)",
    }
}
