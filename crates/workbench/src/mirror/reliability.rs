//! How reliable reporters are, from the flows of all pairs at hand, and what
//! the two of a pair count for.

use datafusion::logical_expr::LogicalPlan;
use triffin_basis::{Economy, Timing, Window};
use triffin_formats::Kind;
use triffin_store::DatasetInfo;
use triffin_trade::mirror::flows::{self, Grid};
use triffin_trade::mirror::gap::Direction;
use triffin_trade::mirror::reconcile::Weights;
use triffin_trade::mirror::reliability::{
    LEAST_DISTANCE, LEAST_PAIRS, Reliability, Score, reliability,
};
use triffin_trade::mirror::shares::{self, AT_ONCE, Share};
use triffin_trade::valuation::{Margin, Target};
use triffin_trade::{Axis, Survey};

use super::Mirror;
use super::freight::{Everyone, Freight};
use super::side::Side;
use crate::answer::{Answer, Meta, Note, Row, SourceRef, row};
use crate::error::{QuestionError, both};
use crate::question::OnBasis;
use crate::records::{precedence, rank};
use crate::value::Value;
use crate::workbench::{Scope, Workbench};
use triffin_basis::Bilingual;

impl Workbench {
    /// The level at which all reporters of a dataset are compared.
    pub(super) fn everyone(
        &self,
        dataset: &str,
        view: LogicalPlan,
        window: &Window,
    ) -> Result<Everyone, QuestionError> {
        let plan = Grid::survey(view.clone(), window)?;
        let survey = Survey::read(&self.store().run(plan)?)?;
        let grid = Grid::choose(&survey);
        let shares = match grid.as_ref().filter(|grid| grid.cut.rows() > AT_ONCE) {
            None => vec![Share::all()],
            Some(grid) => {
                let plan = shares::plan(view.clone(), window, grid)?;
                shares::shares(&self.store().run(plan)?, AT_ONCE)?
            }
        };
        Ok(Everyone {
            dataset: dataset.to_owned(),
            view,
            grid,
            window: *window,
            shares,
        })
    }

    /// The scores of the reporters of one dataset, freight taken out at the
    /// margin of no route in particular; none where too few pairs are reported
    /// by both ends.
    fn scores(
        &self,
        scope: &Scope,
        everyone: &Everyone,
        basis: &OnBasis,
        freight: &Freight,
    ) -> Result<Option<Reliability>, QuestionError> {
        let Some(grid) = &everyone.grid else {
            return Ok(None);
        };
        let fob = OnBasis {
            valuation: Target::Fob,
            cif_margin: Some(freight.common()?.of_fob),
            ..basis.clone()
        };
        let measure = self.measure_on(scope, &fob, Timing::Declared, &[&grid.cut])?;
        let (registry, window) = (self.registry(), &everyone.window);
        let mut pairs = Vec::new();
        for share in &everyone.shares {
            let plan = flows::plan(
                everyone.view.clone(),
                window,
                (grid, share),
                &measure,
                &registry,
            )?;
            pairs.extend(flows::pairs(&self.store().run(plan)?)?);
        }
        // The same digits however many shares there were.
        pairs.sort_by(|a, b| (&a.exporter, &a.importer).cmp(&(&b.exporter, &b.importer)));
        Ok(reliability(&pairs))
    }

    /// The margins of a comparison, and what its sides are compared among; the
    /// second is none where they are not from one dataset.
    pub(super) fn surroundings(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
    ) -> Result<(Freight, Option<Everyone>), QuestionError> {
        let given = Freight::given(&asked.basis)?;
        let [Some(a), Some(b)] = sides.each_ref().map(|side| side.dataset.as_ref()) else {
            return Ok((given, None));
        };
        if a.name != b.name {
            return Ok((given, None));
        }
        let everyone = self.everyone(&a.name, a.whole.clone(), &asked.window)?;
        let by_product = asked.by == Axis::Product || asked.product.is_some();
        let freight = self.freight(scope, &everyone, &asked.basis, by_product);
        let freight = of_two_only(freight)?.unwrap_or(given);
        Ok((freight, Some(everyone)))
    }

