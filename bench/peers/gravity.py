"""Triffin and other estimators of gravity equations side by side.

    python bench/peers/gravity.py --example target/release/examples/gravity
        [--folder DIR] [--runs 5] [--panels 54k,288k,800k,unbalanced]
        [--also FILE.csv]

Makes simulated panels (exporters × importers × years, three effects, zeros),
estimates y ~ rta + ltar + brd with exporter-year, importer-year and pair
effects and errors clustered by pair, and prints Markdown: processor seconds
of the estimate alone (the file read, the peer's compilation warm), peak
resident memory of the whole process, and the largest relative difference of
coefficients and errors from a reference at tight tolerances. The peers are
asked twice: as they come, and at the tolerance of the reference. `--also`
adds the UNCTAD–WTO data of the Advanced Guide, an unbalanced real panel.
Every run is a process of its own; runs alternate and medians are printed.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

PANELS = {
    "54k": (60, 15, 0.0),
    "288k": (120, 20, 0.0),
    "800k": (200, 20, 0.0),
    "unbalanced": (150, 25, 0.45),
}
SIMULATED = ("y ~ rta + ltar + brd", ["exp^year", "imp^year", "exp^imp"], "exp^imp")
REAL = ("trade ~ rta", ["exporter^year", "importer^year", "pair_id"], "pair_id")


def panel(countries, years, left_out, seed=1):
    """Columns of a simulated panel; the same for the same numbers."""
    import numpy as np

    random = np.random.default_rng(seed)
    axes = [np.arange(countries), np.arange(countries), np.arange(years)]
    e, i, t = (axis.ravel() for axis in np.meshgrid(*axes, indexing="ij"))
    by_exporter = random.normal(0, 0.6, (countries, years))
    by_importer = random.normal(0, 0.6, (countries, years))
    by_pair = random.normal(0, 1, (countries, countries))
    begins = random.integers(0, 2 * years, (countries, countries))
    rta = (t >= begins[e, i]).astype(float)
    duty = np.maximum(0, random.normal(0.08, 0.05, (countries, countries, years)))
    ltar = np.log1p(duty).ravel() * (1 - 0.5 * rta)
    brd = (e != i) * (t / years)
    eta = 0.35 * rta - 4 * ltar + 0.05 * brd
    mean = np.exp(eta + by_exporter[e, t] + by_importer[i, t] + by_pair[e, i])
    y = mean * random.gamma(0.5, 2.0, mean.shape)
    y[random.random(mean.shape) < 0.1] = 0
    kept = random.random(mean.shape) >= left_out
    columns = {"exp": e, "imp": i, "year": t, "y": y.round(6), "rta": rta}
    columns |= {"ltar": ltar.round(8), "brd": brd.round(8)}
    return {name: column[kept] for name, column in columns.items()}


def write(file, columns):
    names = list(columns)
    lists = [columns[name].tolist() for name in names]
    with open(file, "w", encoding="ascii") as out:
        out.write(",".join(names) + "\n")
        out.writelines(",".join(map(repr, row)) + "\n" for row in zip(*lists))


def formula(model):
    return f"{model[0]} | {' + '.join(model[1])}"


def of_triffin(example, file, model):
    words = [example, str(file), formula(model), model[2]]
    run = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
    answer = {"terms": {}}
    for line in run.stdout.splitlines():
        name, *numbers = line.split(",")
        if name in ("seconds", "megabytes"):
            answer[name] = float(numbers[0])
        elif name != "rows":
            answer["terms"][name] = [float(number) for number in numbers]
    return answer


def of_pyfixest(file, model, tolerance):
    """In this process: one estimate to compile, one to measure."""
    import pandas
    import pyfixest

    data = pandas.read_csv(file)
    options = {"vcov": {"CRV1": model[2] if "^" not in model[2] else "pair"}}
    if "^" in model[2]:
        data["pair"] = data["exp"] * 100_000 + data["imp"]
    if tolerance:
        options |= {"iwls_tol": tolerance, "fixef_tol": tolerance, "iwls_maxiter": 200}
    few = data["year"] <= sorted(data["year"].unique())[2]
    pyfixest.fepois(formula(model), data if model is REAL else data[few], **options)
    before = time.process_time()
    fit = pyfixest.fepois(formula(model), data, **options)
    seconds = time.process_time() - before
    coefficients, errors = fit.coef(), fit.se()
    terms = {str(name): [float(coefficients[name]), float(errors[name])] for name in coefficients.index}
    return {"seconds": seconds, "terms": terms}


def of_statsmodels(file, model):
    """The effects as columns of zeros and ones: only for what fits in memory."""
    import numpy
    import pandas
    import statsmodels.api as sm

    data = pandas.read_csv(file)
    data = data[data["exp"].lt(20) & data["imp"].lt(20)]
    before = time.process_time()
    groups = [data["exp"] * 1000 + data["year"], data["imp"] * 1000 + data["year"]]
    groups.append(data["exp"] * 1000 + data["imp"])
    zero_one = [pandas.get_dummies(group, dtype=float) for group in groups]
    design = pandas.concat([data[["rta", "ltar", "brd"]], *zero_one], axis=1).to_numpy()
    fit = sm.GLM(data["y"].to_numpy(), design, family=sm.families.Poisson())
    result = fit.fit(cov_type="cluster", cov_kwds={"groups": groups[2].to_numpy()}, tol=1e-10)
    seconds = time.process_time() - before
    names = ["rta", "ltar", "brd"]
    return {
        "seconds": seconds,
        "rows": len(data),
        "terms": {n: [float(result.params[k]), float(result.bse[k])] for k, n in enumerate(names)},
    }


def in_a_process(words):
    words = [sys.executable, "-W", "ignore", __file__, *words]
    run = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def peak_megabytes():
    """Of this process alone; what the kernel says of a child counts its parent's."""
    status = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def differs(terms, reference, which):
    pairs = [(terms[name][which], reference[name][which]) for name in reference]
    return max(abs(one - other) / abs(other) for one, other in pairs)


