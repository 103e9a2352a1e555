"""The figures the explanation pages print, computed again from the set."""

from decimal import Decimal

from . import known, statements

YEAR = "2018"
MARGIN = Decimal("0.06")
PAGES = {
    "valuation": ["docs/explanation/valuation.md", "docs/explanation/valuation.zh-CN.md"],
    "basis": ["docs/explanation/basis.md", "docs/explanation/basis.zh-CN.md"],
}


def problems(starter):
    """Every figure that a page does not print as it comes out."""
    expected = {"valuation": valuation(starter), "basis": basis(starter)}
    found = []
    for topic, pages in PAGES.items():
        for page in pages:
            text = (starter.parent / page).read_text(encoding="utf-8").replace(" %", "%")
            found += [f"{page}: {figure} comes out and is not printed" for figure in expected[topic] if figure not in text]
    return found


def valuation(starter):
    """The two tables of a year's trade, in billions of dollars."""
    exports, imports = totals(starter / "china-trade-korea-customs.csv")
    us_exports, us_imports = totals(starter / "china-trade-us-census.csv")
    by_phi, by_tau, wrong = imports / (1 + MARGIN), imports * (1 - MARGIN), us_imports / (1 + MARGIN)
    return [
        f"| {exports:.2f} | {imports:.2f} | {exports - imports:.2f} |",
        f"| {exports:.2f} | {by_phi:.2f} | {exports - by_phi:.2f} |",
        f"| {exports:.2f} | {by_tau:.2f} | {exports - by_tau:.2f} |",
        f"| {us_exports:.2f} | {us_imports:.2f} | {signed(us_exports - us_imports)} |",
        f"| {us_exports:.2f} | {wrong:.2f} | {signed(us_exports - wrong)} |",
    ]


def basis(starter):
    """What the documents' own figures give."""
    us = stated(starter, "000")
    deficit, us_total = -us["C003"], -us["C017"]
    paper = stated(starter, "002")
    surplus, by_sector = paper["C138"] * 10_000, paper["C112"] / Decimal("0.57")
    start, trade, china = paper["C136"], paper["C100"], us["C014"]
    rate = known.series_value(starter / "world-bank-rates.csv", "CHN", "exchange_rate", "2024")
    lira = -us["C030"] / 100
    return [
        percent(deficit / us_total), percent(us["C012"] / us_total),
        f"{deficit / Decimal('0.325'):,.0f}", f"{deficit / Decimal('0.315'):,.0f}",
        f"{100 * surplus / trade:.0f}%", f"{by_sector:,.0f}", f"{surplus / by_sector:.1f}",
        percent(growth(start, surplus)), percent(growth(start, surplus / 10)),
        f"{100 * china / trade:.0f}%", f"{china / stated(starter, '003')['C184']:.1f}",
        f"{rate:.4f}", f"{china / rate:,.0f}",
        percent(1 - 1 / (1 + lira)), percent(1 / (1 - lira) - 1),
    ]


def growth(first, last):
    """The compound rate over the 35 years from 1983 to 2018."""
    return (last / first) ** (Decimal(1) / 35) - 1


def percent(ratio):
    return f"{100 * ratio:.1f}%"


def signed(value):
    return f"{value:.2f}".replace("-", "−")


def totals(path):
    """Exports and imports of the year, billions."""
    return [
        sum(value for period, value in known.flows(path, flow) if period.startswith(YEAR)) / 10**9
        for flow in ("export", "import")
    ]


def stated(starter, document):
    """Claim -> the first figure the document states under it."""
    figures = {}
    for row in statements.rows(starter / "documents" / f"{document}.csv"):
        if row["value"]:
            figures.setdefault(row["claim"], Decimal(row["value"]))
    return figures
