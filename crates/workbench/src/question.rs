//! What can be asked about records, and how the answer's basis is put in words.

use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::{Economy, Lang, Timing, Window};
use triffin_formats::Kind;
use triffin_trade::cut::Cut;
use triffin_trade::valuation::{Margin, Target};
use triffin_trade::{Axis, Exact, Flow, Selection, pipeline, timing};

use crate::answer::{Meta, Note};
use crate::error::QuestionError;
use crate::gaps;
use crate::measured::{Measured, describe_rates};
use crate::records::Chosen;
use crate::workbench::{Scope, Workbench};

/// The factor the IMF's Direction of Trade Statistics uses, `CIF = 1.06 FOB`.
const DEFAULT_MARGIN: (i128, u8) = (6, 2);
const DEFAULT_MARGIN_SOURCE: &str =
    "IMF, Direction of Trade Statistics Yearbook 2017, CIF/FOB factor 1.06";

/// The basis records are put on before they are summed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnBasis {
    /// Valuation asked for.
    pub valuation: Target,
    /// Freight and insurance as a share of FOB; none takes the IMF's factor.
    pub cif_margin: Option<Exact>,
    /// Currency asked for; none keeps the records' own.
    pub currency: Option<String>,
    /// Dataset or `dataset:indicator` of the rates; none takes the precedence.
    pub rates: Option<String>,
}

impl OnBasis {
    /// The margin in force, with its source.
    ///
    /// # Errors
    /// `E-TRADE-MARGIN` when it is no share.
    pub fn margin(&self) -> Result<Margin, QuestionError> {
        Ok(match self.cif_margin {
            Some(margin) => Margin::on_fob(margin, "--cif-margin")?,
            None => Margin::on_fob(
                Exact::new(DEFAULT_MARGIN.0, DEFAULT_MARGIN.1),
                DEFAULT_MARGIN_SOURCE,
            )?,
        })
    }
}

/// A question about records: which, and on which basis.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Which records.
    pub selection: Selection,
    /// On which basis.
    pub basis: OnBasis,
}

impl Question {
    /// Everything `reporter` reports over `window`, as reported.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY` when the reporter is no economy.
    pub fn new(reporter: &str, window: Window) -> Result<Self, QuestionError> {
        Ok(Self {
            selection: Selection::new(Economy::parse(reporter)?.code(), window),
            basis: OnBasis::default(),
        })
    }

    /// Everything the area of a code reports over `window`, as reported; see
    /// [`Workbench::area`].
    pub fn of_area(code: &str, window: Window) -> Self {
        Self {
            selection: Selection::new(code, window),
            basis: OnBasis::default(),
        }
    }

    /// The same about one partner.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY` when the partner is no economy, group or the world.
    pub fn with_partner(mut self, partner: &str) -> Result<Self, QuestionError> {
        self.selection = self.selection.with_partner(Economy::parse(partner)?.code());
        Ok(self)
    }
}

impl Workbench {
    /// The code of an area as records hold it: that of an economy, a group or
    /// the world by any of its names, else a publisher's own code that a record
    /// in the store has.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY` when it is neither.
    pub fn area(&self, scope: &Scope, text: &str) -> Result<String, QuestionError> {
        let unknown = match Economy::parse(text) {
            Ok(economy) => return Ok(economy.code().to_owned()),
            Err(unknown) => unknown,
        };
        let named = col("reporter")
            .eq(lit(text))
            .or(col("partner").eq(lit(text)));
        let view = self.store().view(Kind::Records, None, &scope.at)?;
        let plan = LogicalPlanBuilder::from(view)
            .filter(named)?
            .limit(0, Some(1))?
            .build()?;
        let found = self.store().run(plan)?;
        if found.iter().any(|batch| batch.num_rows() > 0) {
            return Ok(text.to_owned());
        }
        Err(unknown.into())
    }
}

impl Workbench {
    /// Records of the window that lack the date asked for and so count nowhere.
    pub(crate) fn undated(
        &self,
        view: &LogicalPlan,
        selection: &Selection,
    ) -> Result<Option<Note>, QuestionError> {
        if selection.timing == Timing::Declared {
            return Ok(None);
        }
        let declared = timing::by_date(selection, Timing::Declared).apply(view.clone())?;
        let plan = pipeline::boundary_plan(declared, selection)?;
        let step = pipeline::window_step(&self.store().run(plan)?)?;
        let (word, word_zh) = (selection.timing.as_str(), selection.timing.label(Lang::Zh));
        Ok(step.left_out.get("no_such_date").map(|rows| {
            Note::warning(
                "W-UNDATED",
                format!(
                    "{rows} records declared in {} have no {word} date and are not counted",
                    selection.window
                ),
                format!(
                    "{} 申报的 {rows} 条记录缺少“{word_zh}”所需的日期，未计入",
                    selection.window
                ),
            )
        }))
    }
}

