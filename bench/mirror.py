"""Product-level trade that both ends report, for the mirror questions.

    python bench/mirror.py parquet 10000000 mirror-10m.parquet
    python bench/mirror.py csv     200000   mirror-200k.csv

One year, 186 reporters, both flows, about N cells. A flow has a true value at
FOB; the exporter reports it with an error of its own, the importer at CIF with
another: a margin that is the same for all flows but for noise by pair, and an
error that grows with the reporter's place in the list. A tenth of the flows
are told by one end alone. What was put in is printed, so that what comes out
can be held against it: the margin, and the errors' spread by reporter.
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from generate import coded, constant, decimals, headings

# Every economy of the list reports.
REPORTERS = (
    "AFG ALB DZA AGO ATG ARG ARM ABW AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BMU BTN BOL BIH BWA BRA BRN BGR BFA "
    "BDI CPV KHM CMR CAN CYM CAF TCD CHL CHN COL COM COG COD COK CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV "
    "GNQ ERI EST SWZ ETH FJI FIN FRA PYF GAB GMB GEO DEU GHA GRC GRL GRD GTM GIN GNB GUY HTI HND HKG HUN ISL IND IDN "
    "IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LTU LUX MAC MDG MWI MYS MDV "
    "MLI MLT MRT MUS MEX MDA MNG MNE MSR MAR MOZ MMR NAM NRU NPL NLD NCL NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG "
    "PRY PER PHL POL PRT QAT ROU RUS RWA KNA LCA VCT WSM STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF ESP LKA SDN "
    "SUR SWE CHE SYR TJK TZA THA TLS TGO TON TTO TUN TUR TKM TCA UGA UKR ARE"
).split()
YEAR = 2018
MARGIN = 0.08
SEED = 20_181_231


def spread(place):
    """Standard deviation of a reporter's error, log points: 0.02 to 0.42."""
    return 0.02 + 0.4 * place / (len(REPORTERS) - 1)


def flows(records, exporter):
    """The flows of one exporter: importer, product, value at each end in cents."""
    count = len(REPORTERS)
    n = (records // 2 * (exporter + 1)) // count - (records // 2 * exporter) // count
    rng = np.random.default_rng([SEED, records, exporter])
    # Distinct cells of importer and product, so that no flow is told twice.
    products = len(HEADINGS)
    cells = rng.choice((count - 1) * products, min(n, (count - 1) * products), replace=False)
    importer, product = cells // products, cells % products
    importer = np.where(importer >= exporter, importer + 1, importer)
    true = np.exp(rng.normal(11.0, 2.0, len(cells)))
    by_pair = np.random.default_rng([SEED, exporter]).normal(0.0, 0.02, count)
    margin = np.log1p(MARGIN) + by_pair[importer]
    told = true * np.exp(rng.normal(0.0, spread(exporter), len(cells)))
    seen = true * np.exp(margin + rng.normal(0.0, 1.0, len(cells)) * spread(importer))
    cents = lambda value: np.maximum(1, (value * 100.0).astype(np.int64))
    alone = rng.integers(0, 20, len(cells))
    return importer, product, cents(told), cents(seen), alone != 0, alone != 1


HEADINGS = headings()


def table(reporter, partner, product, flow, value):
    """Rows of the records table; `reporter` and `partner` are places in the list."""
    n = len(value)
    day = lambda text: (np.datetime64(text) - np.datetime64("1970-01-01")).astype(int)
    date = lambda text: pa.array(np.full(n, day(text), dtype=np.int32)).cast(pa.date32())
    return pa.table(
        {
            "flow": constant(flow, n),
            "reporter": coded(reporter.astype(np.int32), REPORTERS),
            "partner": coded(partner.astype(np.int32), REPORTERS),
            "partner_level": constant("economy", n),
            "product": coded(product.astype(np.int32), HEADINGS),
            "product_system": constant("HS", n),
            "product_level": pa.array(np.full(n, 4, dtype=np.int32)),
            "period": constant(str(YEAR), n),
            "freq": constant("A", n),
            "year": pa.array(np.full(n, YEAR, dtype=np.int32)),
            "period_start": date(f"{YEAR}-01-01"),
            "period_end": date(f"{YEAR}-12-31"),
            "value": decimals(value, 10_000),
            "currency": constant("USD", n),
            "valuation": constant("fob" if flow == "export" else "cif", n),
            "breakdown": constant("total", n),
            "flag": constant("observed", n),
        }
    )


def tables(records):
    """Both reports of the flows of every exporter."""
    for exporter in range(len(REPORTERS)):
        importer, product, told, seen, by_exporter, by_importer = flows(records, exporter)
        own = np.full(len(importer), exporter)
        yield table(own[by_exporter], importer[by_exporter], product[by_exporter], "export", told[by_exporter])
        yield table(importer[by_importer], own[by_importer], product[by_importer], "import", seen[by_importer])


def parquet(records, path):
    writer = None
    for rows in tables(records):
        writer = writer or pq.ParquetWriter(path, rows.schema, compression="snappy", store_schema=False)
        writer.write_table(rows)
    writer.close()


def csv(records, path):
    columns = ["flow", "reporter", "partner", "product", "period", "value", "currency", "valuation"]
    with open(path, "wb") as out:
        for place, rows in enumerate(tables(records)):
            rows = rows.select(columns)
            rows = rows.set_column(5, "value", rows["value"].cast(pa.decimal128(28, 2)))
            pc.write_csv(rows, out, write_options=pc.WriteOptions(include_header=place == 0, quoting_style="none"))


if __name__ == "__main__":
    kind, records, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    {"parquet": parquet, "csv": csv}[kind](records, path)
    print(f"{len(REPORTERS)} reporters, margin {MARGIN}, spread {spread(0):.2f} to {spread(len(REPORTERS) - 1):.2f}")
