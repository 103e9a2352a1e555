//! The alignment gate: may these two numbers be subtracted?

use serde::Serialize;

use crate::attribute::{Attribute, value_zh};
use crate::basis::{Basis, Difference};
use crate::error::BasisError;
use crate::lang::{Bilingual, Lang};
use crate::lineage::Lineage;
use crate::valuation::Valuation;
use crate::words::words;

words! {
    /// The four layers two sides are aligned on before any subtraction.
    pub enum AlignmentLayer {
        /// Unit, currency, scale and valuation.
        Currency = "currency", "currency and valuation", "计价与币种";
        /// Nominal or real.
        Price = "price", "nominal or real", "名义值与实际值";
        /// Trade system, regimes, goods or wider.
        Boundary = "boundary", "trade regime and boundary", "贸易方式与边界";
        /// Date of recording and period.
        Timing = "timing", "time of recording", "统计时点";
    }
}

words! {
    /// The verdict on one layer.
    pub enum GateStatus {
        /// The two sides agree as reported.
        Pass = "pass", "pass", "通过";
        /// They agree after a conversion that is in the lineage.
        Adjusted = "adjusted", "adjusted", "已调整";
        /// They do not agree.
        Fail = "fail", "fail", "未通过";
        /// One side is not there, or what is compared is not stated.
        NotCheckable = "not_checkable", "not checkable", "无法核对";
    }
}

/// The report on one layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LayerReport {
    /// Which layer.
    pub layer: AlignmentLayer,
    /// Its verdict.
    pub status: GateStatus,
    /// Where the sides differ; empty on a pass.
    pub differences: Vec<Difference>,
    /// What to tell the reader.
    pub detail: Bilingual,
}

/// The report on all layers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GateReport {
    /// The four layers, in order.
    pub layers: Vec<LayerReport>,
    /// Differences outside the four layers: stock and flow, gross and net,
    /// sign and quote conventions.
    pub other: Vec<Difference>,
}

impl AlignmentLayer {
    /// The attributes of a basis this layer compares.
    pub fn attributes(self) -> &'static [Attribute] {
        match self {
            AlignmentLayer::Currency => &[
                Attribute::Unit,
                Attribute::Currency,
                Attribute::Scale,
                Attribute::Valuation,
            ],
            AlignmentLayer::Price => &[Attribute::Price],
            AlignmentLayer::Boundary => {
                &[Attribute::TradeSystem, Attribute::Regime, Attribute::Layer]
            }
            AlignmentLayer::Timing => &[Attribute::Timing, Attribute::Period],
        }
    }

    /// Names of the lineage steps that align this layer.
    fn steps(self) -> &'static [&'static str] {
        match self {
            AlignmentLayer::Currency => {
                &["convert-currency", "rescale", "cif-to-fob", "fob-to-cif"]
            }
            AlignmentLayer::Price => &["deflate", "reflate"],
            AlignmentLayer::Boundary => &["filter-regime"],
            AlignmentLayer::Timing => &["assign-date", "aggregate"],
        }
    }

    /// The layer an attribute belongs to, if any.
    fn of(attribute: Attribute) -> Option<AlignmentLayer> {
        AlignmentLayer::ALL
            .iter()
            .copied()
            .find(|layer| layer.attributes().contains(&attribute))
    }
}

impl GateReport {
    /// True when the two sides may be subtracted.
    pub fn passes(&self) -> bool {
        self.other.is_empty() && self.layers.iter().all(|l| l.status != GateStatus::Fail)
    }

    /// The refusal to subtract, with the first reason.
    pub fn refusal(&self) -> Option<BasisError> {
        self.layers
            .iter()
            .filter(|layer| layer.status == GateStatus::Fail)
            .flat_map(|layer| &layer.differences)
            .chain(&self.other)
            .next()
            .map(Difference::refusal)
    }
}

