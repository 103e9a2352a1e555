//! `trade index`: unit-value indices of one side of trade.

use triffin_trade::unit_value_index::{self, Cell, Formula, Link};
use triffin_trade::{Axis, Flow, Levels, Measure, Selection, TradeError};

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
        let levels = self.settled(scope, &chosen.dataset, selection, levels)?;
        let cuts = [&levels.parts, &levels.total];
        let measure = self.measure(scope, question, &cuts)?;
        let cells = self.index_cells(scope, &chosen.dataset, selection, &levels, flow, &measure)?;
        let link = if chained { Link::Chained } else { Link::Direct };
        let rows = unit_value_index::index(&cells, formula, link)?;
        let reach = self.reach(scope, question, &chosen.dataset, &levels.total)?;
        let mut meta = question::meta("S1.9", formula_text(formula), scope, chosen);
        meta.unit = rows.first().map(|first| format!("{} = 100", first.period));
        question::describe(&mut meta, question, Axis::Product, &levels.parts, &measure)?;
        meta.basis.insert("flow", flow.as_str().to_owned());
        meta.basis.insert("formula", formula.as_str().to_owned());
        meta.basis.insert(
            "links",
            if chained { "chained" } else { "direct" }.to_owned(),
        );
        meta.notes.extend(reach);
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
                ("unallocated_share", line.unallocated_share.into()),
            ])
        });
        Ok(Answer {
            rows: rows.collect(),
            meta,
            ..Answer::default()
        })
    }
}

impl Workbench {
    /// Value and quantity by period and item, and the trade no item tells.
    fn index_cells(
        &self,
        scope: &Scope,
        dataset: &str,
        selection: &Selection,
        levels: &Levels,
        flow: Flow,
        measure: &Measure,
    ) -> Result<Vec<Cell>, QuestionError> {
        let view = self.store().records(dataset, &scope.at)?;
        let registry = self.registry();
        let plan =
            unit_value_index::plan(view.clone(), selection, levels, flow, measure, &registry)?;
        let mut cells = unit_value_index::rows(&self.store().run(plan)?)?;
        let plan =
            unit_value_index::totals_plan(view, selection, levels, flow, measure, &registry)?;
        let totals = unit_value_index::totals(&self.store().run(plan)?)?;
        cells.extend(unit_value_index::unallocated(&cells, &totals).map_err(TradeError::from)?);
        Ok(cells)
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
