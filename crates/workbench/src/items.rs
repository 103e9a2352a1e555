//! `trade items`: value, quantity and unit value, product by product.

use triffin_trade::levels::Depth;
use triffin_trade::{Axis, Levels, items};

use crate::answer::{Answer, Note, row};
use crate::balance::amount;
use crate::error::QuestionError;
use crate::question::{self, Question};
use crate::value::Value;
use crate::workbench::{Scope, Workbench};

impl Workbench {
    /// `V = Σ q·p`, unit value `V / Q`; mixed units and outliers flagged.
    ///
    /// # Errors
    /// As [`Workbench::balanced`].
    pub fn items(&self, scope: &Scope, question: &Question) -> Result<Answer, QuestionError> {
        let selection = &question.selection;
        let chosen = self.choose(scope, selection)?;
        let levels = Levels::resolve(&chosen.survey, selection, Axis::Product, Depth::Leaves)?;
        let measure = self.measure(scope, &question.basis, &[&levels.parts])?;
        let view = self.store().records(&chosen.dataset, &scope.at)?;
        let plan = items::plan(view, selection, &levels, &measure, &self.registry())?;
        let rows = items::rows(&self.store().run(plan)?)?;
        let mut meta = question::meta("S1.9", "V = Σ q·p; unit value = V / Q", scope, chosen);
        meta.unit = question::unit(&question.basis, &levels.parts);
        question::describe(&mut meta, question, Axis::Product, &levels.parts, &measure)?;
        let outliers = rows.iter().filter(|item| item.outlier).count();
        if outliers > 0 {
            meta.notes.push(Note::warning(
                "W-OUTLIER",
                format!("{outliers} unit values lie far from the others of their product; none is left out"),
                format!("{outliers} 个单位价值明显偏离同类；均未剔除"),
            ));
        }
        if rows.iter().any(|item| item.mixed_units) {
            meta.notes.push(Note::warning(
                "W-UNITS-MIXED",
                "some products come in several quantity units; they are kept apart and never added up",
                "部分商品有多种数量单位；各单位分开，从不相加",
            ));
        }
        let rows = rows.into_iter().map(|item| {
            row([
                ("product", item.product.into()),
                ("flow", item.flow.as_str().into()),
                ("partner", item.partner.into()),
                ("period", item.period.into()),
                ("value", amount(item.value)),
                ("quantity", amount(item.quantity)),
                ("quantity_unit", Value::or_null(item.unit)),
                ("unit_value", item.unit_value.into()),
                ("outlier", item.outlier.into()),
                ("mixed_units", item.mixed_units.into()),
            ])
        });
        Ok(Answer { rows: rows.collect(), meta, ..Answer::default() })
    }
}
