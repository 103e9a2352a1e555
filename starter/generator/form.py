"""The form every file of the set must have; needs no publisher's file."""

import csv
import re

from . import statements, table

LARGEST_SET = 1_500_000
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
FLAGS = {"observed", "estimated", "break"}
VALUATIONS = {"export": {"fob", "fas"}, "import": {"cif", "customs"}}


def problems(starter, catalogue):
    """Everything about the committed files that is not as the README says."""
    found = size(starter)
    for entry in catalogue.computed():
        found += figures(starter, entry)
    for entry in catalogue.statements():
        found += stated(starter, entry)
    return found + unlisted(starter, catalogue)


def size(starter):
    total = sum(p.stat().st_size for p in starter.rglob("*") if p.is_file())
    return [f"starter/ holds {total} bytes, at most {LARGEST_SET} may be embedded"] if total > LARGEST_SET else []


def unlisted(starter, catalogue):
    listed = {entry["path"] for entry in catalogue.files}
    there = {str(p.relative_to(starter)) for p in starter.rglob("*.csv")}
    return [f"{name}: in SOURCES.toml or on disk, not in both" for name in sorted(listed ^ there)]


def figures(starter, entry):
    """A series or records file: columns, numbers, and no observation twice."""
    with open(starter / entry["path"], encoding="utf-8", newline="") as f:
        reader = csv.DictReader(f)
        rows = list(reader)
    expected = table.RECORDS if entry["kind"] == "records" else table.SERIES
    if reader.fieldnames != expected:
        return [f"{entry['path']}: columns are {reader.fieldnames}"]
    found, seen = [], set()
    for number, row in enumerate(rows, start=2):
        key = tuple(row[c] for c in ("flow", "reporter", "period") if c in row)
        key += tuple(row[c] for c in ("economy", "indicator") if c in row)
        if key in seen:
            found.append(f"{entry['path']}:{number}: the same observation twice")
        seen.add(key)
        found += [f"{entry['path']}:{number}: {what}" for what in of_row(entry, row)]
    return found


def of_row(entry, row):
    if not NUMBER.fullmatch(row["value"]):
        yield f"value {row['value']!r} is not plain digits"
    if not PERIOD.fullmatch(row["period"]):
        yield f"period {row['period']!r}"
    if row["flag"] not in FLAGS:
        yield f"flag {row['flag']!r}"
    if (row["publisher"], row["licence"], row["vintage"]) != origin(entry):
        yield "publisher, licence or vintage is not that of SOURCES.toml"
    if "valuation" in row and row["valuation"] not in VALUATIONS.get(row["flow"], ()):
        yield f"valuation {row['valuation']!r} of an {row['flow']}"


def origin(entry):
    return entry["publisher_short"], entry["licence_short"], entry["vintage"]


def stated(starter, entry):
    """A statements file: every row marked as a statement, wrong ones with a remark."""
    found = []
    for number, row in enumerate(statements.rows(starter / entry["path"]), start=2):
        found += [f"{entry['path']}:{number}: {what}" for what in of_statement(entry, row)]
    return found


def of_statement(entry, row):
    if list(row) != statements.COLUMNS or row["document"] != entry["document"]:
        yield "columns or document"
    if row["flag"] != "stated":
        yield f"flag {row['flag']!r}, a document's figure is `stated`"
    if row["relation"] not in statements.RELATIONS:
        yield f"relation {row['relation']!r}"
    if row["relation"] != "text" and not NUMBER.fullmatch(row["value"]):
        yield f"value {row['value']!r} is not plain digits"
    elif statements.carried_wrong(row):
        yield f"«{row['printed']}» does not show {', '.join(statements.carried_wrong(row))}"
    if bool(row["value_to"]) != (row["relation"] in ("to", "of")):
        yield "value_to stands with `to` and `of`, and only there"
    if row["verdict"] in ("inconsistent", "unit-or-basis error") and not row["remark_en"]:
        yield f"{row['verdict']} without a remark"
    if bool(row["remark_en"]) != bool(row["remark_zh"]):
        yield "a remark in one language only"