/// subtract only if currency, price basis, boundary and timing agree
///
/// Compares the bases of the two sides before a subtraction, a spread or a
/// ratio, layer by layer. `applied` is what was done to bring them together: a
/// layer that agrees because of it is adjusted, not passed. FOB, FAS and
/// customs value agree, because none holds international freight: the report
/// says so. A side that states no unit or currency fails.
///
/// Unit: none; the bases themselves.
///
/// Source: document 001, on aligning exports and imports before subtracting.
///
/// ```
/// use triffin_basis::{Basis, Lineage, Unit, Valuation, gate};
/// let usd = Basis::of(Unit::parse("USD").unwrap().0);
/// let exports = Basis { valuation: Some(Valuation::Fob), ..usd.clone() };
/// let imports = Basis { valuation: Some(Valuation::Cif), ..usd };
/// let report = gate::align(&exports, &imports, &Lineage::new());
/// assert_eq!(report.refusal().unwrap().code(), "E-BASIS-VALUATION");
/// ```
pub fn align(left: &Basis, right: &Basis, applied: &Lineage) -> GateReport {
    let mut differences = left.differences(right);
    for basis in [left, right] {
        if basis.require_stated().is_err() {
            differences.push(Difference {
                attribute: Attribute::Currency,
                left: left.unit.to_string(),
                right: right.unit.to_string(),
            });
        }
    }
    differences.dedup();
    let free = free_of_freight(left.valuation, right.valuation);
    if free {
        differences.retain(|d| d.attribute != Attribute::Valuation);
    }
    let (within, other): (Vec<_>, Vec<_>) = differences
        .into_iter()
        .partition(|d| AlignmentLayer::of(d.attribute).is_some());
    let layers = AlignmentLayer::ALL
        .iter()
        .map(|layer| report(*layer, &within, applied, free))
        .collect();
    GateReport { layers, other }
}

/// Two different valuations of which neither holds international freight.
fn free_of_freight(left: Option<Valuation>, right: Option<Valuation>) -> bool {
    left != right
        && left.and_then(Valuation::carries_freight) == Some(false)
        && right.and_then(Valuation::carries_freight) == Some(false)
}

fn report(
    layer: AlignmentLayer,
    all: &[Difference],
    applied: &Lineage,
    free_of_freight: bool,
) -> LayerReport {
    let differences: Vec<Difference> = all
        .iter()
        .filter(|d| layer.attributes().contains(&d.attribute))
        .cloned()
        .collect();
    let steps: Vec<_> = applied
        .steps()
        .iter()
        .filter(|step| layer.steps().contains(&step.name.as_str()))
        .collect();
    let (status, detail) = match (differences.is_empty(), steps.is_empty()) {
        (false, _) => (GateStatus::Fail, not_aligned(&differences)),
        (true, false) => (
            GateStatus::Adjusted,
            joined(steps.iter().map(|step| &step.detail)),
        ),
        (true, true) if layer == AlignmentLayer::Currency && free_of_freight => (
            GateStatus::Pass,
            Bilingual::new(
                "both valued without international freight and insurance",
                "两边均不含国际运费和保险费",
            ),
        ),
        (true, true) => (
            GateStatus::Pass,
            Bilingual::new("the two sides agree as reported", "两边口径一致"),
        ),
    };
    LayerReport {
        layer,
        status,
        differences,
        detail,
    }
}

fn not_aligned(differences: &[Difference]) -> Bilingual {
    let reasons: Vec<Bilingual> = differences
        .iter()
        .map(|d| {
            let (left, right) = (&d.left, &d.right);
            Bilingual::new(
                format!(
                    "not aligned ({}): {left} and {right}",
                    d.attribute.label(Lang::En)
                ),
                format!(
                    "未对齐（{}）：{} 与 {}",
                    d.attribute.label(Lang::Zh),
                    value_zh(left),
                    value_zh(right)
                ),
            )
        })
        .collect();
    joined(reasons.iter())
}

