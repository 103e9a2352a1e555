//! `trade items`: value, quantity and unit value, product by product.

use triffin_trade::{Axis, Flow, items};

use crate::answer::{Answer, Meta, Note, row};
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
        let mut meta = None;
        let mut rows = Vec::new();
        for flow in [Flow::Export, Flow::Import] {
            if !chosen
                .survey
                .strata
                .iter()
                .any(|stratum| stratum.flow == flow)
            {
                continue;
            }
            let levels = items::levels(&chosen.survey, selection, flow)?;
            let measure = self.measure(scope, &question.basis, &[&levels.parts])?;
            let view = self.store().records(&chosen.dataset, &scope.at)?;
            let plan = items::plan(view, selection, &levels, flow, &measure, &self.registry())?;
            rows.extend(
                items::rows(&self.store().run(plan)?)?
                    .into_iter()
                    .map(|item| (flow, item)),
            );
            let words = meta.get_or_insert_with(|| Meta {
                unit: question::unit(&question.basis, &levels.parts),
                ..Meta::default()
            });
            question::describe(words, question, Axis::Product, &levels.parts, &measure)?;
        }
        let mut words = question::meta("S1.9", "V = Σ q·p; unit value = V / Q", scope, chosen);
        if let Some(found) = meta {
            words.unit = found.unit;
            words.basis = found.basis;
            words.notes.extend(found.notes);
        }
        let mut meta = words;
        let outliers = rows.iter().map(|(_, item)| item.outliers).sum::<i64>();
        if outliers > 0 {
            meta.notes.push(Note::warning(
                "W-OUTLIER",
                format!("{outliers} unit values lie far from the others of their product; none is left out"),
                format!("{outliers} 个单位价值明显偏离同类；均未剔除"),
            ));
        }
        if rows.iter().any(|(_, item)| item.mixed_units) {
            meta.notes.push(Note::warning(
                "W-UNITS-MIXED",
                "some products come in several quantity units; they are kept apart and never added up",
                "部分商品有多种数量单位；各单位分开，从不相加",
            ));
        }
        let rows = rows.into_iter().map(|(flow, item)| {
            row([
                ("product", item.product.into()),
                ("flow", flow.as_str().into()),
                ("value", amount(Some(item.value))),
                ("quantity", amount(item.quantity)),
                ("quantity_unit", Value::or_null(item.quantity_unit)),
                ("unit_value", amount(item.unit_value)),
                ("records", item.records.into()),
                ("mixed_units", item.mixed_units.into()),
                ("outliers", item.outliers.into()),
                ("price_mismatches", item.price_mismatches.into()),
            ])
        });
        Ok(Answer {
            rows: rows.collect(),
            meta,
            ..Answer::default()
        })
    }
}
