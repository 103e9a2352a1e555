//! Which CIF margin is in force: the one stated, else the one the data at hand
//! tell, else the IMF's.

use datafusion::logical_expr::LogicalPlan;
use triffin_basis::{Timing, Window};
use triffin_trade::classification::section;
use triffin_trade::mirror::flows::Grid;
use triffin_trade::mirror::margin::{LEAST_ROUTES, Margins, OfRoute, Unfit, WIDEST, margins};
use triffin_trade::mirror::median::Middle;
use triffin_trade::mirror::routes::{self, Between};
use triffin_trade::mirror::shares::Share;
use triffin_trade::valuation::{Margin, Target};

use crate::answer::Note;
use crate::error::QuestionError;
use crate::question::OnBasis;
use crate::workbench::{Scope, Workbench};

/// The rows that everybody's reports are compared in.
#[derive(Clone, Debug)]
pub(super) struct Everyone {
    /// The dataset.
    pub(super) dataset: String,
    /// Its rows.
    pub(super) view: LogicalPlan,
    /// The level of comparison; none where nothing has two reports.
    pub(super) grid: Option<Grid>,
    /// The days asked about.
    pub(super) window: Window,
    /// What of them is compared at once.
    pub(super) shares: Vec<Share>,
}

/// The margins in force and how they were come by.
#[derive(Clone, Debug)]
pub(super) struct Freight {
    given: Margin,
    estimated: Option<Estimated>,
    /// Why nothing was estimated, where it could have been.
    unfit: Option<(Unfit, String)>,
}

#[derive(Clone, Debug)]
struct Estimated {
    dataset: String,
    routes: Margins,
    sections: Option<Margins>,
}

/// A product as the margin knows it: classification and code.
pub(super) type Product<'a> = (&'a str, &'a str);

impl Freight {
    /// The margin stated with the question, else the IMF's.
    pub(super) fn given(basis: &OnBasis) -> Result<Self, QuestionError> {
        Ok(Self {
            given: basis.margin()?,
            estimated: None,
            unfit: None,
        })
    }

    /// The margin of no route in particular.
    pub(super) fn common(&self) -> Result<Margin, QuestionError> {
        match &self.estimated {
            None => Ok(self.given.clone()),
            Some(told) => Ok(told.routes.common().margin(told.source())?),
        }
    }

    /// The margin of a route, of one product where it is told.
    pub(super) fn route(
        &self,
        exporter: &str,
        importer: &str,
        product: Option<Product<'_>>,
    ) -> Result<Margin, QuestionError> {
        let Some(told) = &self.estimated else {
            return Ok(self.given.clone());
        };
        Ok(told.of(exporter, importer, product).margin(told.source())?)
    }

    /// The coefficients, for the two routes asked about.
    pub(super) fn told(&self, a: &str, b: &str, product: Option<Product<'_>>) -> Option<Note> {
        if let Some(told) = &self.estimated {
            return Some(told.note(a, b, product));
        }
        let (unfit, dataset) = self.unfit.as_ref()?;
        let (why, why_zh) = words(*unfit);
        let margin = &self.given.of_fob;
        Some(Note::remark(
            "N-MIRROR-MARGIN",
            format!("CIF margin {margin} of FOB, the default; {dataset} estimates none: {why}"),
            format!("运保费率为离岸价的 {margin}（默认）；{dataset} 不足以估计：{why_zh}"),
        ))
    }

    /// The same without a pair: what `trade reliability` prints.
    pub(super) fn told_of_all(&self) -> Option<Note> {
        let Some(told) = &self.estimated else {
            return self.told("", "", None);
        };
        let (en, zh) = told.common();
        Some(Note::remark("N-MIRROR-MARGIN", en, zh))
    }
}

fn words(unfit: Unfit) -> (String, String) {
    let per_cent = |log: f64| format!("{:.1} %", 100.0 * log.exp_m1());
    match unfit {
        Unfit::Few { routes } => (
            format!(
                "{routes} pairs are told FOB by the exporter and CIF by the importer, {LEAST_ROUTES} are needed"
            ),
            format!(
                "出口方按离岸价、进口方按到岸价报告的国家对只有 {routes} 个，至少需要 {LEAST_ROUTES} 个"
            ),
        ),
        Unfit::Wide { common } => (
            format!(
                "the median of {} pairs is known to ±{:.3} log points only, ±{WIDEST} is needed",
                common.n, common.half_width
            ),
            format!(
                "{} 个国家对的中位数误差为 ±{:.3} 对数点，要求不超过 ±{WIDEST}",
                common.n, common.half_width
            ),
        ),
        Unfit::NoFreight { common } => (
            format!(
                "the median of {} pairs is {}, which is no freight",
                common.n,
                per_cent(common.value)
            ),
            format!(
                "{} 个国家对的中位数为 {}，不是运保费",
                common.n,
                per_cent(common.value)
            ),
        ),
    }
}

