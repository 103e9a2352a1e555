//! SQL over the store: one statement, and it only reads.
//!
//! Tables: `records`, `series` and `codes` (every dataset, told apart by `dataset`),
//! `datasets` and `vintages`.

use std::collections::{BTreeSet, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::datasource::ViewTable;
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParser, Statement};
use datafusion::sql::sqlparser::ast::{
    ObjectName, Query, Select, SetExpr, Statement as Ast, TableFactor, Visit, Visitor,
};
use datafusion::sql::sqlparser::parser::ParserError;
use triffin_formats::Kind;

use crate::asof::AsOf;
use crate::error::StoreError;
use crate::sql_numbers::doubles;
use crate::store::Store;

/// The tables there are.
const TABLES: [&str; 4] = ["records", "series", "datasets", "vintages"];

/// The answer to a statement.
#[derive(Clone, Debug)]
pub struct SqlAnswer {
    /// Its columns, also when there is no row.
    pub schema: SchemaRef,
    /// Its rows.
    pub batches: Vec<RecordBatch>,
}

impl Store {
    /// Answers one SQL query on what counts at a moment, or one about the tables
    /// themselves: `SHOW TABLES`, `SHOW COLUMNS FROM t`, `DESCRIBE t`.
    ///
    /// # Errors
    /// `E-SQL-READONLY` for anything but one query on the store's own tables;
    /// `E-SQL` when the query cannot be understood or fails; `E-STORE-OVERFLOW`
    /// when an exact sum does not fit its type.
    pub fn sql(&self, text: &str, at: &AsOf) -> Result<SqlAnswer, StoreError> {
        let (statement, tables) = let_in(text)?;
        let session = self.engine().fresh();
        self.register_tables(&session, &tables, at)?;
        self.engine().wait(async move {
            let state = session.state();
            let plan = state.statement_to_plan(statement).await.map_err(failed)?;
            SQLOptions::new()
                .with_allow_ddl(false)
                .with_allow_dml(false)
                .with_allow_statements(false)
                .verify_plan(&plan)
                .map_err(|_| StoreError::ReadOnlySql {
                    found: plan.display().to_string(),
                })?;
            let frame = session.execute_logical_plan(plan).await.map_err(failed)?;
            let schema = Arc::clone(frame.schema().inner());
            let batches = frame.collect().await.map_err(failed)?;
            Ok(SqlAnswer { schema, batches })
        })
    }

    fn register_tables(
        &self,
        session: &SessionContext,
        tables: &BTreeSet<String>,
        at: &AsOf,
    ) -> Result<(), StoreError> {
        for kind in Kind::ALL {
            if tables.contains(kind.as_str()) {
                let view = ViewTable::new(self.view(kind, None, at)?, None);
                session.register_table(kind.as_str(), Arc::new(view))?;
            }
        }
        if tables.contains("datasets") || tables.contains("vintages") {
            let catalogue = self.catalogue(at)?;
            session.register_batch("datasets", crate::sql_tables::datasets(&catalogue)?)?;
            session.register_batch("vintages", crate::sql_tables::vintages(&catalogue)?)?;
        }
        Ok(())
    }
}

/// The tables that one query asks: the gate of [`Store::sql`], before anything
/// is planned.
///
/// # Errors
/// `E-SQL-READONLY` for anything but one query on the store's own tables,
/// `E-SQL` when it cannot be understood.
pub fn tables_asked(text: &str) -> Result<BTreeSet<String>, StoreError> {
    Ok(let_in(text)?.1)
}

fn let_in(text: &str) -> Result<(Statement, BTreeSet<String>), StoreError> {
    let mut statement = one_query(text)?;
    with_doubles(&mut statement)?;
    let tables = refuse_reaching_out(&statement)?;
    Ok((statement, tables))
}

fn with_doubles(statement: &mut Statement) -> Result<(), StoreError> {
    let query = match statement {
        Statement::Explain(explain) => explain.statement.as_mut(),
        other => other,
    };
    match query {
        Statement::Statement(ast) => doubles(ast).map_err(|error| failed(error.into())),
        _ => Ok(()),
    }
}