    /// What the reports of either direction count for, and where that is from.
    pub(super) fn weights(
        &self,
        scope: &Scope,
        asked: &Mirror,
        sides: &[Side; 2],
        (freight, everyone): (&Freight, Option<&Everyone>),
    ) -> Result<([Weights; 2], Note), QuestionError> {
        let [Some(a), Some(_)] = sides.each_ref().map(|side| side.dataset.as_ref()) else {
            return Ok(equal("one side has no records", "一方没有记录"));
        };
        let Some(everyone) = everyone else {
            return Ok(equal(
                "the sides are from two datasets",
                "双方取自两个数据集",
            ));
        };
        let scores = of_two_only(self.scores(scope, everyone, &asked.basis, freight))?.flatten();
        let Some(scores) = scores else {
            let (en, zh) = (
                format!(
                    "fewer than {LEAST_PAIRS} pairs of {} are reported by both ends in one currency",
                    a.name
                ),
                format!(
                    "{} 中双方均有报告且币种一致的国家对不足 {LEAST_PAIRS} 个",
                    a.name
                ),
            );
            return Ok(equal(&en, &zh));
        };
        let of = |direction: Direction| {
            let [exporter, importer] = asked.ends(direction);
            let [x, m] = scores.distances(exporter, importer);
            (
                scores.weights(exporter, importer),
                format!("{exporter} {x:.4}"),
                format!("{importer} {m:.4}"),
            )
        };
        let [(out, x_out, m_out), (back, x_back, m_back)] = Direction::ALL.map(of);
        let (pairs, flows, name) = (scores.pairs, scores.flows, &a.name);
        let note = Note::remark(
            "N-MIRROR-WEIGHTS",
            format!(
                "weights by inverse squared distance, estimated from {flows} flows of {pairs} pairs in {name}: as exporter {x_out}, {x_back}; as importer {m_out}, {m_back} (log points, {LEAST_DISTANCE} at least)"
            ),
            format!(
                "权重按距离平方的倒数，由 {name} 中 {pairs} 个国家对的 {flows} 条流量估计：作为出口方 {x_out}、{x_back}；作为进口方 {m_out}、{m_back}（对数点，至少计 {LEAST_DISTANCE}）"
            ),
        );
        Ok(([out, back], note))
    }

