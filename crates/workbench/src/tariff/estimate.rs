//! `tariff estimate`: gravity with many fixed effects.

use std::path::PathBuf;

use serde_json::{Map, json};
use triffin_basis::BasisError;
use triffin_formats::columns::Hold;
use triffin_tariff::estimate::{self, Estimator, Fit, Part, Reason, Request, Term, ThreeWay, Vcov};

use super::dropped;
use super::frame::{self, Framed};
use super::reset;
use crate::answer::{Answer, Meta, Note, row};
use crate::columns::{Opened, Origin};
use crate::error::QuestionError;
use crate::value::Value;

/// A regression, as it is asked for.
#[derive(Clone, Debug, Default)]
pub struct AskedEstimate {
    /// The table.
    pub data: PathBuf,
    /// `y ~ a + b | e1^t + e2^t`, in place of the four below.
    pub formula: Option<String>,
    /// What is explained.
    pub y: Option<String>,
    /// What explains it.
    pub x: Vec<String>,
    /// Products of columns each of whose groups has an effect.
    pub effects: Vec<String>,
    /// Products of columns within whose groups errors may correlate.
    pub clusters: Vec<String>,
    /// A condition on the rows.
    pub only: Option<String>,
    /// A column of weights.
    pub weights: Option<String>,
    /// A term with a coefficient of one.
    pub offset: Option<String>,
    /// `ppml` or `ols`.
    pub estimator: Option<String>,
    /// `fixest`, `stata` or `none`.
    pub small_sample: Option<String>,
    /// `iid`, `hc1` or `cluster`.
    pub vcov: Option<String>,
    /// Relative tolerance of the coefficients.
    pub tolerance: Option<f64>,
    /// `exporter,importer,year`: the correction of a three-way panel.
    pub bias_correction: Vec<String>,
    /// Whether rows alone in a group stay.
    pub keep_singletons: bool,
    /// Whether to test the form by powers of the fitted values.
    pub reset: bool,
    /// Where the rows left out are written, with reasons.
    pub dropped: Option<PathBuf>,
}

/// One row a coefficient.
///
/// # Errors
/// Those of the request, of reading the table, and of [`estimate::estimate`].
pub fn estimate(asked: &AskedEstimate) -> Result<Answer, QuestionError> {
    let request = asked.request()?;
    let origin = Origin::File(asked.data.clone());
    let wanted = wanted(&request, &origin)?;
    let framed = frame::read(&origin, wanted, asked.only.clone())?;
    if framed.counted.kept == 0 {
        return Err(no_rows(asked, &framed).into());
    }
    let fit = estimate::estimate(&framed.frame, &request)?;
    if let Some(file) = &asked.dropped {
        dropped::write(file, &framed, &fit)?;
    }
    let mut facts = facts(&request, &fit, &framed);
    let mut notes = notes(&fit, &framed);
    if asked.reset {
        let tested = estimate::reset(&framed.frame, &request)?;
        facts.push(("reset", reset::fact(&tested, fit.estimator)));
        notes.push(reset::note(&tested, fit.estimator));
    }
    Ok(Answer {
        rows: fit.terms.iter().map(coefficient).collect(),
        columns: ["term", "estimate", "std_error", "z", "p"]
            .map(Into::into)
            .to_vec(),
        meta: Meta {
            system: "S7",
            formula: Some(match fit.estimator {
                Estimator::Ppml => "E[y] = exp(x β + effects)",
                Estimator::Ols => "E[y] = x β + effects",
            }),
            facts,
            notes,
            ..Meta::default()
        },
        ..Answer::default()
    })
}

impl AskedEstimate {
    fn request(&self) -> Result<Request, QuestionError> {
        let mut request = match (&self.formula, &self.y) {
            (Some(formula), None) => Request::parse(formula)?,
            (None, Some(y)) => {
                let x = self.x.iter().map(|term| term.parse());
                Request::new(y.parse()?, x.collect::<Result<_, BasisError>>()?)
            }
            _ => return Err(one_way().into()),
        };
        if self.formula.is_some() && !self.x.is_empty() {
            return Err(one_way().into());
        }
        for effect in &self.effects {
            request = request.effect(effect)?;
        }
        for cluster in &self.clusters {
            request = request.cluster(cluster)?;
        }
        request.weights.clone_from(&self.weights);
        request.offset = self.offset.as_deref().map(str::parse).transpose()?;
        request.keep_singletons = self.keep_singletons;
        if let Some(tolerance) = self.tolerance {
            request.tolerance = tolerance;
        }
        self.choices(&mut request)?;
        Ok(request)
    }