impl Estimated {
    fn source(&self) -> String {
        format!("estimated from {}", self.dataset)
    }

    fn section(&self, product: Option<Product<'_>>) -> Option<(&'static str, Middle)> {
        let (system, code) = product?;
        let roman = section(system, code)?;
        let effect = self.sections.as_ref()?.exporter(roman)?;
        Some((roman, effect))
    }

    fn of(&self, exporter: &str, importer: &str, product: Option<Product<'_>>) -> OfRoute {
        let section = self.section(product).map(|(_, effect)| effect);
        self.routes.route(exporter, importer, section)
    }

    fn common(&self) -> (String, String) {
        let (all, dataset) = (&self.routes, &self.dataset);
        let (common, n, flows) = (all.common(), all.common.n, all.flows);
        (
            format!(
                "CIF margin estimated from {flows} flows of {n} pairs in {dataset} told FOB by the exporter and CIF by the importer, median of ln(M/X): {:.4} of FOB ({:.4} to {:.4})",
                common.of_fob, common.low, common.high
            ),
            format!(
                "运保费率由 {dataset} 中出口方按离岸价、进口方按到岸价报告的 {n} 个国家对的 {flows} 条流量估计（ln(M/X) 的中位数）：占离岸价 {:.4}（{:.4} 至 {:.4}）",
                common.of_fob, common.low, common.high
            ),
        )
    }

    fn note(&self, a: &str, b: &str, product: Option<Product<'_>>) -> Note {
        let (mut en, mut zh) = self.common();
        for (exporter, importer) in [(a, b), (b, a)] {
            let of = self.of(exporter, importer, product);
            let effect = |effect: Option<Middle>, none: &str| match effect {
                Some(effect) => format!("{:+.4}", effect.value),
                None => none.to_owned(),
            };
            let list = |none: &str, joint: &str| {
                let ends = [(exporter, of.exporter), (importer, of.importer)]
                    .map(|(code, told)| format!("{code} {}", effect(told, none)));
                let section = self
                    .section(product)
                    .map(|(roman, told)| format!("HS {roman} {:+.4}", told.value));
                ends.into_iter()
                    .chain(section)
                    .collect::<Vec<_>>()
                    .join(joint)
            };
            let [phi, low, high] = [of.of_fob, of.low, of.high].map(|share| format!("{share:.4}"));
            en.push_str(&format!(
                "; {exporter} to {importer} {phi} ({low} to {high}), of which in log points: {}",
                list("not known", ", ")
            ));
            zh.push_str(&format!(
                "；{exporter} 至 {importer} {phi}（{low} 至 {high}），其中（对数点）：{}",
                list("不明", "、")
            ));
        }
        Note::remark("N-MIRROR-MARGIN", en, zh)
    }
}

impl Workbench {
    /// The margins in force for a question about everybody's rows. Sections of
    /// the Harmonized System are told apart where `sections` asks for them.
    pub(super) fn freight(
        &self,
        scope: &Scope,
        everyone: &Everyone,
        basis: &OnBasis,
        sections: bool,
    ) -> Result<Freight, QuestionError> {
        let mut freight = Freight::given(basis)?;
        let Some(grid) = everyone.grid.as_ref().filter(|grid| grid.spans_freight()) else {
            return Ok(freight);
        };
        if basis.cif_margin.is_some() {
            return Ok(freight);
        }
        match self.estimate(scope, everyone, grid, basis, Between::Exporters)? {
            Err(unfit) => freight.unfit = Some((unfit, everyone.dataset.clone())),
            Ok(routes) => {
                let sections = match sections && grid.by_product() {
                    true => self
                        .estimate(scope, everyone, grid, basis, Between::Sections)?
                        .ok(),
                    false => None,
                };
                freight.estimated = Some(Estimated {
                    dataset: everyone.dataset.clone(),
                    routes,
                    sections,
                });
            }
        }
        Ok(freight)
    }

    fn estimate(
        &self,
        scope: &Scope,
        everyone: &Everyone,
        grid: &Grid,
        basis: &OnBasis,
        between: Between,
    ) -> Result<Result<Margins, Unfit>, QuestionError> {
        let plain = OnBasis {
            valuation: Target::AsReported,
            ..basis.clone()
        };
        let measure = self.measure_on(scope, &plain, Timing::Declared, &[&grid.cut])?;
        let (registry, window) = (self.registry(), &everyone.window);
        let mut found = Vec::new();
        for share in &everyone.shares {
            let (view, rows) = (everyone.view.clone(), (grid, share));
            let plan = routes::plan(view, window, rows, between, &measure, &registry)?;
            found.extend(routes::routes(&self.store().run(plan)?)?);
        }
        Ok(margins(&found))
    }
}
