"""A sparse model of many trading economies, the same on every machine.

    python bench/generate_model.py --economies 1000 > world.sfc

Twenty equations an economy: income, prices, consumption out of income and
wealth, a portfolio of money and bills, a government and a central bank, and
imports from a few partners, so that all incomes and prices of the world
depend on one another. The openings are those of a steady state of one closed
economy, so that the first periods move.
"""

import argparse
import random


def economy(i, partners, say):
    """The equations of economy i; `partners` are those it sells to."""
    exports = " + ".join(f"{share:.6f}*IM{j}*P{j}/P{i}" for j, share in partners)
    say(f"Y{i} = C{i} + G{i} + X{i} - IM{i}")
    say(f"X{i} = {exports}")
    say(f"IM{i} = exp(log(mu{i}*Y{i}) + 0.3*log(P{i}/PW{i}))")
    world = " + ".join(f"{share:.6f}*P{j}" for j, share in partners)
    say(f"PW{i} = {world}")
    say(f"P{i} = 0.8*P{i}[-1] + 0.2*(1 + phi{i})*W{i}/PR{i}")
    say(f"W{i} = W{i}[-1]*(1 + 0.05*(N{i}/NF{i} - 1))")
    say(f"N{i} = Y{i}/PR{i}")
    say(f"NF{i} = 0.9*NF{i}[-1] + 0.1*N{i}")
    say(f"T{i} = theta{i}*(Y{i} + R{i}[-1]*BH{i}[-1])")
    say(f"YD{i} = Y{i} - T{i} + R{i}[-1]*BH{i}[-1]")
    say(f"C{i} = alpha{i}*YD{i} + 0.4*V{i}[-1]")
    say(f"V{i} = V{i}[-1] + YD{i} - C{i}")
    say(f"BH{i} = V{i}*(0.635 + 5*R{i} - 0.01*YD{i}/V{i})")
    say(f"HH{i} = V{i} - BH{i}")
    say(f"BS{i} = BS{i}[-1] + G{i} + R{i}[-1]*BS{i}[-1] - T{i} - R{i}[-1]*BCB{i}[-1]")
    say(f"BCB{i} = BS{i} - BH{i}")
    say(f"R{i} = rbar{i} + 0.001*(Y{i}[-1]/YT{i} - 1)")
    say(f"YT{i} = 0.95*YT{i}[-1] + 0.05*Y{i}[-1]")
    say(f"TB{i} = X{i} - IM{i}")
    say(f"NFA{i} = NFA{i}[-1] + TB{i}")


OPENING = {
    "Y": 106.486486, "P": 1.0, "W": 1.0, "NF": 106.486486, "BH": 64.864865, "V": 86.486486,
    "BS": 86.486486, "BCB": 21.621622, "R": 0.025, "YT": 106.486486, "NFA": 0.0, "C": 86.486486,
    "X": 15.0, "IM": 15.0, "PW": 1.0, "N": 106.486486, "T": 21.6216, "YD": 86.486486, "HH": 21.6216,
    "TB": 0.0,
}  # fmt: skip


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--economies", type=int, default=1000)
    asked.add_argument("--partners", type=int, default=3)
    asked.add_argument("--seed", type=int, default=1)
    asked = asked.parse_args()
    draw = random.Random(asked.seed)
    lines = []
    for i in range(asked.economies):
        for name, value in [
            ("G", 20 + draw.uniform(-2, 2)),
            ("mu", draw.uniform(0.1, 0.2)),
            ("theta", draw.uniform(0.18, 0.22)),
            ("alpha", draw.uniform(0.55, 0.65)),
            ("phi", draw.uniform(-0.02, 0.02)),
            ("PR", 1.0),
            ("rbar", 0.025),
        ]:
            word = "exog" if name == "G" else "param"
            lines.append(f"{word} {name}{i} = {value:.6f}")
        lines += [f"init {name}{i} = {value}" for name, value in OPENING.items()]
    for i in range(asked.economies):
        near = [(i + step) % asked.economies for step in range(1, asked.partners + 1)]
        shares = [draw.uniform(0.5, 1.5) for _ in near]
        partners = [(j, share / sum(shares)) for j, share in zip(near, shares)]
        economy(i, partners, lines.append)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
