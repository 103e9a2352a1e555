"""Federal Reserve H.10: monthly average exchange rates, local currency per US dollar."""

import csv

# The monthly rates that reading China's trade with its partners asks for.
FIRST_YEAR = 2001
WANTED = {
    "China": ("CHN", "CNY"),
    "Euro": ("EA", "EUR"),
    "Japan": ("JPN", "JPY"),
    "South Korea": ("KOR", "KRW"),
}


def observations(entry, folder):
    """Every month from 2001 on, the digits as printed."""
    name = entry["indicator"][0]["name"]
    with open(folder / entry["input"][0], encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            place, printed = WANTED.get(row["Country"]), row["Exchange rate"]
            if place and int(row["Date"][:4]) >= FIRST_YEAR and printed not in ("", "."):
                yield place[0], name, row["Date"][:7], printed, f"{place[1]} per USD", "observed"
