"""The cells of a workbook's first sheet, as text. Enough for a flat table."""

import re
import xml.etree.ElementTree as ElementTree
import zipfile

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows(path):
    """Each row as a list of text cells; None where a cell is empty or absent."""
    with zipfile.ZipFile(path) as book:
        shared = [text_of(item) for item in parse(book, "xl/sharedStrings.xml")]
        sheet = parse(book, "xl/worksheets/sheet1.xml")
    return [cells(row, shared) for row in sheet.iter(NS + "row")]


def parse(book, member):
    return ElementTree.fromstring(book.read(member))


def text_of(item):
    return "".join(t.text or "" for t in item.iter(NS + "t"))


def cells(row, shared):
    out = []
    for cell in row:
        place = column(cell.get("r")) if cell.get("r") else len(out)
        out.extend([None] * (place - len(out)))
        value = cell.find(NS + "v")
        if value is None:
            out.append(None)
        else:
            out.append(shared[int(value.text)] if cell.get("t") == "s" else value.text)
    return out


def column(reference):
    """The 0-based column of a reference such as `BK7`."""
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
