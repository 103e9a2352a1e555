"""Writing the two kinds of tables: series and records."""

import csv
import io

SERIES = ["economy", "indicator", "period", "value", "unit", "flag", "source", "publisher", "licence", "vintage"]
RECORDS = [
    "flow", "reporter", "partner", "product", "period", "value", "currency", "valuation",
    "trade_system", "flag", "publisher", "licence", "vintage",
]


def text(columns, rows):
    """CSV with a header line, line feeds, and quotes only where needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def series(entry, observations):
    """The series file of `entry`; an observation is (economy, indicator, period, value, unit, flag)."""
    codes = {i["name"]: i.get("source", i["code"]) for i in entry["indicator"]}
    tail = [entry["publisher_short"], entry["licence_short"], entry["vintage"]]
    rank = {name: n for n, name in enumerate(codes)}
    ordered = sorted(observations, key=lambda o: (o[0], rank[o[1]], o[2]))
    return text(SERIES, ([*o, codes[o[1]], *tail] for o in ordered))


def records(entry, rows):
    """The records file of `entry`; a row stops before the publisher."""
    tail = [entry["publisher_short"], entry["licence_short"], entry["vintage"]]
    return text(RECORDS, ([*row, *tail] for row in rows))
