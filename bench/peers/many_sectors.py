"""Caliendo and Parro's NAFTA in plain NumPy, as a reference for tests and times.

    python bench/peers/many_sectors.py DIR   # what `nafta_is_the_published_welfare_to_first_order` holds

DIR holds flows, tariffs, inputs, sectors_by_region as CSV.gz, sectors and regions as CSV. Prices are iterated at given
wages, then expenditure, then wages move by what labour is short of: the nested way of the paper's own programs, on
dense arrays [sector, importer, exporter]. Deficits are zero, first at base tariffs.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd


class World:
    def __init__(self, folder):
        regions, sectors = pd.read_csv(folder / "regions.csv"), pd.read_csv(folder / "sectors.csv")
        self.regions = {name: at for at, name in enumerate(regions.region)}
        names = {name: at for at, name in enumerate(sectors.sector)}
        n, j = len(regions), len(sectors)
        self.value_added, self.theta = regions.value_added.values, sectors.theta.values

        def cells(frame):
            return frame.sector.map(names), frame.importer.map(self.regions), frame.exporter.map(self.regions)

        flows = pd.read_csv(folder / "flows.csv.gz")
        self.flows = np.zeros((j, n, n))
        self.flows[cells(flows)] = flows.expenditure
        tariffs = pd.read_csv(folder / "tariffs.csv.gz")
        self.old, self.new = np.zeros((j, n, n)), np.zeros((j, n, n))
        self.old[cells(tariffs)], self.new[cells(tariffs)] = tariffs.rate_base, tariffs.rate_new
        inputs = pd.read_csv(folder / "inputs.csv.gz")
        at = inputs.region.map(self.regions), inputs.using_sector.map(names), inputs.input_sector.map(names)
        self.inputs = np.zeros((n, j, j))
        self.inputs[at] = inputs.cost_share
        shares = pd.read_csv(folder / "sectors_by_region.csv.gz")
        at = shares.region.map(self.regions), shares.sector.map(names)
        self.gamma, self.alpha = np.zeros((n, j)), np.zeros((n, j))
        self.gamma[at], self.alpha[at] = shares.value_added_share, shares.final_share
        # Cost shares of one cell miss one by 5.7e-4.
        total = self.gamma + self.inputs.sum(2)
        self.gamma, self.inputs = self.gamma / total, self.inputs / total[:, :, None]


def prices(world, weight, wage, price):
    """Costs, c^-theta and sums of offers at given wages."""
    for _ in range(60):
        cost = world.gamma * np.log(wage)[:, None] + np.einsum("nkj,nj->nk", world.inputs, price)
        pull = np.exp(-world.theta * cost)
        phi = np.einsum("jni,ij->nj", weight, pull)
        last, price = price, -np.log(phi) / world.theta
        if abs(price - last).max() < 1e-14:
            break
    return cost, pull, phi, price


def solve(world, share, old, new, value_added):
    """The equilibrium at tariffs `new` against the state of `share` and `old`."""
    weight = share * ((1 + new) / (1 + old)) ** -world.theta[:, None, None]
    wage, price = np.ones(len(value_added)), np.zeros(world.gamma.shape)
    spent = world.alpha * value_added[:, None]
    for _ in range(500):
        cost, pull, phi, price = prices(world, weight, wage, price)
        after = weight * pull.T[:, None, :] / phi.T[:, :, None]
        net = after / (1 + new)
        for _ in range(60):
            sales = np.einsum("jni,nj->ij", net, spent)
            income = wage * value_added + ((1 - net.sum(2)).T * spent).sum(1)
            last, spent = spent, np.einsum("nkj,nk->nj", world.inputs, sales) + world.alpha * income[:, None]
            if abs(spent - last).max() < 1e-16 * value_added.sum():
                break
        sales = np.einsum("jni,nj->ij", net, spent)
        excess = ((world.gamma * sales).sum(1) - wage * value_added) / value_added
        if abs(excess).max() < 1e-13:
            break
        wage = wage * (1 + 0.4 * excess)
        wage = wage * value_added.sum() / (wage * value_added).sum()
    return {
        "share": after,
        "cost": np.exp(cost),
        "imports": net * spent.T[:, :, None],
        "income": income,
        "value_added": wage * value_added,
    }


def welfare(world, before, after):
    """Terms of trade and volume of trade to first order, over income, in percent."""
    change, imports = after["cost"] - 1, before["imports"]
    terms = (imports.sum(1).T * change).sum(1) - np.einsum("jni,ij->n", imports, change)
    growth = np.divide(after["imports"], imports, out=np.ones_like(imports), where=imports > 0)
    volume = world.old * imports * (growth - after["cost"].T[:, None, :])
    return 100 * (terms + volume.sum((0, 2))) / before["income"]


def main():
    world = World(Path(sys.argv[1]))
    start, processor = time.perf_counter(), time.process_time()
    share = world.flows / world.flows.sum(2, keepdims=True)
    before = solve(world, share, world.old, world.old, world.value_added)
    after = solve(world, before["share"], world.old, world.new, before["value_added"])
    print(f"{time.perf_counter() - start:.2f} s by the clock, {time.process_time() - processor:.2f} s of processor")
    gains = welfare(world, before, after)
    for name in ("Mexico", "USA", "Canada"):
        print(f"{name} {gains[world.regions[name]]:.8f}")


if __name__ == "__main__":
    main()