    /// The answer of `trade reliability`: every reporter's score as exporter and
    /// as importer, the least reliable last.
    ///
    /// # Errors
    /// `E-MIRROR-FEW` when no dataset has enough pairs reported by both ends,
    /// `E-BASIS-CURRENCY` when they are in several currencies and none is asked
    /// for.
    pub fn reliability(
        &self,
        scope: &Scope,
        window: &Window,
        basis: &OnBasis,
    ) -> Result<Answer, QuestionError> {
        self.known_source(scope)?;
        let catalogue = self.store().catalogue(&scope.at)?;
        let mut candidates: Vec<_> = catalogue
            .iter()
            .filter(|info| info.kind == Kind::Records)
            .filter(|info| {
                scope
                    .source
                    .as_ref()
                    .is_none_or(|name| *name == info.dataset)
            })
            .collect();
        candidates.sort_by_key(|info| rank(info));
        let mut found = Vec::new();
        let mut refused = None;
        for info in candidates {
            match self.scored(scope, (&catalogue, &info.dataset), window, basis) {
                Ok(Some(scored)) => found.push((info, scored)),
                Ok(None) => {}
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        let others: Vec<&str> = found
            .iter()
            .skip(1)
            .map(|(info, _)| info.dataset.as_str())
            .collect();
        let first = found.first().map(|(info, _)| info.dataset.as_str());
        let notes = precedence(first, &others);
        let Some((info, scored)) = found.first() else {
            return Err(refused.unwrap_or_else(|| few(window)));
        };
        let (scores, freight) = (&scored.scores, &scored.freight);
        let mut meta = Meta {
            formula: Some(
                "d_ij = e_i + m_j; e, m ≥ 0.05; weight of the exporter = m_j² / (e_i² + m_j²)",
            ),
            sources: std::iter::once(SourceRef::from(*info))
                .chain(scored.valued_by.clone())
                .collect(),
            notes,
            ..scope.meta("S11.3")
        };
        meta.notes.extend(freight.told_of_all());
        meta.basis.insert("period", window.to_string());
        let margin = freight.common()?;
        meta.basis.insert("cif_margin", margin_words(&margin));
        meta.basis.insert("pairs", scores.pairs.to_string());
        meta.basis.insert("flows", scores.flows.to_string());
        meta.basis
            .insert("mean_distance", format!("{:.6}", 2.0 * scores.half));
        Ok(Answer {
            rows: rows(scores),
            meta,
            ..Answer::default()
        })
    }
}

impl Workbench {
    fn scored(
        &self,
        scope: &Scope,
        (catalogue, dataset): (&[DatasetInfo], &str),
        window: &Window,
        basis: &OnBasis,
    ) -> Result<Option<Scored>, QuestionError> {
        let mut view = self.store().records(dataset, &scope.at)?;
        let told = self.told_valuations(scope, catalogue, dataset, window)?;
        if let Some(told) = &told {
            view = told.reporting.fill(view)?;
        }
        let everyone = self.everyone(dataset, view, window)?;
        let freight = self.freight(scope, &everyone, basis, false)?;
        let scores = self.scores(scope, &everyone, basis, &freight)?;
        Ok(scores.map(|scores| Scored {
            scores,
            freight,
            valued_by: told.map(|told| told.source),
        }))
    }
}

/// Every reporter's score, the margin taken out, and what the valuation of
/// records that do not state it is from.
struct Scored {
    scores: Reliability,
    freight: Freight,
    valued_by: Option<SourceRef>,
}

/// Other reporters' currencies do not stop a question about two: none then.
fn of_two_only<T>(answer: Result<T, QuestionError>) -> Result<Option<T>, QuestionError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error)
            if error.code.starts_with("E-BASIS-") || error.code.starts_with("E-TRADE-RATE") =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// A margin with its source, as basis lists it.
pub(super) fn margin_words(margin: &Margin) -> String {
    format!("{} of FOB ({})", margin.of_fob, margin.source)
}

fn equal(en: &str, zh: &str) -> ([Weights; 2], Note) {
    let note = Note::remark(
        "N-MIRROR-WEIGHTS",
        format!("equal weights, the default: {en}"),
        format!("等权（默认）：{zh}"),
    );
    ([Weights::EQUAL; 2], note)
}

fn few(window: &Window) -> QuestionError {
    QuestionError::unavailable(
        "E-MIRROR-FEW",
        Bilingual::new(
            format!(
                "no dataset has {LEAST_PAIRS} pairs of economies that both report their trade in {window}"
            ),
            format!("没有数据集在 {window} 含 {LEAST_PAIRS} 个双方均有报告的国家对"),
        ),
        Bilingual::new(
            "add a file of many reporters, for example from UN Comtrade, or ask another period",
            "请添加含多个报告方的文件（如联合国 Comtrade），或改问其他时期",
        ),
    )
}

/// One row a reporter, the most reliable first.
fn rows(scores: &Reliability) -> Vec<Row> {
    let mut codes: Vec<&String> = scores
        .exporters
        .keys()
        .chain(scores.importers.keys())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let of = |code: &String| (scores.exporters.get(code), scores.importers.get(code));
    let mean = |code: &String| {
        let (x, m) = of(code);
        let [dx, dm] = [x, m].map(|score| score.map_or(scores.half, |score| score.distance));
        dx + dm
    };
    codes.sort_by(|a, b| mean(a).total_cmp(&mean(b)).then_with(|| a.cmp(b)));
    codes.into_iter().map(|code| line(code, of(code))).collect()
}

fn line(code: &str, (x, m): (Option<&Score>, Option<&Score>)) -> Row {
    let name = Economy::find(code).map(|economy| both(|lang| economy.name(lang).to_owned()));
    let cell = |score: Option<&Score>, of: fn(&Score) -> Value| score.map_or(Value::Null, of);
    let distance = |score| cell(score, |score| score.distance.into());
    let agreement = |score| cell(score, |score| score.agreement().into());
    let flows = |score| cell(score, |score| score.flows.into());
    let partners = |score| cell(score, |score| score.partners.into());
    row([
        ("reporter", code.into()),
        ("name", name.map_or(Value::Null, Value::Both)),
        ("exporter_distance", distance(x)),
        ("exporter_score", agreement(x)),
        ("exporter_flows", flows(x)),
        ("exporter_partners", partners(x)),
        ("importer_distance", distance(m)),
        ("importer_score", agreement(m)),
        ("importer_flows", flows(m)),
        ("importer_partners", partners(m)),
    ])
}