/// The unit of the amounts: the one currency, or the one asked for.
pub(crate) fn unit(basis: &OnBasis, cut: &Cut) -> Option<String> {
    basis
        .currency
        .clone()
        .or_else(|| triffin_trade::currency::one_currency(cut).ok())
}

/// The basis of an answer in words, and what a reader must know about it.
pub(crate) fn describe(
    meta: &mut Meta,
    question: &Question,
    axis: Axis,
    cut: &Cut,
    measure: &Measured,
) -> Result<(), QuestionError> {
    let selection = &question.selection;
    let basis = &mut meta.basis;
    basis.insert("reporter", selection.reporter.clone());
    basis.insert("partner", partners(selection));
    basis.insert("period", selection.window.to_string());
    basis.insert("layer", "goods".to_owned());
    basis.insert("timing", selection.timing.as_str().to_owned());
    basis.insert("axis", axis.as_str().to_owned());
    for flow in [Flow::Export, Flow::Import] {
        let name = if flow == Flow::Export {
            "valuation_exports"
        } else {
            "valuation_imports"
        };
        if let Some(words) = valuations(cut, flow) {
            basis.insert(name, words);
        }
    }
    if let Some(product) = &selection.product {
        basis.insert("product", product.clone());
    }
    if let Some((target, margin)) = &measure.valuation {
        basis.insert("valuation", target.as_str().to_owned());
        basis.insert(
            "cif_margin",
            format!("{} of FOB ({})", margin.of_fob, margin.source),
        );
    }
    describe_rates(meta, measure);
    let notes = valuation_notes(question, cut)
        .into_iter()
        .chain(unused_margin(&question.basis))
        .chain(gaps::notes(selection, cut));
    for note in notes {
        if !meta.notes.contains(&note) {
            meta.notes.push(note);
        }
    }
    Ok(())
}

fn partners(selection: &Selection) -> String {
    match selection.partners.as_slice() {
        [] => "all".to_owned(),
        named => named.join(","),
    }
}

fn valuations(cut: &Cut, flow: Flow) -> Option<String> {
    let words: Vec<String> = cut
        .valuations(flow)
        .into_iter()
        .map(|v| v.unwrap_or_else(|| "unstated".to_owned()))
        .collect();
    (!words.is_empty()).then(|| words.join("+"))
}

/// What a reader must know of the valuation: sides that differ when shown as
/// reported, rows a conversion does not touch.
fn valuation_notes(question: &Question, cut: &Cut) -> Vec<Note> {
    let target = question.basis.valuation;
    if target == Target::AsReported {
        let mixed = triffin_trade::valuation::mixed(cut);
        return mixed
            .into_iter()
            .map(|text| Note {
                code: "W-VALUATION-MIXED",
                text,
                finding: true,
            })
            .collect();
    }
    let word = target.as_str();
    triffin_trade::valuation::untouched(cut, target)
        .into_iter()
        .map(|(valuation, rows)| {
            Note::warning(
                "W-VALUATION-LEFT",
                format!("{rows} records at {valuation} are left as they are: no CIF margin applies to them, so they are not at {word}"),
                format!(
                    "{rows} 条按{}计价的记录保持不变：CIF 差率不适用，因此它们不是{}口径",
                    triffin_trade::valuation::name_zh(&valuation),
                    triffin_trade::valuation::name_zh(word)
                ),
            )
        })
        .collect()
}

/// A margin given where nothing is converted.
fn unused_margin(basis: &OnBasis) -> Option<Note> {
    let margin = basis
        .cif_margin
        .filter(|_| basis.valuation == Target::AsReported)?;
    Some(Note::remark(
        "N-MARGIN-UNUSED",
        format!("the margin {margin} converts nothing as reported; --valuation fob or cif uses it"),
        format!("按原样计价时差率 {margin} 不起作用；--valuation fob 或 cif 才会使用"),
    ))
}

/// Meta with source and precedence notes of the chosen dataset.
pub(crate) fn meta(
    system: &'static str,
    formula: &'static str,
    scope: &Scope,
    chosen: Chosen,
) -> Meta {
    Meta {
        formula: Some(formula),
        sources: vec![chosen.source],
        notes: chosen.notes,
        ..scope.meta(system)
    }
}
