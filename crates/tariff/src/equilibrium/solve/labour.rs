//! Labour supply where duty relieves the income tax.

/// L̂ = (b / (1 − r / L̂))^κ, b in logarithms.
///
/// b is the real wage change over the relief of before, r the new revenue
/// over ŵ wL, so that r / L̂ is revenue over the new wage bill. In logarithms
/// the right side falls in L̂ where r > 0, so the root is one; no number
/// where the duty exceeds the wage bill.
///
/// Source: Ignatenko, Lashkaripour, Macedoni and Simonovska 2025, labour
/// supply with revenue that lowers the income tax.
pub(super) fn supply(kappa: f64, ln_b: f64, r: f64) -> f64 {
    let mut ln_l = kappa * ln_b;
    for _ in 0..50 {
        let over = r * (-ln_l).exp();
        if over >= 1.0 {
            return f64::NAN;
        }
        let miss = ln_l - kappa * (ln_b - (-over).ln_1p());
        let slope = 1.0 + kappa * over / (1.0 - over);
        let step = miss / slope;
        ln_l -= step;
        if step.abs() < 1e-15 {
            break;
        }
    }
    ln_l.exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supply_solves_its_equation() {
        for kappa in [0.1, 0.5, 2.0] {
            for r in [-0.1, 0.0, 0.05, 0.3] {
                let l = supply(kappa, 0.03, r);
                let right = (0.03_f64.exp() / (1.0 - r / l)).powf(kappa);
                assert!((l - right).abs() < 1e-13, "{kappa} {r}: {l} {right}");
            }
        }
    }
}
