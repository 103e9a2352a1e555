"""Statements: what the documents print, checked against the documents themselves."""

import csv
import re
from decimal import Decimal

COLUMNS = [
    "document", "line", "table", "item_en", "item_zh", "economy", "partner", "period", "relation",
    "value", "value_to", "unit", "currency", "unit_stated", "printed", "note", "flag", "claim",
    "verdict", "remark_en", "remark_zh",
]
# `=` as printed, a hedge as in the text, `>` and `<` a line that is crossed,
# `to` from value to value_to, `of` value parts in value_to, `text` words.
RELATIONS = {"=", "about", "nearly", "over", "under", ">", "<", "to", "of", "text"}
# A printed figure may be broken over lines by the page's columns.
LINES_A_FIGURE_SPANS = 3
# Figures the documents write in words.
WORDS = {"近乎持平": ["0"], "三分之一": ["1", "3"]}
# One 万亿 is ten thousand 亿.
YI_A_WANYI = 10_000


def rows(path):
    """The rows of one statements file."""
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def against_documents(starter, catalogue, shared):
    """Every row that its document, or the reviewed verdict, does not bear out."""
    problems = []
    verdicts = reviewed(shared / "spec" / "CLAIMS.csv")
    for entry in catalogue.statements():
        document = shared / "sources" / f"{entry['document']}.txt"
        lines = document.read_text(encoding="utf-8-sig").split("\n") if document.is_file() else None
        for number, row in enumerate(rows(starter / entry["path"]), start=2):
            place = f"{entry['path']}:{number}"
            if lines and not stands_at(lines, int(row["line"]), row["printed"]):
                problems.append(f"{place}: «{row['printed']}» does not stand at line {row['line']}")
            if verdicts and verdicts.get(row["claim"]) != row["verdict"]:
                problems.append(f"{place}: verdict of {row['claim']} is {verdicts.get(row['claim'])!r}")
    return problems


def reviewed(path):
    """Claim -> verdict; empty when the file is not there."""
    if not path.is_file():
        return {}
    with open(path, encoding="utf-8-sig", newline="") as f:
        return {row["id"]: row["verdict"] for row in csv.DictReader(f)}


def stands_at(lines, line, printed):
    """Does `printed` begin in that line, blanks aside?"""
    first = bare(lines[line - 1])
    text = first + bare("".join(lines[line : line + LINES_A_FIGURE_SPANS]))
    return 0 <= text.find(bare(printed)) < len(first)


def bare(text):
    return re.sub(r"\s+", "", text)


def carried_wrong(row):
    """The values of a row that its printed figure does not show, signs aside."""
    shown = numbers(row)
    values = [Decimal(row[c]) for c in ("value", "value_to") if row[c]]
    return [str(v) for v in values if abs(v) not in shown]


def numbers(row):
    """The numbers of the printed figure, in the row's unit."""
    text = bare(row["printed"]).replace(",", "")
    found = [Decimal(word) for word in WORDS.get(text, ())]
    for digits, scale in re.findall(r"(\d+(?:\.\d+)?)(万亿)?", text):
        mixed = scale and row["unit"].startswith("亿")
        found.append(Decimal(digits) * (YI_A_WANYI if mixed else 1))
    return found
