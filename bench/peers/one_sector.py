"""A one-sector trade war by a general root finder, as a reference for tests and times.

    python bench/peers/one_sector.py              # what `a_root_finder_finds_the_same_war` holds
    python bench/peers/one_sector.py --time 194   # the war of `cargo run --example one_sector -- 194`

The equations of Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), section 3: unknowns are wages, spending and
employment, found by SciPy's hybrid Powell method from no change.
"""

import argparse
import time

import numpy as np
from scipy.optimize import root


def flows(n):
    """X[importer, exporter]."""
    importer, exporter = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    size = (1.0 + importer) * (1.0 + exporter)
    far = 1.0 + (importer * 7 + exporter * 3) % 5
    return np.where(importer == exporter, 9.0 * size * n, size / far)


class War:
    def __init__(self, duty, phi, nu, psi, relief, epsilon=4.0, kappa=0.5):
        self.duty, self.phi, self.nu, self.psi, self.relief = duty, phi, nu, psi, relief
        self.epsilon, self.kappa = epsilon, kappa
        self.trade = flows(len(nu))
        self.spent = self.trade.sum(axis=1)
        self.made = ((1 - nu)[:, None] * self.trade).sum(axis=0) + nu * self.spent

    def state(self, x):
        """Misses of all equations, and what is printed."""
        wage, spending, labour = np.exp(x).reshape(3, -1)
        cost = wage * labour**-self.psi
        dearer = (1 + self.duty) ** (-self.epsilon * self.phi[:, None])
        weight = self.trade / self.spent[:, None] * cost[None, :] ** -self.epsilon * dearer
        price = (spending / wage) ** (1 - self.phi) * weight.sum(axis=1) ** (-1 / self.epsilon)
        share = weight / weight.sum(axis=1, keepdims=True)
        paid = share * (self.spent * spending)[:, None] / (1 + self.duty)
        revenue = (paid * self.duty).sum(axis=1)
        bill = wage * labour * self.made
        pay = 1 / (1 - revenue / bill) if self.relief else np.ones_like(bill)
        earned = ((1 - self.nu)[:, None] * paid).sum(axis=0) + self.nu * paid.sum(axis=1)
        transfer = (self.spent - self.made) * bill.sum() / self.made.sum()
        misses = [
            earned / bill - 1,
            (revenue + bill + transfer) / (self.spent * spending) - 1,
            np.log(labour) - self.kappa * np.log(pay * wage / price),
        ]
        misses[0][-1] = np.log((self.spent * price).sum() / self.spent.sum())
        work = self.kappa / (1 + self.kappa)
        before = self.spent - work * self.made / pay
        utility = (self.spent * spending / price - work * bill / price) / before
        printed = (self.spent * spending / price - work * bill / pay / price) / before
        deficit = paid.sum(axis=1) - paid.sum(axis=0)
        return np.concatenate(misses), (utility, printed, labour, price, deficit, revenue)

    def solve(self):
        start = np.zeros(3 * len(self.nu))
        solved = root(lambda x: self.state(x)[0], start, method="hybr", tol=1e-13)
        misses, columns = self.state(solved.x)
        return abs(misses).max(), columns


def reference():
    """Region 0 puts 25 % on all, region 1 answers with 15 %."""
    duty = np.zeros((5, 5))
    duty[0, 1:] = 0.25
    duty[1, 0] = 0.15
    at = np.arange(5)
    for relief in (False, True):
        miss, columns = War(duty, 1 + 0.1 * at, 0.3 / (1 + at), 0.16, relief).solve()
        print("relief" if relief else "lump-sum", f"largest miss {miss:.1e}")
        for name, column in zip(("utility", "printed", "labour", "price", "deficit", "revenue"), columns):
            print(f"  {name}:", ", ".join(f"{value:.12f}" for value in column))


def timed(n):
    """The last region puts duties on all, who answer in kind."""
    duty = np.zeros((n, n))
    duty[-1, :-1] = duty[:-1, -1] = 0.1 + 0.4 * (np.arange(n - 1) % 7) / 6
    nu = np.full(n, 0.12)
    nu[-1] = 0.26
    began, spent = time.perf_counter(), time.process_time()
    miss, columns = War(duty, np.full(n, 1.3), nu, 0.1675, True).solve()
    print(f"{time.perf_counter() - began:.1f} s by the clock, {time.process_time() - spent:.1f} s of processor")
    print(f"largest miss {miss:.1e}, employment of the last {columns[2][-1]:.12f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--time", type=int, metavar="REGIONS")
    asked = parser.parse_args()
    timed(asked.time) if asked.time else reference()
