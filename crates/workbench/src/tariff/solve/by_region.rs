//! What happens to each region.

use triffin_tariff::equilibrium::Solution;
use triffin_tariff::equilibrium::welfare::{Linear, Path};

use super::{add, balance_change, change, name, percent, points};
use crate::answer::Row;
use crate::tariff::solved::Solved;
use crate::tariff::trade::Trade;

/// One row a region that is told.
pub(super) fn rows(
    solved: &Solved,
    linear: &Linear,
    path: Option<&Path>,
    told: &[bool],
) -> Vec<Row> {
    let (before, after) = (solved.before(), solved.after());
    let was = Trade::of(&solved.world, before);
    let now = Trade::of(&solved.world, after);
    let (income, wage) = (after.real_income(before), after.real_wage());
    let regions = (0..solved.world.regions().len()).filter(|region| told[*region]);
    let row = |n: usize| {
        let mut row = Row::new();
        add(
            &mut row,
            [
                ("region", name(solved.world.regions(), n)),
                ("wage", percent(after.wage[n])),
                ("price_index", percent(after.price_index[n])),
                ("real_income", percent(income[n])),
                ("real_wage", percent(wage[n])),
                ("welfare_linear", points(linear.welfare[n])),
                ("terms_of_trade_linear", points(linear.terms_of_trade[n])),
                ("volume_linear", points(linear.volume[n])),
            ],
        );
        if let Some(path) = path {
            split(&mut row, path, n);
        }
        if let Some(welfare) = solved.welfare.as_ref().and_then(|all| all.get(n)) {
            add(
                &mut row,
                [
                    ("utility", percent(welfare.utility)),
                    ("utility_printed", percent(welfare.printed)),
                ],
            );
        }
        add(
            &mut row,
            [
                ("exports", change(was.exports[n], now.exports[n])),
                ("imports", change(was.imports[n], now.imports[n])),
                (
                    "balance",
                    balance_change(was.balance(n), now.balance(n), before.value_added[n]),
                ),
                (
                    "tariff_revenue",
                    change(before.revenue[n], after.revenue[n]),
                ),
                ("employment", percent(after.labour[n])),
            ],
        );
        levels(&mut row, n, (before, after), (&was, &now));
        row
    };
    regions.map(row).collect()
}

/// The exact change of real income and its parts, in log points × 100.
fn split(row: &mut Row, path: &Path, n: usize) {
    let Some(parts) = path.parts.get(n) else {
        return;
    };
    add(
        row,
        [
            ("real_income_log", points(parts.real_income)),
            ("terms_of_trade_log", points(parts.terms_of_trade)),
            ("volume_log", points(parts.volume)),
            ("transfers_log", points(parts.transfers)),
            ("employment_log", points(parts.employment)),
            ("scale_log", points(parts.scale)),
            ("trade_costs_log", points(parts.trade_costs)),
        ],
    );
}

/// Levels after and before, in the unit of the data.
fn levels(
    row: &mut Row,
    n: usize,
    (before, after): (&Solution, &Solution),
    (was, now): (&Trade, &Trade),
) {
    add(
        row,
        [
            ("exports_level", now.exports[n].into()),
            ("imports_level", now.imports[n].into()),
            ("balance_level", now.balance(n).into()),
            ("balance_before_level", was.balance(n).into()),
            (
                "balance_to_gdp",
                points(now.balance(n) / after.value_added[n]),
            ),
            (
                "balance_to_gdp_before",
                points(was.balance(n) / before.value_added[n]),
            ),
            ("tariff_revenue_level", after.revenue[n].into()),
            ("value_added_level", after.value_added[n].into()),
            ("income_level", after.income[n].into()),
        ],
    );
}
