//! `trade index`: unit-value indices of one side of trade.

use triffin_trade::unit_value_index::{self, Formula, Link};
use triffin_trade::{Axis, Flow};

use crate::answer::{Answer, Note, row};
use crate::error::QuestionError;
use crate::question::{self, Question};
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
        let levels = unit_value_index::levels(&chosen.survey, selection, flow)?;
        let measure = self.measure(scope, &question.basis, &[&levels.parts])?;
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let plan =
            unit_value_index::plan(view, selection, &levels, flow, &measure, &self.registry())?;
        let cells = unit_value_index::rows(&self.store().run(plan)?)?;
        let link = if chained { Link::Chained } else { Link::Direct };
        let rows = unit_value_index::index(&cells, formula, link)?;
        let mut meta = question::meta("S1.9", formula_text(formula), scope, chosen);
        meta.unit = rows.first().map(|first| format!("{} = 100", first.period));
        question::describe(&mut meta, question, Axis::Product, &levels.parts, &measure)?;
        meta.basis.insert("flow", flow.as_str().to_owned());
        meta.basis.insert("formula", formula.as_str().to_owned());
        meta.basis.insert(
            "links",
            if chained { "chained" } else { "direct" }.to_owned(),
        );
        let asked = selection.window.from;
        if let Some(first) = rows.first().filter(|row| row.period > asked) {
            meta.notes.push(Note::warning(
                "W-INDEX-BASE",
                format!(
                    "no item with a quantity in {asked}: the base is {}",
                    first.period
                ),
                format!("{asked} 没有带数量的商品：以 {} 为基期", first.period),
            ));
        }
        let blank = rows.iter().filter(|line| line.index.is_none()).count();
        if blank > 0 {
            meta.notes.push(Note::warning(
                "W-INDEX-UNMATCHED",
                format!("{blank} periods have no item with a quantity in both periods compared: no index, not 100"),
                format!("{blank} 个时期没有在两期都有数量的商品：无指数，而不是 100"),
            ));
        }
        let rows = rows.into_iter().map(|line| {
            row([
                ("period", line.period.to_string().into()),
                ("index", line.index.into()),
                ("matched_items", line.matched_items.into()),
                ("matched_share", line.matched_share.into()),
            ])
        });
        Ok(Answer {
            rows: rows.collect(),
            meta,
            ..Answer::default()
        })
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