    fn choices(&self, request: &mut Request) -> Result<(), QuestionError> {
        let estimators = [("ppml", Estimator::Ppml), ("ols", Estimator::Ols)];
        if let Some(estimator) = word("--estimator", self.estimator.as_deref(), &estimators)? {
            request.estimator = estimator;
        }
        if let Some(name) = self.small_sample.as_deref() {
            request.small_sample = name.parse()?;
        }
        let kinds = [
            ("iid", Vcov::Iid),
            ("hc1", Vcov::Hc1),
            ("hetero", Vcov::Hc1),
            ("cluster", Vcov::Cluster),
        ];
        request.vcov = word("--vcov", self.vcov.as_deref(), &kinds)?;
        request.three_way = match &self.bias_correction[..] {
            [] => None,
            [exporter, importer, time] => Some(ThreeWay {
                exporter: exporter.clone(),
                importer: importer.clone(),
                time: time.clone(),
            }),
            other => return Err(no_panel(other).into()),
        };
        Ok(())
    }
}

/// The columns the regression reads: what is computed with as numbers, what
/// makes groups as names. A column that is used both ways stays numbers.
fn wanted(request: &Request, data: &Origin) -> Result<Vec<(String, Hold)>, QuestionError> {
    let opened = Opened::open(data)?;
    let terms = || {
        std::iter::once(&request.y)
            .chain(&request.x)
            .chain(&request.offset)
    };
    let computed = |name: &str| {
        let part = |part: &Part| match part {
            Part::Column(column) | Part::Log(column) => column == name,
            Part::Levels { .. } => false,
        };
        terms().flat_map(Term::parts).any(part) || request.weights.as_deref() == Some(name)
    };
    let mut wanted = Vec::new();
    for name in request.columns() {
        opened.place(name)?;
        let hold = match computed(name) {
            true => Hold::Numbers,
            false => Hold::Texts,
        };
        wanted.push((name.to_owned(), hold));
    }
    Ok(wanted)
}

fn coefficient(found: &estimate::Estimate) -> crate::answer::Row {
    row([
        ("term", Value::text(&found.term)),
        ("estimate", found.estimate.into()),
        ("std_error", found.std_error.into()),
        ("z", found.z.into()),
        ("p", found.p.into()),
    ])
}

/// What is said of the whole regression.
fn facts(request: &Request, fit: &Fit, framed: &Framed) -> Vec<(&'static str, Value)> {
    let mut dropped = Map::new();
    for reason in Reason::ALL {
        let count = fit.dropped.count(reason);
        let promised = matches!(
            reason,
            Reason::Singleton | Reason::Separated | Reason::Missing
        );
        if promised || count > 0 {
            dropped.insert(reason.key().to_owned(), json!(count));
        }
    }
    let groups = |groups: &[estimate::Groups]| {
        let each = groups
            .iter()
            .map(|one| (one.name.clone(), json!(one.groups)));
        Value::Nested(serde_json::Value::Object(each.collect()))
    };
    let mut facts = vec![
        ("rows_read", Value::from(framed.counted.read)),
        ("rows_in", fit.rows_in.into()),
        ("rows_used", fit.rows_used.into()),
        ("dropped", Value::Nested(dropped.into())),
        ("iterations", fit.iterations.into()),
        ("deviance", fit.deviance.into()),
        ("log_likelihood", fit.log_likelihood.into()),
        ("r2", fit.r2.into()),
        ("estimator", estimator(fit.estimator).into()),
        ("vcov", vcov(fit.vcov).into()),
        ("ssc", request.small_sample.key().into()),
        ("effects", groups(&fit.effects)),
        ("clusters", groups(&fit.clusters)),
        ("covariance", covariance(fit)),
    ];
    if let Some(correction) = &fit.correction {
        let each = fit.terms.iter().zip(&correction.uncorrected).enumerate();
        let told = each.map(|(at, (term, before))| {
            let error = correction.uncorrected_errors.get(at);
            let bias = correction.bias.get(at);
            let told = json!({"uncorrected": before, "uncorrected_std_error": error, "bias": bias});
            (term.term.clone(), told)
        });
        facts.push((
            "bias_correction",
            Value::Nested(serde_json::Value::Object(told.collect())),
        ));
    }
    facts
}

/// Covariances by pairs of terms, for draws of a counterfactual.
fn covariance(fit: &Fit) -> Value {
    let k = fit.terms.len();
    let line = |a: usize| -> Vec<Option<f64>> { (0..k).map(|b| fit.covariance_of(a, b)).collect() };
    Value::Nested(json!((0..k).map(line).collect::<Vec<_>>()))
}

