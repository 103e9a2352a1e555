"""Triffin and gegravity side by side on the published one-sector sample.

    cargo build --release -p triffin-tariff --example gravity_table
    python -m pip install -r bench/peers/requirements-equilibrium.txt
    python bench/peers/equilibrium.py --data DIR [--runs 5] [--example target/release/examples/gravity_table]

DIR holds `sample_data_set.dlm` and `gegravity_country_results.csv`. Both solve the agreement of Canada and Japan
from the table in memory: resistances before, resistances and prices after, results. Runs alternate; medians are
printed as Markdown with the largest difference of any country's export change from the published one.
"""

import argparse
import csv
import pathlib
import statistics
import subprocess
import sys
import time
import warnings

COEFFICIENTS = [
    ("lndist", -0.3898623, 0.0729915),
    ("contiguity", 0.891577, 0.1327354),
    ("common_language", 0.0326249, 0.0840702),
    ("pta", 0.4711383, 0.1076578),
    ("international", -3.412584, 0.2151235),
    ("constant", 16.32434, 0.4844137),
]


def published(folder):
    with open(folder / "gegravity_country_results.csv") as file:
        rows = csv.DictReader(file)
        return {row["country"]: float(row["foreign exports change (percent)"]) for row in rows}


def gegravity(folder):
    warnings.simplefilter("ignore")
    import gegravity as ge
    import pandas

    data = pandas.read_csv(folder / "sample_data_set.dlm")
    data["constant"] = 1
    coefficients = pandas.DataFrame(COEFFICIENTS, columns=["var", "beta", "error"])
    began = time.perf_counter()
    baseline = ge.BaselineData(
        data, imp_var_name="importer", exp_var_name="exporter", year_var_name="year", trade_var_name="trade",
        expend_var_name="E", output_var_name="Y",
    )
    costs = ge.CostCoeffs(coefficients, identifier_col="var", coeff_col="beta", stderr_col="error")
    model = ge.OneSectorGE(
        baseline=baseline, cost_coeff_values=costs, cost_variables=[name for name, *_ in COEFFICIENTS], year="2006",
        reference_importer="DEU", sigma=5, quiet=True,
    )
    model.build_baseline(omr_rescale=1)
    changed = model.baseline_data.copy()
    for exporter, importer in (("CAN", "JPN"), ("JPN", "CAN")):
        changed.loc[(changed["importer"] == importer) & (changed["exporter"] == exporter), "pta"] = 1
    model.define_experiment(changed)
    model.simulate()
    spent = time.perf_counter() - began
    return spent, model.country_results["foreign exports change (percent)"].to_dict()


def triffin(folder, example):
    done = subprocess.run([example, folder], capture_output=True, text=True, check=True)
    rows = csv.DictReader(done.stdout.splitlines())
    return float(done.stderr.split()[-1]), {row["country"]: float(row["foreign_exports"]) for row in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--example", default="target/release/examples/gravity_table")
    asked = parser.parse_args()
    wanted = published(asked.data)
    contenders = {
        "Triffin": lambda: triffin(asked.data, asked.example),
        "gegravity": lambda: gegravity(asked.data),
    }
    times = {name: [] for name in contenders}
    misses = dict.fromkeys(contenders, 0.0)
    for run in range(asked.runs):
        for name, solve in contenders.items():
            spent, found = solve()
            times[name].append(spent)
            misses[name] = max(abs(found[country] - value) for country, value in wanted.items())
        print(f"run {run + 1} of {asked.runs}", file=sys.stderr)
    print("| program | s by the clock | differs from the published by (points) |\n|---|---:|---:|")
    for name, spent in times.items():
        print(f"| {name} | {statistics.median(spent):.5f} | {misses[name]:.0e} |")


if __name__ == "__main__":
    main()
