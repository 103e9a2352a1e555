"""A one-sector trade war by a general root finder, as a reference for tests.

    python bench/peers/one_sector.py

The equations of Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), section 3, for the five regions of
`crates/tariff/src/equilibrium/one_sector/tests.rs` (`world(5, 0.0)`): unknowns are wages, spending and employment,
solved by SciPy's hybrid Powell method. Prints what the test `a_root_finder_finds_the_same_war` holds.
"""

import numpy as np
from scipy.optimize import root

N, EPS, KAPPA, PSI = 5, 4.0, 0.5, 0.16
PHI = 1 + 0.1 * np.arange(N)
NU = 0.3 / (1 + np.arange(N))


def flows():
    """X[n, i]: importer n buys from exporter i."""
    table = np.zeros((N, N))
    for n in range(N):
        for i in range(N):
            size = (1 + n) * (1 + i)
            far = 1 + (n * 7 + i * 3) % 5
            table[n, i] = 9.0 * size * N if n == i else size / far
    return table


def duties():
    """Region 0 puts 25 % on all, region 1 answers with 15 %."""
    rates = np.zeros((N, N))
    rates[0, 1:] = 0.25
    rates[1, 0] = 0.15
    return rates


def state(x, relief):
    wage, spending, labour = np.exp(x).reshape(3, N)
    trade, duty = flows(), duties()
    spent = trade.sum(axis=1)
    made = ((1 - NU)[:, None] * trade).sum(axis=0) + NU * spent
    cost = wage * labour**-PSI
    weight = trade / spent[:, None] * cost[None, :] ** -EPS * (1 + duty) ** (-EPS * PHI[:, None])
    price = (spending / wage) ** (1 - PHI) * weight.sum(axis=1) ** (-1 / EPS)
    share = weight / weight.sum(axis=1, keepdims=True)
    paid = share * (spent * spending)[:, None] / (1 + duty)
    revenue = (paid * duty).sum(axis=1)
    bill = wage * labour * made
    pay = 1 / (1 - revenue / bill) if relief else np.ones(N)
    earned = ((1 - NU)[:, None] * paid).sum(axis=0) + NU * paid.sum(axis=1)
    transfer = (spent - made) * bill.sum() / made.sum()
    misses = [
        earned / bill - 1,
        (revenue + bill + transfer) / (spent * spending) - 1,
        np.log(labour) - KAPPA * np.log(pay * wage / price),
    ]
    misses[0][-1] = np.log((spent * price).sum() / spent.sum())
    work = KAPPA / (1 + KAPPA)
    before = spent - work * made / pay
    utility = (spent * spending / price - work * bill / price) / before
    printed = (spent * spending / price - work * bill / pay / price) / before
    deficit = paid.sum(axis=1) - paid.sum(axis=0)
    return np.concatenate(misses), (utility, printed, labour, price, deficit, revenue)


def main():
    for relief in (False, True):
        solved = root(lambda x: state(x, relief)[0], np.zeros(3 * N), method="hybr", tol=1e-14)
        misses, columns = state(solved.x, relief)
        print("relief" if relief else "lump-sum", f"largest miss {abs(misses).max():.1e}")
        for name, column in zip(("utility", "printed", "labour", "price", "deficit", "revenue"), columns):
            print(f"  {name}:", ", ".join(f"{value:.12f}" for value in column))


if __name__ == "__main__":
    main()