/// A failure of someone's own SQL is theirs to mend, not the store's. The
/// parser's own words are told, not how the program holds them.
fn failed(error: DataFusionError) -> StoreError {
    if let DataFusionError::SQL(parser, _) = error.find_root() {
        let detail = match parser.as_ref() {
            ParserError::ParserError(text) | ParserError::TokenizerError(text) => text.clone(),
            other => other.to_string(),
        };
        return StoreError::Sql { detail };
    }
    match StoreError::from(error) {
        StoreError::Engine { detail } => StoreError::Sql { detail },
        other => other,
    }
}

/// The query that answers a question about the tables themselves; none for any
/// other statement.
fn about_tables(statement: &Statement) -> Option<String> {
    let Statement::Statement(ast) = statement else {
        return None;
    };
    match ast.as_ref() {
        Ast::ShowColumns { show_options, .. } => {
            let table = show_options.show_in.as_ref()?.parent_name.as_ref()?;
            Some(format!("DESCRIBE {table}"))
        }
        Ast::ShowTables { .. } => {
            let rows = TABLES.map(|table| format!("('{table}')")).join(", ");
            Some(format!(
                "SELECT * FROM (VALUES {rows}) AS tables(table_name)"
            ))
        }
        _ => None,
    }
}

/// The one query of a text.
fn one_query(text: &str) -> Result<Statement, StoreError> {
    let mut statements: VecDeque<Statement> = DFParser::parse_sql(text).map_err(failed)?;
    if statements.is_empty() {
        return Err(StoreError::Sql {
            detail: "there is no statement".to_owned(),
        });
    }
    let (Some(statement), true) = (statements.pop_front(), statements.is_empty()) else {
        return Err(StoreError::ReadOnlySql {
            found: text.trim().to_owned(),
        });
    };
    if let Some(asked) = about_tables(&statement) {
        return one_query(&asked);
    }
    let query = match &statement {
        Statement::Explain(explain) => explain.statement.as_ref(),
        other => other,
    };
    match query {
        Statement::Statement(ast)
            if matches!(ast.as_ref(), Ast::Query(_) | Ast::ExplainTable { .. }) =>
        {
            Ok(statement)
        }
        _ => Err(StoreError::ReadOnlySql {
            found: statement.to_string(),
        }),
    }
}

/// The tables a query names; refuses writes inside it, table functions and
/// tables named like files.
fn refuse_reaching_out(statement: &Statement) -> Result<BTreeSet<String>, StoreError> {
    let query = match statement {
        Statement::Explain(explain) => explain.statement.as_ref(),
        other => other,
    };
    let mut guard = Guard::default();
    if let Statement::Statement(ast) = query
        && let ControlFlow::Break(found) = ast.visit(&mut guard)
    {
        return Err(StoreError::ReadOnlySql { found });
    }
    Ok(guard.tables)
}

#[derive(Default)]
struct Guard {
    tables: BTreeSet<String>,
}

impl Visitor for Guard {
    type Break = String;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<String> {
        match query.body.as_ref() {
            SetExpr::Insert(s) | SetExpr::Update(s) | SetExpr::Delete(s) | SetExpr::Merge(s) => {
                ControlFlow::Break(s.to_string())
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<String> {
        match &select.into {
            Some(into) => ControlFlow::Break(into.to_string()),
            None => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<String> {
        match table {
            TableFactor::Table { args: Some(_), .. }
            | TableFactor::TableFunction { .. }
            | TableFactor::Function { .. } => ControlFlow::Break(table.to_string()),
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<String> {
        let parts: Vec<_> = relation.0.iter().filter_map(|p| p.as_ident()).collect();
        let like_a_file = |value: &str| value.contains(['/', '\\', '.', ':']);
        if parts
            .iter()
            .any(|p| p.quote_style == Some('\'') || like_a_file(&p.value))
        {
            return ControlFlow::Break(relation.to_string());
        }
        if let Some(last) = parts.last() {
            self.tables.insert(last.value.to_ascii_lowercase());
        }
        ControlFlow::Continue(())
    }
}