def measure(name, file, model, arguments):
    contenders = {
        "Triffin": lambda: of_triffin(arguments.example, file, model),
        "pyfixest": lambda: in_a_process(["--one", str(file), "--loose", *kind(model)]),
        "pyfixest, 1e-10": lambda: in_a_process(["--one", str(file), *kind(model)]),
    }
    found = {each: [] for each in contenders}
    for run in range(arguments.runs):
        for each, ask in contenders.items():
            if each == "Triffin" or run < arguments.peer_runs:
                found[each].append(ask())
    reference = found["pyfixest, 1e-10"][0]["terms"]
    for each, answers in found.items():
        middle = {key: statistics.median(a[key] for a in answers) for key in ("seconds", "megabytes")}
        terms = answers[0]["terms"]
        print(
            f"| {name} | {each} | {middle['seconds']:.3f} | {middle['megabytes']:.0f} "
            f"| {differs(terms, reference, 0):.0e} | {differs(terms, reference, 1):.0e} | {len(answers)} |",
            flush=True,
        )


def kind(model):
    return ["--real"] if model is REAL else []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--example", default="target/release/examples/gravity")
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("target/bench"))
    parser.add_argument("--panels", default=",".join(PANELS))
    parser.add_argument("--also")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer-runs", type=int, default=3)
    parser.add_argument("--statsmodels", action="store_true")
    for hidden in ("--one",):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    for hidden in ("--loose", "--real"):
        parser.add_argument(hidden, action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        model = REAL if arguments.real else SIMULATED
        answer = of_pyfixest(arguments.one, model, None if arguments.loose else 1e-10)
        answer["megabytes"] = peak_megabytes()
        print(json.dumps(answer))
        return
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print("| panel | program | processor s | peak MB | coefficients differ by | errors differ by | runs |")
    print("|---|---|---:|---:|---:|---:|---:|", flush=True)
    for name in arguments.panels.split(","):
        file = arguments.folder / f"gravity-{name}.csv"
        if not file.exists():
            write(file, panel(*PANELS[name]))
        measure(name, file, SIMULATED, arguments)
        if arguments.statsmodels and name == "54k":
            answer = of_statsmodels(file, SIMULATED)
            print(f"| 20 × 20 × 15 of it | statsmodels | {answer['seconds']:.3f} | | | | 1 |", flush=True)
    if arguments.also:
        measure("Advanced Guide", arguments.also, REAL, arguments)


if __name__ == "__main__":
    main()
