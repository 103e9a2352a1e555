"""Monthly goods trade with China as its partners report it, in full units of their currency."""

import csv
from datetime import datetime
from decimal import Decimal

from .figures import plain


def rows(entry, folder):
    """Two records a month: what the reporter exports to China, and imports from it."""
    with open(folder / entry["input"][0], encoding="utf-8-sig", newline="") as f:
        for line in csv.DictReader(f, delimiter=entry["delimiter"]):
            period = month(line[entry["date_column"]], entry["date_pattern"])
            yield record(entry, "export", period, line["Exports"])
            yield record(entry, "import", period, line["Imports"])


def month(printed, pattern):
    return datetime.strptime(printed, pattern).strftime("%Y-%m")


def record(entry, flow, period, printed):
    value = Decimal(printed.replace(",", "")) * entry["scale"]
    whole = plain(value.quantize(Decimal(1)) if value == value.to_integral_value() else value)
    valuation = entry["valuation"][flow]
    return [
        flow, entry["reporter"], "CHN", "TOTAL", period, whole, entry["currency"], valuation,
        entry["trade_system"], "observed",
    ]
