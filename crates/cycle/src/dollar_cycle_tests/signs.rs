//! The sign of what moves in each scenario, on impact and in the long run.

use super::{IMPACT, LONG, Runs, above};

/// What theory says of a sign.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Up,
    Down,
    /// It stays where it was, to rounding.
    Same,
    /// Theory is silent.
    Either,
}

use Sign::{Down, Either, Same, Up};

/// A scenario, what it is compared with (the baseline where none is named),
/// the period of its impact, and variables with their signs then and in the
/// long run.
type Case = (
    &'static str,
    &'static str,
    u32,
    &'static [(&'static str, Sign, Sign)],
);

const CASES: [Case; 14] = [
    (
        "loop",
        "",
        IMPACT,
        &[
            ("ca.US", Down, Down),
            ("D.US", Up, Up),
            ("R.CN", Up, Up),
            ("xr.CN", Same, Same),
            ("y.US", Up, Up),
        ],
    ),
    (
        "loop_float",
        "float_only",
        IMPACT,
        &[
            ("ca.US", Down, Down),
            ("xr.CN", Down, Down),
            ("res.CN", Same, Same),
        ],
    ),
    (
        "diversification",
        "",
        IMPACT,
        &[
            ("y.bill", Up, Up),
            ("y.note", Up, Up),
            ("y.bond", Up, Up),
            ("xr.EA", Down, Down),
            ("xr.RW", Down, Down),
            ("p.gold", Up, Up),
            ("X.US", Up, Up),
            // It may worsen first, as imports cost more before there are fewer.
            ("ca.US", Either, Either),
        ],
    ),
    (
        "official_sales",
        "",
        IMPACT,
        &[("y.bill", Up, Up), ("y.note", Up, Up), ("y.bond", Up, Up)],
    ),
    (
        "rollover",
        "",
        IMPACT,
        &[
            ("note.coupon", Up, Up),
            ("bond.coupon", Up, Up),
            ("deficit.US", Up, Up),
            ("D.US", Up, Up),
            ("ca.US", Down, Down),
        ],
    ),
    (
        "tariff",
        "",
        IMPACT,
        &[
            ("xr.EA", Up, Up),
            ("xr.EM", Up, Up),
            ("xr.RW", Up, Up),
            ("X.US", Down, Down),
            ("M.US", Down, Down),
            ("ca.US", Either, Either),
        ],
    ),
    (
        "tariff_retaliation",
        "tariff",
        IMPACT,
        &[
            ("xr.EA", Down, Down),
            ("xr.EM", Down, Down),
            ("xr.RW", Down, Down),
            ("X.US", Down, Down),
        ],
    ),
    (
        "stablecoins",
        "rule_only",
        IMPACT,
        &[("y.bill", Down, Down), ("Issuer.bill", Up, Up)],
    ),
    (
        "sudden_stop",
        "em_defends",
        3,
        &[
            ("ca.EM", Up, Either),
            ("y.EM", Down, Either),
            ("R.EM", Down, Either),
            // The parity holds at first; without the stop it is lost too,
            // only later.
            ("xr.EM", Same, Either),
        ],
    ),
    (
        "sudden_stop",
        "",
        8,
        &[("xr.EM", Up, Up), ("R.EM", Down, Either), ("ca.EM", Up, Up)],
    ),
    (
        "fiscal",
        "",
        IMPACT,
        &[
            ("ca.US", Down, Down),
            ("y.bill", Up, Up),
            ("y.note", Up, Up),
            ("y.bond", Up, Up),
            ("D.US", Up, Up),
        ],
    ),
    (
        "qe",
        "",
        IMPACT,
        &[
            ("y.bill", Down, Down),
            ("y.note", Down, Down),
            ("y.bond", Down, Down),
            ("xr.EA", Down, Either),
            ("xr.RW", Down, Either),
            ("ca.US", Either, Either),
        ],
    ),
    (
        "revaluation",
        "",
        IMPACT,
        &[
            // Volumes follow prices only the year after.
            ("ca.CN", Either, Down),
            ("CN.cb.worth", Down, Down),
            ("R.CN", Down, Down),
            ("xr.CN", Down, Down),
        ],
    ),
    (
        "symmetric_fdi",
        "",
        IMPACT,
        &[
            ("ca.US", Same, Down),
            ("ca.EA", Same, Up),
            ("xr.EA", Same, Either),
        ],
    ),
];

#[test]
fn every_scenario_moves_as_theory_has_it_on_impact_and_in_the_long_run() {
    let runs = Runs::new();
    let mut wrong = Vec::new();
    for (name, against, impact, signs) in CASES {
        let (path, other) = (runs.scenario(name), runs.scenario(against));
        for (variable, first, later) in signs {
            for (period, sign) in [(impact, first), (LONG, later)] {
                let moved = above(&path, &other, variable, period);
                let size = other.at(variable, period).unwrap_or(0.0).abs().max(1e-3);
                if !holds(*sign, moved / size) {
                    wrong.push(format!(
                        "{name}: {variable} in {period}: {moved} for {sign:?}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a change, beside the size of what changed, has the sign.
fn holds(sign: Sign, moved: f64) -> bool {
    match sign {
        Up => moved > 1e-7,
        Down => moved < -1e-7,
        Same => moved.abs() < 1e-9,
        Either => moved.is_finite(),
    }
}
