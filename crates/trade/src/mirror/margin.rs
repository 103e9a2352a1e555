//! The CIF margin that mirror flows themselves tell (S11.2).

use std::collections::BTreeMap;

use serde::Serialize;
use triffin_basis::BasisError;

use super::median::Middle;
use super::polish::{Cell, polish};
use crate::Exact;
use crate::valuation::Margin;

/// Fewer routes than this estimate no margin.
pub const LEAST_ROUTES: usize = 30;

/// Fewer routes than this tell nothing of one exporter or importer.
pub const LEAST_OF_ONE: usize = 10;

/// An estimate whose 95 % interval is wider than this to either side is not
/// used, log points.
pub const WIDEST: f64 = 0.03;

/// The largest margin on FOB taken as freight: a fifth of the CIF value.
///
/// Source: Harvard Growth Lab, comtrade-mirroring, `τ ∈ [0, 0.2]`.
pub const LARGEST: f64 = 0.25;

/// The flows of one exporter and one importer, told FOB by the first and CIF
/// by the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Who sells.
    pub exporter: String,
    /// Who buys.
    pub importer: String,
    /// How many flows both report.
    pub flows: i64,
    /// The median of `ln(M_cif / X_fob)` of the flows.
    pub log_ratio: f64,
}

/// Why no margin was estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unfit {
    /// Too few routes.
    Few {
        /// How many there are.
        routes: usize,
    },
    /// The interval is too wide.
    Wide {
        /// The estimate.
        common: Middle,
    },
    /// What the ratios show is no freight.
    NoFreight {
        /// The estimate.
        common: Middle,
    },
}

/// `ln(1 + φ)` of all routes, and what exporters and importers add to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Margins {
    /// The middle of all routes, log points.
    pub common: Middle,
    /// What each exporter adds, log points.
    pub exporters: BTreeMap<String, Middle>,
    /// What each importer adds, log points.
    pub importers: BTreeMap<String, Middle>,
    /// Flows used.
    pub flows: i64,
}

/// The margin of one route.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OfRoute {
    /// φ, a share of FOB.
    pub of_fob: f64,
    /// φ at the lower end of its interval.
    pub low: f64,
    /// φ at the upper end of its interval.
    pub high: f64,
    /// What the exporter adds; none where too little is known of it.
    pub exporter: Option<Middle>,
    /// What the importer adds; none where too little is known of it.
    pub importer: Option<Middle>,
}

/// `ln(M_cif/X_fob) = ln(1 + φ) + a_i + b_j + error`, by medians
///
/// The freight and insurance between two reports, estimated from every route
/// of which the exporter reports FOB and the importer CIF: the median over the
/// products of a route, then a median polish over exporters and importers.
/// Medians, because mirror ratios run from a thousandth to a thousand and
/// their gross errors have no mean. An even-handed error is what the estimate
/// rests on: what all exporters understate alike cannot be told from freight,
/// nor can what one importer overstates to all be told from its distance. That
/// is why an effect needs ten routes and an interval within ±0.03, and why a
/// margin outside 0 to 25 % of FOB is not taken for freight.
///
/// Inputs: one route a pair of exporter and importer. Output: why not, where
/// the routes are fewer than thirty, their interval is wider than ±0.03, or
/// their middle is no freight.
/// Unit: log points; `φ = exp(…) − 1` is a share of FOB.
///
/// Source: G. Gaulier and S. Zignago, BACI, CEPII WP 2010-23, and Harvard
/// Growth Lab, comtrade-mirroring (both regress `ln(CIF/FOB)` of mirror flows
/// by exporter and importer; without distances at hand, effects stand for
/// them); J. W. Tukey, Exploratory Data Analysis (1977), chapter 11.
pub fn margins(routes: &[Route]) -> Result<Margins, Unfit> {
    let few = Unfit::Few {
        routes: routes.len(),
    };
    if routes.len() < LEAST_ROUTES {
        return Err(few);
    }
    let exporters = places(routes, |route| &route.exporter);
    let importers = places(routes, |route| &route.importer);
    let cells: Vec<Cell> = routes
        .iter()
        .map(|route| Cell {
            row: exporters[route.exporter.as_str()],
            column: importers[route.importer.as_str()],
            value: route.log_ratio,
        })
        .collect();
    let Some(polished) = polish(&cells) else {
        return Err(few);
    };
    let common = polished.common;
    if common.half_width > WIDEST {
        return Err(Unfit::Wide { common });
    }
    if common.value <= 0.0 || common.value.exp_m1() > LARGEST {
        return Err(Unfit::NoFreight { common });
    }
    let of = |places: &BTreeMap<&str, usize>, effects: &BTreeMap<usize, Middle>| {
        let named = places.iter();
        named
            .filter_map(|(code, at)| Some(((*code).to_owned(), *effects.get(at)?)))
            .collect()
    };
    Ok(Margins {
        common,
        exporters: of(&exporters, &polished.rows),
        importers: of(&importers, &polished.columns),
        flows: routes.iter().map(|route| route.flows).sum(),
    })
}

fn places(routes: &[Route], of: fn(&Route) -> &String) -> BTreeMap<&str, usize> {
    let mut places: BTreeMap<&str, usize> =
        routes.iter().map(|route| (of(route).as_str(), 0)).collect();
    for (place, at) in places.values_mut().enumerate() {
        *at = place;
    }
    places
}

