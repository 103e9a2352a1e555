"""Triffin and other solvers of stock-flow-consistent models side by side.

    python bench/peers/cycle.py --models DIR [--model OPENFLEX] [--runs 5]
        --triffin target/release/triffin --example target/release/examples/solve

DIR holds `models/NAME.json` (equations, exogenous values, opening values) and
`trajectories/NAME__baseline.csv`. Every run is a process of its own; the runs
of the contenders alternate and medians are printed as Markdown: processor seconds
from the model's text to what can be solved, to solve the periods, and of the
whole process, and the largest relative difference from the trajectory.
Interrupted, it prints the medians of the runs done so far.
A run that fails counts in no median; its reason is printed below the table.
"""

import argparse
import csv
import json
import math
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version

# The peers stop at this relative change of the variables in an iteration;
# ModelFlow, whose steps are small near the solution, at a smaller one, so that
# all of them arrive about as near.
TOLERANCE = 1e-10
MODELFLOW_TOLERANCE = 1e-13
NAME = re.compile(r"[A-Za-z_]\w*")
FUNCTIONS = {"exp", "log", "sqrt", "abs", "min", "max"}


def read(folder, name):
    text = (folder / "models" / f"{name}.json").read_text()
    return json.loads(text)


def without_differences(equation):
    """d(X) written out as (X - X(-1)), which every peer reads."""
    return re.sub(r"\bd\((\w+)\)", r"(\1 - \1(-1))", equation)


class Watch:
    """Processor seconds since the last look, of this process or its children."""

    def __init__(self, clock=time.process_time):
        self.clock = clock
        self.last = clock()

    def __call__(self):
        now = self.clock()
        passed, self.last = now - self.last, now
        return passed


def of_children():
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def pysolve3(model, periods, method):
    from pysolve3.model import Model

    watch = Watch()
    solver = Model()
    for name in model["initial"]:
        solver.var(name)
    for name in model["exogenous"]:
        solver.param(name)
    solver.set_values(model["exogenous"])
    solver.set_values(model["initial"])
    for equation in model["equations"]:
        solver.add(equation)
    ready = watch()
    for _ in range(periods):
        solver.solve(iterations=2000, threshold=TOLERANCE, method=method)
    solved = watch()
    rows = [{name: row[name] for name in model["initial"]} for row in solver.solutions]
    return ready, solved, rows


def pysolve3_newton(model, periods):
    return pysolve3(model, periods, "newton-raphson")


def pysolve3_gauss_seidel(model, periods):
    return pysolve3(model, periods, "gauss-seidel")


def sfc_models(model, periods):
    from sfc_models.equation_solver import EquationSolver

    watch = Watch()
    lagged, lines = set(), []
    for equation in map(without_differences, model["equations"]):
        lagged.update(re.findall(r"\b(\w+)\(-1\)", equation))
        lines.append(re.sub(r"\b(\w+)\(-1\)", r"LAG_\1", equation))
    lines += [f"LAG_{name} = {name}(k-1)" for name in sorted(lagged)]
    lines += [f"{name}(0) = {value!r}" for name, value in model["initial"].items()]
    lines += [f"MaxTime = {periods}", f"Err_Tolerance = {TOLERANCE}", "exogenous"]
    lines += [f"{name} = [{float(value)!r}] * {periods + 1}" for name, value in model["exogenous"].items()]
    solver = EquationSolver("\n".join(lines))
    solver.MaxIterations = 20_000
    ready = watch()
    solver.SolveEquation()
    solved = watch()
    series = solver.TimeSeries
    rows = [{name: series[name][t] for name in model["initial"]} for t in range(periods + 1)]
    return ready, solved, rows


def modelflow(model, periods, compiled=False):
    import pandas

    sys.path.insert(0, os.getcwd())  # ModelFlow imports what it compiles from here.
    from modelclass import model as Model

    watch = Watch()
    names = {**model["exogenous"], **model["initial"]}
    upper = {name: name.upper() for name in names}
    if len(set(upper.values())) < len(upper):
        raise ValueError("two names differ in their case alone")
    solver = Model.from_eq("\n".join(map(without_differences, model["equations"])).upper())
    frame = pandas.DataFrame(
        {upper[name]: [float(value)] * (periods + 1) for name, value in names.items()}, index=range(periods + 1)
    )
    asked = {"max_iterations": 2000, "relconv": MODELFLOW_TOLERANCE, "absconv": 1e-12, "silent": 1, "ljit": compiled}
    ready = watch()
    solution = solver(frame, 1, periods, **asked)
    solved = watch()
    if compiled:  # The first run compiles: another one shows what solving takes.
        ready += solved
        solution = solver(frame, 1, periods, **asked)
        solved = watch()
    columns = {name: solution[upper[name]].to_list() for name in model["initial"]}
    rows = [{name: column[t] for name, column in columns.items()} for t in range(periods + 1)]
    return ready, solved, rows


def modelflow_compiled(model, periods):
    return modelflow(model, periods, compiled=True)


PEERS = {
    "ModelFlow": (modelflow, "ModelFlowIb"),
    "ModelFlow, compiled": (modelflow_compiled, "ModelFlowIb"),
    "pysolve3, Newton": (pysolve3_newton, "pysolve3"),
    "pysolve3, Gauss–Seidel": (pysolve3_gauss_seidel, "pysolve3"),
    "sfc_models": (sfc_models, "sfc-models"),
}


