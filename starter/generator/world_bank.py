"""World Bank: the wide indicator files, the long inflation file, the DataBank workbook."""

import csv
import gzip

from . import xlsx
from .economies import ECONOMIES, FIRST_YEAR
from .figures import carried

BY_CODE = {e.world_bank or e.code: e for e in ECONOMIES}


def rates(entry, folder):
    """Official exchange rate, local currency per US dollar, average of the year."""
    name = entry["indicator"][0]["name"]
    for economy, year, value in wide(folder / entry["input"][0]):
        unit = f"{economy.currency_in(year)} per USD"
        if economy.code == "USA":
            continue  # one dollar per dollar tells nothing and has no currency pair
        changed = economy.before is not None and year == economy.before[0]
        yield economy.code, name, year, carried(value, money=False), unit, "break" if changed else "observed"


def prices_and_reserves(entry, folder):
    """Consumer price inflation in per cent, reserves in US dollars."""
    inflation, reserves = entry["indicator"]
    with gzip.open(folder / entry["input"][0], "rt", encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            economy, year = BY_CODE.get(row["Country Code"]), int(row["Year"])
            # The World Bank's inflation of a group is the median of its members, not the group's own.
            if economy and economy.code != "EA" and year >= FIRST_YEAR and row["CPI"]:
                value = carried(row["CPI"], money=False)
                yield economy.code, inflation["name"], year, value, inflation["unit"], "observed"
    for economy, year, value in wide(folder / entry["input"][1]):
        yield economy.code, reserves["name"], year, carried(value, money=True), reserves["unit"], "observed"


def balance_of_payments(entry, folder):
    """The workbook's balance-of-payments lines and GDP, US dollars."""
    wanted = {i["code"]: i for i in entry["indicator"]}
    header, *rows = xlsx.rows(folder / entry["input"][0])
    years = {n: int(cell.split(" ")[0]) for n, cell in enumerate(header) if cell and "[YR" in cell}
    for row in rows:
        cells = dict(zip(header, row))
        indicator, economy = wanted.get(cells.get("Series Code")), BY_CODE.get(cells.get("Country Code"))
        if not indicator or not economy:
            continue
        for n, year in years.items():
            if year >= FIRST_YEAR and row[n] not in (None, "", ".."):
                value = carried(row[n], money=True)
                yield economy.code, indicator["name"], year, value, indicator["unit"], "observed"


def wide(path):
    """(economy, year, printed figure) of a wide file, its preamble skipped when it has one."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    start = next(n for n, line in enumerate(lines) if line.replace('"', "").startswith("Country Name,"))
    for row in csv.DictReader(lines[start:]):
        economy = BY_CODE.get(row["Country Code"])
        for column, value in row.items() if economy else ():
            if column and column.isdigit() and int(column) >= FIRST_YEAR and value:
                yield economy, int(column), value