fn known(effects: &BTreeMap<String, Middle>, code: &str) -> Option<Middle> {
    let effect = effects.get(code).copied();
    effect.filter(|effect| effect.n >= LEAST_OF_ONE && effect.half_width <= WIDEST)
}

impl Margins {
    /// The margin of all routes.
    pub fn common(&self) -> OfRoute {
        self.with([None; 3])
    }

    /// What `code` adds in the exporter's place; none where too little is known
    /// of it.
    pub fn exporter(&self, code: &str) -> Option<Middle> {
        known(&self.exporters, code)
    }

    /// The margin from `exporter` to `importer`, with what a class of products
    /// adds; what is not known of one of them adds nothing.
    pub fn route(&self, exporter: &str, importer: &str, class: Option<Middle>) -> OfRoute {
        let importer = known(&self.importers, importer);
        self.with([self.exporter(exporter), importer, class])
    }

    fn with(&self, [exporter, importer, class]: [Option<Middle>; 3]) -> OfRoute {
        let effects = [exporter, importer, class];
        let used = || effects.into_iter().flatten().chain([self.common]);
        let log: f64 = used().map(|middle| middle.value).sum();
        let off = used()
            .map(|m| m.half_width * m.half_width)
            .sum::<f64>()
            .sqrt();
        let share = |log: f64| log.exp_m1().clamp(0.0, LARGEST);
        OfRoute {
            of_fob: share(log),
            low: share(log - off),
            high: share(log + off),
            exporter,
            importer,
        }
    }
}

impl OfRoute {
    /// The margin for conversions, to six decimals.
    ///
    /// Errors with `E-TRADE-MARGIN` when it is no share, which an estimate
    /// never is.
    pub fn margin(&self, source: impl Into<String>) -> Result<Margin, BasisError> {
        // proof: between 0 and 0.25.
        let millionths = (self.of_fob * 1e6).round() as i128;
        Margin::on_fob(Exact::new(millionths, 6), source)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn route(exporter: usize, importer: usize, log_ratio: f64) -> Route {
        Route {
            exporter: format!("x{exporter:02}"),
            importer: format!("m{importer:02}"),
            flows: 3,
            log_ratio,
        }
    }

    fn grid(size: usize, log_ratio: impl Fn(usize, usize) -> f64) -> Vec<Route> {
        (0..size * size)
            .map(|n| route(n / size, n % size, log_ratio(n / size, n % size)))
            .collect()
    }

    #[test]
    fn a_far_importer_pays_more_and_gross_errors_nothing() {
        let far = 1.18f64.ln() - 1.08f64.ln();
        let routes = grid(15, |x, m| {
            let own = 1.08f64.ln() + if m == 3 { far } else { 0.0 };
            if (x + 2 * m) % 7 == 0 { own + 4.0 } else { own }
        });
        let told = margins(&routes).unwrap();
        let near = told.route("x01", "m01", None).of_fob;
        assert!((near - 0.08).abs() < 1e-6, "{near}");
        let dear = told.route("x01", "m03", None);
        assert!((dear.of_fob - 0.18).abs() < 1e-6, "{dear:?}");
        assert!(dear.low <= dear.of_fob && dear.of_fob <= dear.high);
        assert_eq!(told.flows, 3 * 225);
        let unknown = told.route("nobody", "m03", None);
        assert_eq!(unknown.exporter, None);
        assert_eq!(
            told.common().margin("test").unwrap().of_fob,
            "0.08".parse().unwrap()
        );
    }

    #[test]
    fn what_does_not_estimate_a_margin_says_why() {
        let few = grid(5, |_, _| 0.06);
        assert_eq!(margins(&few), Err(Unfit::Few { routes: 25 }));
        let wild = grid(6, |x, m| if (x + m) % 2 == 0 { 1.0 } else { -1.0 });
        assert!(matches!(margins(&wild), Err(Unfit::Wide { .. })));
        for log in [-0.05, 0.5] {
            let odd = grid(6, |_, _| log);
            assert!(
                matches!(margins(&odd), Err(Unfit::NoFreight { .. })),
                "{log}"
            );
        }
    }

    #[test]
    fn one_of_few_routes_or_of_wild_ones_adds_nothing() {
        let mut routes = grid(12, |_, _| 0.06);
        routes.extend((0..9).map(|m| route(50, m, 0.2)));
        routes.extend((0..12).map(|m| route(51, m, if m % 2 == 0 { 0.9 } else { -0.8 })));
        let told = margins(&routes).unwrap();
        assert_eq!(told.route("x50", "m01", None).exporter, None);
        assert_eq!(told.route("x51", "m01", None).exporter, None);
        assert!(told.route("x02", "m01", None).exporter.is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        /// The same money in another currency, or reports in another order,
        /// tell the same margin; it is a share within its bounds.
        #[test]
        fn a_margin_is_a_share_whatever_the_order(noise in prop::collection::vec(-0.02f64..0.02, 100), level in 0.03f64..0.15) {
            let mut routes = grid(10, |x, m| level + noise[10 * x + m]);
            let told = margins(&routes).unwrap();
            let of = told.route("x04", "m07", None);
            prop_assert!((0.0..=LARGEST).contains(&of.of_fob));
            prop_assert!(of.low <= of.of_fob && of.of_fob <= of.high);
            prop_assert!((of.of_fob - level.exp_m1()).abs() < 0.08);
            routes.reverse();
            prop_assert_eq!(margins(&routes).unwrap(), told);
        }
    }
}
