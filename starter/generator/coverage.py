"""The coverage table of the README, counted from the files."""

import csv

OPEN, CLOSE = "<!-- coverage: counted by generate.py -->", "<!-- end of coverage -->"
HEAD = ["| file | publisher | licence | vintage | what | rows | from | to |", "|---|---|---|---|---|---|---|---|"]


def updated(starter, catalogue):
    """The README's text with its coverage table counted anew."""
    text = (starter / "README.md").read_text(encoding="utf-8")
    before, rest = text.split(OPEN)
    after = rest.split(CLOSE)[1]
    lines = HEAD + [line(starter, entry) for entry in catalogue.files]
    return "\n".join([before + OPEN, *lines, CLOSE]) + after


def line(starter, entry):
    with open(starter / entry["path"], encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    periods = sorted(r["period"].split("..")[0] for r in rows if r["period"])
    cells = [
        f"[{entry['path']}]({entry['path']})", entry["publisher_short"], entry["licence_short"], entry["vintage"],
        content(entry, rows), f"{len(rows):,}", periods[0], periods[-1],
    ]
    return "| " + " | ".join(cells) + " |"


def content(entry, rows):
    if entry["kind"] == "statements":
        return f"{len({r['table'] for r in rows})} tables and lists"
    if entry["kind"] == "records":
        return f"{entry['reporter']} with CHN, exports and imports"
    names = ", ".join(f"`{i['name']}`" for i in entry["indicator"])
    return f"{len({r['economy'] for r in rows})} economies: {names}"