fn joined<'a>(texts: impl Iterator<Item = &'a Bilingual>) -> Bilingual {
    let (en, zh): (Vec<&str>, Vec<&str>) = texts
        .map(|text| (text.en.as_str(), text.zh.as_str()))
        .unzip();
    Bilingual::new(en.join("; "), zh.join("；"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversion::{Margin, MarginBase};
    use crate::kind::Flow;
    use crate::quantity::Quantity;
    use crate::regime::{Regime, Regimes};
    use crate::stock_flow::StockFlow;
    use crate::timing::Timing;
    use crate::unit::Unit;
    use crate::window::Window;
    use rust_decimal::Decimal;

    fn usd(valuation: Valuation) -> Basis {
        Basis {
            valuation: Some(valuation),
            timing: Some(Timing::Declared),
            regime: Some(Regimes::all()),
            period: Window::parse("2018").ok(),
            ..Basis::of(Unit::parse("USD").unwrap().0)
        }
    }

    fn statuses(report: &GateReport) -> Vec<&'static str> {
        report.layers.iter().map(|l| l.status.as_str()).collect()
    }

    /// S1.7: CIF imports against FOB exports are not aligned.
    #[test]
    fn cif_against_fob_fails_the_first_layer() {
        let report = align(&usd(Valuation::Fob), &usd(Valuation::Cif), &Lineage::new());
        assert_eq!(statuses(&report), ["fail", "pass", "pass", "pass"]);
        assert_eq!(
            report.layers[0].detail.en,
            "not aligned (valuation): fob and cif"
        );
        assert!(!report.passes());
    }

    #[test]
    fn a_conversion_makes_it_adjusted() {
        let imports = Quantity::<Flow>::new(Decimal::from(110), usd(Valuation::Cif)).unwrap();
        let margin = Margin::new(Decimal::new(1, 1), MarginBase::Fob, "assumed").unwrap();
        let fob = margin.to_fob(&imports).unwrap();
        let exports = Basis {
            stock_flow: Some(StockFlow::Flow),
            ..usd(Valuation::Fob)
        };
        let report = align(&exports, fob.basis(), fob.lineage());
        assert_eq!(statuses(&report), ["adjusted", "pass", "pass", "pass"]);
        assert!(report.passes());
        assert_eq!(report.refusal(), None);
    }

    /// The United States publishes exports FAS and imports at customs value.
    #[test]
    fn valuations_without_freight_agree_and_say_so() {
        let report = align(
            &usd(Valuation::Fas),
            &usd(Valuation::Customs),
            &Lineage::new(),
        );
        assert!(report.passes());
        assert!(
            report.layers[0]
                .detail
                .en
                .contains("without international freight")
        );
        let mixed = align(
            &usd(Valuation::Fas),
            &usd(Valuation::Mixed),
            &Lineage::new(),
        );
        assert!(!mixed.passes());
    }

    #[test]
    fn each_layer_fails_on_its_own_attribute() {
        let base = usd(Valuation::Fob);
        let price = Some(crate::PriceBasis::Current);
        let cases = [
            (
                Basis {
                    unit: Unit::parse("CNY").unwrap().0,
                    ..base.clone()
                },
                0,
            ),
            (
                Basis {
                    price,
                    ..base.clone()
                },
                1,
            ),
            (
                Basis {
                    regime: Some(Regimes::all().without(Regime::Ecommerce)),
                    ..base.clone()
                },
                2,
            ),
            (
                Basis {
                    timing: Some(Timing::Shipped),
                    ..base.clone()
                },
                3,
            ),
            (
                Basis {
                    period: Window::parse("2019").ok(),
                    ..base.clone()
                },
                3,
            ),
        ];
        for (other, failing) in cases {
            let report = align(&base, &other, &Lineage::new());
            let failed: Vec<usize> = (0..4)
                .filter(|i| report.layers[*i].status == GateStatus::Fail)
                .collect();
            assert_eq!(failed, [failing]);
        }
    }

    #[test]
    fn what_states_no_currency_or_another_kind_does_not_pass() {
        let bare = Basis::of(Unit::Unstated);
        let report = align(&bare, &bare, &Lineage::new());
        assert_eq!(report.refusal().unwrap().code(), "E-BASIS-CURRENCY");
        let stock = Basis {
            stock_flow: Some(StockFlow::Stock),
            ..usd(Valuation::Fob)
        };
        let report = align(&usd(Valuation::Fob), &stock, &Lineage::new());
        assert_eq!(report.refusal().unwrap().code(), "E-BASIS-STOCKFLOW");
    }
}
