"""External Wealth of Nations: accounts and external positions, millions of US dollars."""

import csv
import gzip

from .economies import ECONOMIES, FIRST_YEAR
from .figures import carried

BY_NAME = {e.ewn: e for e in ECONOMIES if e.ewn}
# Positions the authors estimate themselves in years without an official one.
ESTIMATED_WITHOUT_OFFICIAL = {"external_assets", "external_liabilities", "niip_excl_gold"}


def observations(entry, folder):
    """Every wanted figure from 1990 on; empty cells are left out, never zero."""
    with gzip.open(folder / entry["input"][0], "rt", encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            economy, year = BY_NAME.get(row["Country"]), int(row["Year"])
            if economy and year >= FIRST_YEAR:
                yield from of_year(entry, row, economy, year)


def of_year(entry, row, economy, year):
    for indicator in entry["indicator"]:
        value = row[indicator["code"]]
        if value:
            own = not row["OFFICIAL IIP"] and indicator["name"] in ESTIMATED_WITHOUT_OFFICIAL
            flag = "estimated" if own else "observed"
            yield economy.code, indicator["name"], year, carried(value, money=True), indicator["unit"], flag