def furthest(rows, trajectory):
    """The largest relative difference; what nets to zero counts by its hundredths."""
    most = 0.0
    for row, known in zip(rows[1:], trajectory[1:], strict=True):
        for name, value in row.items():
            right = float(known[name])
            apart = abs(float(value) - right) / max(abs(right), 1e-2)
            most = max(most, apart if math.isfinite(apart) else math.inf)
    return most


def child(arguments):
    """One run of a peer in this process, told as a line of JSON."""
    model = read(arguments.models, arguments.model)
    trajectory = known(arguments)
    ready, solved, rows = PEERS[arguments.child][0](model, len(trajectory) - 1)
    print("\n" + json.dumps({"ready": ready, "solved": solved, "apart": furthest(rows, trajectory)}))


def known(arguments):
    path = arguments.models / "trajectories" / f"{arguments.model}__baseline.csv"
    with path.open() as lines:
        return list(csv.DictReader(lines))


def run_peer(contender, arguments):
    words = [sys.executable, pathlib.Path(__file__).resolve(), "--models", arguments.models, "--model", arguments.model, "--child", contender]
    asked = {"capture_output": True, "text": True, "timeout": arguments.patience, "check": False}
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(of_children)
        try:
            told = subprocess.run(list(map(str, words)), cwd=folder, **asked)
        except subprocess.TimeoutExpired:
            return {"reason": f"not done after {arguments.patience:g} s"}
        whole = watch()
    if told.returncode:
        return {"reason": told.stderr.strip().splitlines()[-1]}
    return {**json.loads(told.stdout.splitlines()[-1]), "whole": whole}


def run_triffin(arguments):
    """Whole process: the command line. Parts: the library's example, its first
    solution, by the clock, which on one thread is never less than the processor's."""
    model = arguments.models / "models" / f"{arguments.model}.json"
    trajectory = known(arguments)
    periods = str(len(trajectory) - 1)
    with tempfile.TemporaryDirectory() as folder:
        answer = pathlib.Path(folder) / "path.csv"
        watch = Watch(of_children)
        words = [arguments.triffin, "cycle", "run", model, "--periods", periods, "-o", answer]
        subprocess.run(list(map(str, words)), check=True, capture_output=True)
        whole = watch()
        with answer.open() as lines:
            names = read(arguments.models, arguments.model)["initial"]
            rows = [{name: row[name] for name in names} for row in csv.DictReader(lines)]
    words = [arguments.example, model, periods]
    told = subprocess.run(list(map(str, words)), check=True, capture_output=True, text=True).stdout
    taken = re.findall(r"^\s*(read|ordered|compiled|solved)\s+([\d.]+) ms", told, re.MULTILINE)
    seconds = {what: float(ms) / 1e3 for what, ms in reversed(taken)}
    ready = seconds["read"] + seconds["ordered"] + seconds["compiled"]
    return {"ready": ready, "solved": seconds["solved"], "apart": furthest(rows, trajectory), "whole": whole}


def measure(arguments):
    """The runs of every contender, A B C A B C."""
    contenders = ["Triffin", *PEERS]
    found = {contender: [] for contender in contenders}
    for contender in contenders * arguments.runs:
        try:
            run = run_triffin(arguments) if contender == "Triffin" else run_peer(contender, arguments)
        except KeyboardInterrupt:
            break
        print(contender, run, file=sys.stderr, flush=True)
        found[contender].append(run)
    return found


def table(found):
    print("| program | ready s | solved s | whole process s | differs by | runs |\n|---|---:|---:|---:|---:|---:|")
    failures = []
    for contender, runs in found.items():
        reasons = [run["reason"] for run in runs if "reason" in run]
        if reasons:
            failures.append(f"{contender}: {len(reasons)} of {len(runs)} runs failed: {reasons[0]}")
        done = [run for run in runs if "reason" not in run]
        if done:
            ready, solved, whole = (statistics.median(run[key] for run in done) for key in ("ready", "solved", "whole"))
            apart = max(run["apart"] for run in done)
            print(f"| {contender} | {ready:.4f} | {solved:.4f} | {whole:.3f} | {apart:.0e} | {len(done)} |")
    print("\n" + "\n".join(failures))


def versions():
    told = []
    for package in dict.fromkeys(package for _, package in PEERS.values()):
        try:
            told.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            told.append(f"{package} not installed")
    return ", ".join(told)


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--models", type=pathlib.Path, required=True)
    asked.add_argument("--model", default="OPENFLEX")
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--patience", type=float, default=300.0, help="seconds a run may take")
    asked.add_argument("--triffin", type=pathlib.Path, default="target/release/triffin")
    asked.add_argument("--example", type=pathlib.Path, default="target/release/examples/solve")
    asked.add_argument("--child", choices=PEERS, help=argparse.SUPPRESS)
    asked = asked.parse_args()
    asked.models = asked.models.resolve()
    if asked.child:
        return child(asked)
    print(versions() + "\n", file=sys.stderr)
    table(measure(asked))


if __name__ == "__main__":
    main()
