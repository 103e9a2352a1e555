//! What happens to trade by sector, by partner and by flow.

use triffin_tariff::equilibrium::Solution;
use triffin_tariff::equilibrium::welfare::{By, Contribution, Linear};

use super::{add, change, name, percent, points};
use crate::answer::Row;
use crate::tariff::solved::Solved;

/// Sums over flows before and after.
#[derive(Clone, Copy, Default)]
struct Moved {
    exports: [f64; 2],
    imports: [f64; 2],
    duty: [f64; 2],
}

impl Moved {
    fn cells(self) -> [(&'static str, crate::value::Value); 8] {
        let [was, now] = [0, 1].map(|at| self.exports[at] - self.imports[at]);
        [
            ("exports", change(self.exports[0], self.exports[1])),
            ("imports", change(self.imports[0], self.imports[1])),
            ("tariff_revenue", change(self.duty[0], self.duty[1])),
            ("exports_level", self.exports[1].into()),
            ("imports_level", self.imports[1].into()),
            ("balance_level", now.into()),
            ("balance_before_level", was.into()),
            ("tariff_revenue_level", self.duty[1].into()),
        ]
    }
}

/// Sums over the flows of each region, by what `place` says of a flow: the
/// place for the importer and the one for the exporter among `each`.
fn sums(
    solved: &Solved,
    each: usize,
    place: impl Fn(usize, usize, usize) -> (usize, usize),
) -> Vec<Moved> {
    let mut sums = vec![Moved::default(); solved.world.regions().len() * each];
    for (at, solution) in [solved.before(), solved.after()].into_iter().enumerate() {
        let values = solution.flows.iter().zip(&solution.tariffs);
        for (flow, (value, rate)) in solved.world.flows().iter().zip(values) {
            let (n, i, j) = (
                flow.importer as usize,
                flow.exporter as usize,
                flow.sector as usize,
            );
            if n == i {
                continue;
            }
            let (bought, sold) = place(n, i, j);
            let paid = value / (1.0 + rate);
            sums[n * each + bought].imports[at] += paid;
            sums[n * each + bought].duty[at] += rate * paid;
            sums[i * each + sold].exports[at] += paid;
        }
    }
    sums
}

/// One row a region and sector.
pub(super) fn by_sector(solved: &Solved, linear: &Linear, told: &[bool]) -> Vec<Row> {
    let world = &solved.world;
    let sectors = world.sectors().len();
    let moved = sums(solved, sectors, |_, _, sector| (sector, sector));
    let parts = linear.contributions.by(By::Sector);
    let (before, after) = (solved.before(), solved.after());
    let mut rows = Vec::new();
    for n in (0..world.regions().len()).filter(|n| told[*n]) {
        for j in 0..sectors {
            let cell = n * sectors + j;
            let mut row = Row::new();
            add(
                &mut row,
                [
                    ("region", name(world.regions(), n)),
                    ("sector", name(world.sectors(), j)),
                    ("unit_cost", percent(after.cost[cell])),
                    ("price_index", percent(after.price[cell])),
                    ("output", change(before.output[cell], after.output[cell])),
                    ("real_output", real_output(before, after, cell)),
                ],
            );
            add(&mut row, moved[cell].cells());
            contribution(&mut row, &parts, |part| {
                part.region == n && part.sector == j
            });
            rows.push(row);
        }
    }
    rows
}

/// Output at the prices there were: sales over unit cost.
fn real_output(before: &Solution, after: &Solution, cell: usize) -> crate::value::Value {
    change(before.output[cell], after.output[cell] / after.cost[cell])
}

/// One row a region and partner.
pub(super) fn by_partner(solved: &Solved, linear: &Linear, told: &[bool]) -> Vec<Row> {
    let world = &solved.world;
    let regions = world.regions().len();
    let moved = sums(solved, regions, |importer, exporter, _| {
        (exporter, importer)
    });
    let parts = linear.contributions.by(By::Partner);
    let mut rows = Vec::new();
    for n in (0..regions).filter(|n| told[*n]) {
        for i in (0..regions).filter(|i| *i != n) {
            let mut row = Row::new();
            add(
                &mut row,
                [
                    ("region", name(world.regions(), n)),
                    ("partner", name(world.regions(), i)),
                ],
            );
            add(&mut row, moved[n * regions + i].cells());
            contribution(&mut row, &parts, |part| {
                part.region == n && part.partner == i
            });
            rows.push(row);
        }
    }
    rows
}

/// The first-order welfare of the cell, in per cent of the region's income.
fn contribution(row: &mut Row, parts: &[Contribution], fits: impl Fn(&Contribution) -> bool) {
    let found = parts.iter().find(|part| fits(part));
    let part = |part: fn(&Contribution) -> f64| points(found.map_or(0.0, part));
    add(
        row,
        [
            ("terms_of_trade_linear", part(|found| found.terms_of_trade)),
            ("volume_linear", part(|found| found.volume)),
        ],
    );
}

/// One row a flow into a region that is told.
pub(super) fn by_flow(solved: &Solved, told: &[bool]) -> Vec<Row> {
    let world = &solved.world;
    let (before, after) = (solved.before(), solved.after());
    let mut rows = Vec::new();
    for (at, flow) in world.flows().iter().enumerate() {
        let n = flow.importer as usize;
        if !told[n] {
            continue;
        }
        let paid = |solution: &Solution| solution.flows[at] / (1.0 + solution.tariffs[at]);
        let mut row = Row::new();
        add(
            &mut row,
            [
                ("importer", name(world.regions(), n)),
                ("exporter", name(world.regions(), flow.exporter as usize)),
                ("sector", name(world.sectors(), flow.sector as usize)),
                ("tariff_before_level", before.tariffs[at].into()),
                ("tariff_level", after.tariffs[at].into()),
                ("expenditure", change(before.flows[at], after.flows[at])),
                ("trade", change(paid(before), paid(after))),
                ("trade_before_level", paid(before).into()),
                ("trade_level", paid(after).into()),
            ],
        );
        rows.push(row);
    }
    rows
}