fn estimator(estimator: Estimator) -> &'static str {
    match estimator {
        Estimator::Ppml => "ppml",
        Estimator::Ols => "ols",
    }
}

fn vcov(vcov: Vcov) -> &'static str {
    match vcov {
        Vcov::Iid => "iid",
        Vcov::Hc1 => "hc1",
        Vcov::Cluster => "cluster",
    }
}

fn notes(fit: &Fit, framed: &Framed) -> Vec<Note> {
    let mut notes = Vec::new();
    for collinear in &fit.collinear {
        let (term, with) = (&collinear.term, collinear.with.join(", "));
        let (beside, beside_zh) = match with.is_empty() {
            true => ("the effects".to_owned(), "固定效应".to_owned()),
            false => (
                format!("{with} and the effects"),
                format!("{with} 与固定效应"),
            ),
        };
        notes.push(Note::warning(
            "W-GRAVITY-COLLINEAR",
            format!("{term} is left out: {beside} span it"),
            format!("{term} 已略去：它可由{beside_zh}线性表示"),
        ));
    }
    if fit.dropped.total() > 0 {
        notes.push(left_out(fit));
    }
    for name in &framed.na_names {
        notes.push(Note::remark(
            "W-GRAVITY-NA",
            format!("NA in column {name} is taken as a name (Namibia's code); where it means missing, leave it out with --where \"{name} <> 'NA'\""),
            format!("列 {name} 中的 NA 按名称（纳米比亚代码）处理；若表示缺失，请用 --where \"{name} <> 'NA'\" 排除"),
        ));
    }
    if fit.covariance_repaired {
        notes.push(Note::warning(
            "W-GRAVITY-COVARIANCE",
            "the covariance of several ways of clustering was not positive and was made so by raising its negative eigenvalues to zero",
            "多向聚类的协方差矩阵非半正定，已将负特征值置零",
        ));
    }
    notes
}

fn left_out(fit: &Fit) -> Note {
    let counts: Vec<String> = Reason::ALL
        .into_iter()
        .filter(|reason| fit.dropped.count(*reason) > 0)
        .map(|reason| format!("{} {}", reason.key(), fit.dropped.count(reason)))
        .collect();
    let (counts, total, all) = (counts.join(", "), fit.dropped.total(), fit.rows_in);
    Note::remark(
        "W-GRAVITY-DROPPED",
        format!(
            "{total} of {all} rows are not in the sample: {counts}; --dropped FILE.csv lists them"
        ),
        format!("{all} 行中有 {total} 行不在样本内：{counts}；--dropped FILE.csv 可列出各行"),
    )
}

fn word<T: Copy>(
    option: &str,
    text: Option<&str>,
    known: &[(&str, T)],
) -> Result<Option<T>, QuestionError> {
    let Some(text) = text else { return Ok(None) };
    let found = known
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(text));
    if let Some((_, value)) = found {
        return Ok(Some(*value));
    }
    let list: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
    let list = list.join(", ");
    Err(BasisError::new(
        "E-USAGE-WORD",
        format!("{option} {text} is not known"),
        format!("{option} 不认识“{text}”"),
    )
    .value(text)
    .expected(format!("one of {list}"), format!("以下之一：{list}"))
    .into())
}

fn one_way() -> BasisError {
    BasisError::new(
        "E-GRAVITY-REQUEST",
        "the regression is to be told in one way",
        "回归须以一种方式给出",
    )
    .expected(
        "--y and --x, or --formula \"y ~ a + b | e1^t + e2^t\"",
        "--y 与 --x，或 --formula \"y ~ a + b | e1^t + e2^t\"",
    )
}

fn no_panel(found: &[String]) -> BasisError {
    BasisError::new(
        "E-GRAVITY-REQUEST",
        format!("--bias-correction names {} columns", found.len()),
        format!("--bias-correction 给出了 {} 列", found.len()),
    )
    .value(found.join(","))
    .expected("three: exporter,importer,time", "三列：出口方,进口方,时间")
}

fn no_rows(asked: &AskedEstimate, framed: &Framed) -> BasisError {
    let (read, file) = (framed.counted.read, asked.data.display());
    let only = asked.only.as_deref().unwrap_or("–");
    BasisError::new(
        "E-GRAVITY-NO-ROWS",
        format!("no row of {file} is left: {read} read, --where {only}"),
        format!("{file} 没有剩下任何行：共读 {read} 行，--where {only}"),
    )
    .value(only)
    .expected("a condition that some rows fulfil", "至少有一行满足的条件")
}
