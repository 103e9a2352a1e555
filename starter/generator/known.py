"""Figures the publishers print elsewhere, which the committed files must give."""

import csv
from decimal import Decimal

# (file, economy, indicator, period, figure, decimals it is published to)
SERIES = [
    ("world-bank-rates.csv", "CHN", "exchange_rate", "2018", "6.616", 3),
    ("world-bank-rates.csv", "TUR", "exchange_rate", "2018", "4.828", 3),
    ("world-bank-rates.csv", "TUR", "exchange_rate", "2024", "32.81", 2),
    ("world-bank-prices-reserves.csv", "CHN", "reserves", "2018", "3168E+9", -9),
    ("ewn.csv", "USA", "niip_official", "2018", "-9796E+3", -3),
    ("ewn.csv", "USA", "niip_excl_gold", "2018", "-10130E+3", -3),
    ("bis-eer.csv", "CHN", "neer", "2019", "116.06", 2),
    ("bis-eer.csv", "CHN", "reer", "2019", "122.04", 2),
    ("fed-h10-monthly.csv", "CHN", "exchange_rate", "2018-08", "6.8453", 4),
]
# (file, year, exports, imports) in billions of the currency, two decimals
YEARS = [("china-trade-us-census.csv", "2018", "120.28", "538.51")]
MONTHS = 228


def problems(starter):
    """Every known figure the files do not give."""
    found = []
    for name, economy, indicator, period, figure, decimals in SERIES:
        value = series_value(starter / name, economy, indicator, period)
        if value is None or round_to(value, decimals) != Decimal(figure):
            found.append(f"{name}: {economy} {indicator} {period} is {value}, published {figure}")
    for name, year, exports, imports in YEARS:
        for flow, figure in (("export", exports), ("import", imports)):
            billions = sum(r for p, r in flows(starter / name, flow) if p.startswith(year)) / 10**9
            if round_to(billions, 2) != Decimal(figure):
                found.append(f"{name}: {flow}s of {year} are {billions} bn, published {figure}")
    return found + gaps(starter)


def gaps(starter):
    """A month of 2001 to 2019 that a partner's file does not have."""
    found = []
    for path in sorted(starter.glob("china-trade-*.csv")):
        for flow in ("export", "import"):
            count = len({period for period, _ in flows(path, flow)})
            if count != MONTHS:
                found.append(f"{path.name}: {count} months of {flow}s, expected {MONTHS}")
    return found


def series_value(path, economy, indicator, period):
    for row in read(path):
        if (row["economy"], row["indicator"], row["period"]) == (economy, indicator, period):
            return Decimal(row["value"])
    return None


def flows(path, flow):
    return [(r["period"], Decimal(r["value"])) for r in read(path) if r["flow"] == flow]


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def round_to(value, decimals):
    return value.quantize(Decimal(1).scaleb(-decimals))
