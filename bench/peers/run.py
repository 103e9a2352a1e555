"""Triffin, DuckDB and Polars side by side on one machine.

    python bench/peers/run.py --triffin target/release/triffin --data DIR [--rows 50000000] [--runs 5]

Files that are not in DIR are generated there. Every contender answers in a
process of its own with two threads; the runs of the contenders alternate, and
the medians are printed as Markdown. Beside the time stands whether the answer
is that of Triffin: amounts to the last digit where both are decimals, effects
to nine digits.
"""

import argparse
import csv
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version

HERE = pathlib.Path(__file__).resolve().parent

TOTALS = (
    "SELECT year, reporter, partner, sum(value) AS total FROM records "
    "WHERE dataset = 'records' GROUP BY year, reporter, partner ORDER BY year, reporter, partner"
)
CHANGES = """
WITH cells AS (
    SELECT reporter, partner, product, flow, quantity_unit,
        sum(value) FILTER (WHERE year = 2018) AS v0, sum(quantity) FILTER (WHERE year = 2018) AS q0,
        sum(value) FILTER (WHERE year = 2019) AS v1, sum(quantity) FILTER (WHERE year = 2019) AS q1
    FROM records WHERE dataset = 'records' AND year IN (2018, 2019)
    GROUP BY reporter, partner, product, flow, quantity_unit
)
SELECT reporter, flow, count(*) AS cells, sum(v0) AS v0, sum(v1) AS v1,
    sum(bennet_quantity(v0, q0, v1, q1)) AS quantity, sum(bennet_price(v0, q0, v1, q1)) AS price,
    sum(v1) FILTER (WHERE v0 IS NULL) AS entry, -sum(v0) FILTER (WHERE v1 IS NULL) AS exit
FROM cells GROUP BY reporter, flow ORDER BY reporter, flow
"""
EACH = ["trade", "changes", "--reporter", "all", "--from", "2018", "--to", "2019", "--by", "reporter", "--items", "partner"]
CUSTOMS = ["trade", "changes", "--reporter", "CHN", "--from", "2018", "--to", "2019", "--by", "product"]
KEYS = {"totals": 3, "changes": 2}


def command(contender, question, data, answer, triffin):
    kind = question.split("-")[0]
    if contender != "triffin":
        # The peers answer by reporter and flow; `netted` makes one row of both.
        question = question.replace("each", "changes")
        return [sys.executable, HERE / f"questions_{contender}.py", question, data, answer]
    asked = {"totals": ["sql", TOTALS], "changes": ["sql", CHANGES], "each": EACH, "customs": CUSTOMS}[kind]
    return [triffin, *asked, "--file", data, "--format", "csv", "-o", answer]


