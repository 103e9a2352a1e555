//! A condition on the rows of a file, in the engine's SQL.

use std::sync::Arc;

use arrow::array::{AsArray, BooleanArray};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::common::{DFSchema, SchemaError};
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::prelude::{Expr, SessionConfig};

use super::{Origin, refusal};
use crate::error::QuestionError;

/// A condition that is planned.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    text: String,
    /// Places in the file of the columns it names, ascending.
    places: Vec<usize>,
    planned: Arc<dyn PhysicalExpr>,
}

impl Filter {
    /// Plans a condition over the columns of a file.
    ///
    /// # Errors
    /// `E-COLUMNS-NAME` for a column that is not there, `E-COLUMNS-WHERE` for
    /// what is no condition.
    pub fn of(text: &str, origin: &Origin, schema: &SchemaRef) -> Result<Self, QuestionError> {
        let failed = |error: DataFusionError| explained(&error, text, origin, schema);
        let state = state();
        let whole = DFSchema::try_from(schema.as_ref().clone()).map_err(failed)?;
        let logical = state.create_logical_expr(text, &whole).map_err(failed)?;
        let places = places(&logical, schema);
        let some = Arc::new(
            schema
                .project(&places)
                .map_err(|error| failed(error.into()))?,
        );
        let own = DFSchema::try_from(some.as_ref().clone()).map_err(failed)?;
        let planned = state.create_physical_expr(logical, &own).map_err(failed)?;
        let kind = planned.data_type(&some).map_err(failed)?;
        if kind != DataType::Boolean {
            return Err(refusal::no_condition(text, &format!("its value is {kind}")));
        }
        Ok(Self {
            text: text.to_owned(),
            places,
            planned,
        })
    }

    /// Places in the file of the columns it names.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// Which rows it keeps; one that it cannot judge, for a cell is missing, is
    /// not kept.
    pub fn mask(&self, batch: &RecordBatch) -> Result<BooleanArray, QuestionError> {
        let failed = |error: DataFusionError| {
            refusal::no_condition(&self.text, &error.find_root().to_string())
        };
        let found = self.planned.evaluate(batch).map_err(failed)?;
        let array = found.into_array(batch.num_rows()).map_err(failed)?;
        Ok(array.as_boolean().clone())
    }
}

/// The engine's functions; names of columns are taken as they are written.
fn state() -> SessionState {
    let mut config = SessionConfig::new();
    config.options_mut().sql_parser.enable_ident_normalization = false;
    SessionStateBuilder::new()
        .with_config(config)
        .with_default_features()
        .build()
}

fn places(logical: &Expr, schema: &SchemaRef) -> Vec<usize> {
    let named = logical.column_refs();
    let names = named.iter().map(|column| column.name.as_str());
    let mut places: Vec<usize> = names
        .filter_map(|name| schema.index_of(name).ok())
        .collect();
    places.sort_unstable();
    places
}

fn explained(
    error: &DataFusionError,
    text: &str,
    origin: &Origin,
    schema: &SchemaRef,
) -> QuestionError {
    let root = error.find_root();
    if let DataFusionError::SchemaError(cause, _) = root
        && let SchemaError::FieldNotFound { field, .. } = cause.as_ref()
    {
        let names: Vec<String> = schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        return refusal::not_there_in(origin, &field.name, &names, text);
    }
    refusal::no_condition(text, &root.to_string())
}
