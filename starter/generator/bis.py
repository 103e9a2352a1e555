"""BIS effective exchange rates: the average of a year's twelve months, 2010 = 100."""

import csv
import gzip
from collections import defaultdict
from decimal import Decimal

from .economies import ECONOMIES
from .figures import plain, rounded

BY_AREA = {e.bis: e for e in ECONOMIES}
# The months are printed to two decimals; their mean is carried to four.
DECIMALS = 4


def observations(entry, folder):
    """Years with all twelve months; a partial year gives nothing."""
    by_type = {i["code"]: i for i in entry["indicator"]}
    months = defaultdict(list)
    with gzip.open(folder / entry["input"][0], "rt", encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            if row["area"] in BY_AREA and row["value"]:
                months[row["area"], row["type"], row["date"][:4]].append(Decimal(row["value"]))
    for (area, kind, year), values in months.items():
        if len(values) == 12:
            mean = plain(rounded(sum(values) / 12, DECIMALS))
            yield BY_AREA[area].code, by_type[kind]["name"], int(year), mean, by_type[kind]["unit"], "observed"