def run(words):
    """Wall and processor seconds and peak memory (MB) of one process."""
    before = time.perf_counter()
    child = subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - before
    if status:
        sys.exit(f"{words} ended with {status}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def rows(answer, keys):
    with open(answer, newline="") as file:
        lines = list(csv.reader(file))
    return {tuple(line[:keys]): line[keys:] for line in lines[1:]}


EFFECTS = ["quantity", "price", "entry", "exit"]
# Where Triffin nets exports and imports, and by what.
NETTED = {"each": "reporter", "customs": "product"}


def told(answer):
    """The effects of each key as Triffin nets them."""
    with open(answer, newline="") as file:
        return {(line["key"],): [line[effect] for effect in EFFECTS] for line in csv.DictReader(file)}


def netted(answer, key):
    """The same from a peer's answer: effects on exports less those on imports."""
    effects = {}
    with open(answer, newline="") as file:
        for line in csv.DictReader(file):
            sign = 1 if line["flow"] == "export" else -1
            net = effects.setdefault((line[key],), [0.0] * len(EFFECTS))
            for place, effect in enumerate(EFFECTS):
                net[place] += sign * float(line[effect] or 0)
    return effects


def difference(kind, ours, theirs):
    """The largest relative difference between two answers."""
    if kind in NETTED:
        ours, theirs = told(ours), netted(theirs, NETTED[kind])
    else:
        ours, theirs = rows(ours, KEYS[kind]), rows(theirs, KEYS[kind])
    if ours.keys() != theirs.keys():
        return float("inf")
    worst = 0.0
    for key, line in ours.items():
        for one, other in zip(line, theirs[key]):
            one, other = float(one or 0), float(other or 0)
            worst = max(worst, abs(one - other) / max(abs(one), abs(other), 1.0))
    return worst


def measure(question, contenders, data, runs, triffin):
    kind = question.split("-")[0]
    with tempfile.TemporaryDirectory() as folder:
        answers = {name: pathlib.Path(folder) / f"{name}.csv" for name in contenders}
        figures = {name: [] for name in contenders}
        for _ in range(runs):
            for name in contenders:
                figures[name].append(run(command(name, question, data, answers[name], triffin)))
        ours = answers.get("triffin")
        for name in contenders:
            wall, cpu, peak = (statistics.median(column) for column in zip(*figures[name]))
            same = "" if ours is None or name == "triffin" else f"{difference(kind, ours, answers[name]):.0e}"
            print(f"| {question} | {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {same} |", flush=True)


def generated(kind, count, folder):
    name = {"parquet": "records-{}.parquet", "csv": "customs-{}.csv"}[kind].format(count)
    path = folder / name
    if not path.exists():
        subprocess.run([sys.executable, HERE.parent / "generate.py", kind, str(count), path], check=True)
    return path


def landed(lines, runs, folder, triffin):
    """Lines a second into a new store, every one checked, and the peak memory."""
    data = generated("csv", lines, folder)
    figures = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=folder) as store:
            figures.append(run([triffin, "data", "add", data, "--store", store, "--format", "csv"]))
    wall, cpu, peak = (statistics.median(column) for column in zip(*figures))
    size = data.stat().st_size / 1e9
    print(f"| {lines:,} | {size:.2f} | {wall:.2f} | {cpu:.2f} | {lines / wall / 1e6:.2f} | {peak:.0f} |", flush=True)


def growth(sizes, runs, folder, triffin):
    print("\n| records | question | wall s | processor s | peak MB |\n|---:|---|---:|---:|---:|")
    for size in sizes:
        data = generated("parquet", size, folder)
        for kind in ("totals", "changes"):
            with tempfile.TemporaryDirectory() as answers:
                words = command("triffin", kind, data, pathlib.Path(answers) / "a.csv", triffin)
                figures = [run(words) for _ in range(runs)]
            wall, cpu, peak = (statistics.median(column) for column in zip(*figures))
            print(f"| {size:,} | {kind} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--triffin", default="target/release/triffin")
    options.add_argument("--data", type=pathlib.Path, required=True)
    options.add_argument("--rows", type=int, default=50_000_000)
    options.add_argument("--lines", type=int, default=5_000_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only", default="totals,changes,each,customs,landing")
    options.add_argument("--growth", action="store_true", help="1 to 100 million records, and a file of 50 million lines")
    given = options.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    print(f"DuckDB {version('duckdb')}, Polars {version('polars')}, {os.cpu_count()} processors, {given.runs} runs\n")
    print("| question | program | wall s | processor s | peak MB | differs by |\n|---|---|---:|---:|---:|---:|")
    for kind in given.only.split(","):
        if kind == "landing":
            continue
        if kind == "customs":
            data = generated("csv", given.lines, given.data)
            measure("customs", ["triffin", "polars"], data, given.runs, given.triffin)
            continue
        data = generated("parquet", given.rows, given.data)
        measure(kind, ["triffin", "duckdb", "polars"], data, given.runs, given.triffin)
        if kind != "each":
            measure(f"{kind}-f64", ["duckdb", "polars"], data, given.runs, given.triffin)
    if "landing" in given.only:
        print("\n| lines landed | file GB | wall s | processor s | million lines a second | peak MB |")
        print("|---:|---:|---:|---:|---:|---:|")
        landed(given.lines, given.runs, given.data, given.triffin)
        if given.growth:
            landed(50_000_000, 1, given.data, given.triffin)
    if given.growth:
        sizes = [1_000_000, 5_000_000, 10_000_000, 50_000_000, 100_000_000]
        growth(sizes, given.runs, given.data, given.triffin)


if __name__ == "__main__":
    main()
