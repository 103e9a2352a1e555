"""Trade records for the benchmarks, the same on every machine.

    python bench/generate.py parquet 50000000 records-50m.parquet
    python bench/generate.py csv     5000000  records-5m.csv

Parquet: the typed columns of the records table (`triffin data path` prints
files of this kind), ten years, sixty reporters, sixty partners, five hundred
headings, both flows; value and quantity as decimal(28, 6), with the doubles
nearest to them beside. Rows come as files do, one reporter and year after the
other. CSV: the `records-csv` layout, two years of one reporter.

Prices drift by year and differ by heading, so that both effects of a
decomposition are there. CSV: a customs office's own ledger with day, regime
and region of every declaration. Draws are seeded by year and reporter, so a file of N
records depends on N alone.
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

YEARS = list(range(2015, 2025))
ECONOMIES = (
    "CHN USA DEU JPN NLD KOR ITA FRA MEX CAN GBR BEL IND ESP POL VNM SGP CHE THA BRA MYS AUS CZE AUT IDN TUR SAU "
    "SWE ARE HUN IRL ZAF NOR DNK ROU SVK PHL CHL FIN PRT GRC UKR NZL PER COL EGY PAK MAR BGD HRV LTU SVN BGR KAZ "
    "KEN ECU URY CRI LVA EST"
).split()
SEED = 20_181_207
ROW_GROUP = 1_000_000


def headings():
    """Five hundred four-digit codes over the chapters of the Harmonized System."""
    chapters = [c for c in range(1, 98) if c != 77]
    codes = [f"{chapter:02d}{place:02d}" for place in range(1, 7) for chapter in chapters]
    return sorted(codes[:500])


PRODUCTS = headings()
UNITS = ["kg", "u", "l", "m2"]


def skewed(rng, choices, n):
    """Places among `choices`, the first ones drawn most."""
    weights = 1.0 / (np.arange(choices) + 8.0)
    return rng.choice(choices, n, p=weights / weights.sum()).astype(np.int32)


def draw(n, year, reporter, part=0):
    """One reporter's records of a year: codes, quantity in thousandths, value in cents."""
    rng = np.random.default_rng([SEED, year, reporter, part])
    partner, product = skewed(rng, len(ECONOMIES), n), skewed(rng, len(PRODUCTS), n)
    # No trade of an economy with itself.
    partner = np.where(partner == reporter, (partner + 1) % len(ECONOMIES), partner).astype(np.int32)
    flow = rng.integers(0, 2, n).astype(np.int32)
    quantity = np.maximum(1, np.exp(rng.normal(11.0, 2.0, n)).astype(np.int64))
    price = (1.0 + product % 37) * (1.0 + 0.03 * (year - YEARS[0])) * np.exp(rng.normal(0.0, 0.2, n))
    value = np.maximum(1, (quantity * price / 10.0).astype(np.int64))
    return flow, partner, product, quantity, value, rng


def decimals(units, factor):
    """Whole `units` times `factor` as decimal(28, 6), without a float between."""
    low = np.zeros((len(units), 2), dtype=np.int64)
    # Millionths of these amounts stay below 2^63.
    low[:, 0] = units * factor
    return pa.Array.from_buffers(pa.decimal128(28, 6), len(units), [None, pa.py_buffer(low.tobytes())])


def coded(places, texts):
    return pa.DictionaryArray.from_arrays(pa.array(places), pa.array(texts)).cast(pa.string())


def constant(text, n):
    return coded(np.zeros(n, dtype=np.int32), [text])


def table(n, year, reporter):
    flow, partner, product, quantity, value, _ = draw(n, year, reporter)
    days = (np.datetime64(f"{year}-01-01") - np.datetime64("1970-01-01")).astype(int)
    last = (np.datetime64(f"{year}-12-31") - np.datetime64("1970-01-01")).astype(int)
    date = lambda day: pa.array(np.full(n, day, dtype=np.int32)).cast(pa.date32())
    columns = {
        "flow": coded(flow, ["export", "import"]),
        "reporter": constant(ECONOMIES[reporter], n),
        "partner": coded(partner, ECONOMIES),
        "partner_level": constant("economy", n),
        "product": coded(product, PRODUCTS),
        "product_system": constant("HS", n),
        "product_level": pa.array(np.full(n, 4, dtype=np.int32)),
        "period": constant(str(year), n),
        "freq": constant("A", n),
        "year": pa.array(np.full(n, year, dtype=np.int32)),
        "period_start": date(days),
        "period_end": date(last),
        "value": decimals(value, 10_000),
        "currency": constant("USD", n),
        "valuation": constant("fob", n),
        "quantity": decimals(quantity, 1_000),
        "quantity_unit": coded(product % len(UNITS), UNITS),
        "breakdown": constant("total", n),
        "flag": constant("observed", n),
        "value_f64": pa.array(value / 100.0),
        "quantity_f64": pa.array(quantity / 1000.0),
    }
    return pa.table(columns)


def parquet(records, path):
    slots = [(year, reporter) for year in YEARS for reporter in range(len(ECONOMIES))]
    writer, held, rows = None, [], 0
    for place, (year, reporter) in enumerate(slots):
        n = (records * (place + 1)) // len(slots) - (records * place) // len(slots)
        held.append(table(n, year, reporter))
        rows += n
        writer = writer or pq.ParquetWriter(path, held[0].schema, compression="snappy", store_schema=False)
        if rows >= ROW_GROUP or place + 1 == len(slots):
            whole = pa.concat_tables(held)
            full = len(whole) if place + 1 == len(slots) else len(whole) // ROW_GROUP * ROW_GROUP
            writer.write_table(whole.slice(0, full), row_group_size=ROW_GROUP)
            held, rows = [whole.slice(full)], len(whole) - full
    writer.close()


def csv(records, path):
    import pyarrow.csv as pc

    regimes, regions = ["general", "processing", "bonded"], [f"region {place}" for place in range(1, 32)]
    with open(path, "wb") as out:
        for block in range(0, records, ROW_GROUP):
            n = min(ROW_GROUP, records - block)
            second = block * 2 >= records
            flow, partner, product, quantity, value, rng = draw(n, 2019 if second else 2018, 0, block // ROW_GROUP)
            first = np.datetime64("2019-01-01" if second else "2018-01-01")
            day = first + rng.integers(0, 365, n).astype("timedelta64[D]")
            rows = pa.table(
                {
                    "flow": coded(flow, ["export", "import"]),
                    "reporter": constant("CHN", n),
                    "partner": coded(partner, ECONOMIES),
                    "product": coded(product, PRODUCTS),
                    "value": decimals(value, 10_000).cast(pa.decimal128(28, 2)),
                    "currency": constant("USD", n),
                    "valuation": constant("fob", n),
                    "quantity": decimals(quantity, 1_000).cast(pa.decimal128(28, 3)),
                    "quantity_unit": coded(product % len(UNITS), UNITS),
                    "regime": coded(skewed(rng, 3, n), regimes),
                    "region": coded(skewed(rng, 31, n), regions),
                    "declared_on": pa.array(day),
                }
            )
            options = pc.WriteOptions(include_header=block == 0, quoting_style="none")
            pc.write_csv(rows, out, write_options=options)


if __name__ == "__main__":
    kind, records, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    {"parquet": parquet, "csv": csv}[kind](records, path)
