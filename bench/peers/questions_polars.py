"""The questions of the benchmark in Polars: `python questions_polars.py QUESTION DATA ANSWER.csv`.

A question's name ends in `-f64` where the doubles of the file are asked
instead of its decimals.
"""

import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl  # noqa: E402  (reads the number of threads when imported)

question, data, answer = sys.argv[1:4]
value, quantity = ("value_f64", "quantity_f64") if question.endswith("-f64") else ("value", "quantity")


def real(name):
    return pl.col(name).cast(pl.Float64)


def changes(rows, first, keys):
    """Bennet's effects by `keys` of cells with `v0, q0, v1, q1`."""
    two = [("v0", value, first), ("q0", quantity, first), ("v1", value, ~first), ("q1", quantity, ~first)]
    sums = [pl.when(which).then(pl.col(column)).sum().alias(name) for name, column, which in two]
    seen = [which.any().alias(name) for name, which in (("in0", first), ("in1", ~first))]
    cells = rows.group_by(*keys, "product", "flow", "quantity_unit").agg(*sums, *seen)
    both = pl.col("in0") & pl.col("in1")
    crossed = real("v0") * real("q1") / real("q0") - real("v1") * real("q0") / real("q1")
    effects = cells.with_columns(pl.when(both).then(crossed).alias("crossed"), (real("v1") - real("v0")).alias("change"))
    group = ["reporter", "flow"] if "reporter" in keys else ["product", "flow"]
    return (
        effects.group_by(group)
        .agg(
            pl.len().alias("cells"),
            pl.col("v0").sum(),
            pl.col("v1").sum(),
            ((pl.col("change") + pl.col("crossed")) / 2).sum().alias("quantity"),
            ((pl.col("change") - pl.col("crossed")) / 2).sum().alias("price"),
            pl.when(~pl.col("in0")).then(pl.col("v1")).sum().alias("entry"),
            (-pl.when(~pl.col("in1")).then(pl.col("v0")).sum()).alias("exit"),
        )
        .sort(group)
    )


def totals():
    keys = ["year", "reporter", "partner"]
    return pl.scan_parquet(data).group_by(keys).agg(pl.col(value).sum().alias("total")).sort(keys)


def two_years():
    rows = pl.scan_parquet(data).filter(pl.col("year").is_in([2018, 2019]))
    return changes(rows, pl.col("year") == 2018, ["reporter", "partner"])


def customs_file():
    """Read, check every cell as the reader of records does, decompose."""
    number = pl.Float64 if question.endswith("-f64") else pl.Decimal(28, 6)
    texts = "flow reporter partner product value currency valuation quantity quantity_unit regime region declared_on"
    kinds = {name: pl.String for name in texts.split()} | {"value": number, "quantity": number, "declared_on": pl.Date}
    rows = pl.scan_csv(data, schema=kinds)
    fits = (
        pl.col("flow").is_in(["export", "import"])
        & pl.col("reporter").str.len_bytes().eq(3)
        & pl.col("partner").str.len_bytes().eq(3)
        & pl.col("product").str.contains(r"^\d+$")
        & (pl.col("product").str.len_bytes() % 2 == 0)
        & (pl.col("value") >= 0)
        & pl.col("currency").eq("USD")
        & pl.col("valuation").is_in(["fob", "cif"])
        & (pl.col("quantity") >= 0)
        & pl.col("regime").is_in(["general", "processing", "bonded", "reexport", "ecommerce", "other"])
        & pl.col("declared_on").is_not_null()
    )
    return changes(rows.filter(fits), pl.col("declared_on").dt.year() == 2018, [])


ask = totals if question.startswith("totals") else two_years if question.startswith("changes") else customs_file
if question.startswith("customs"):
    value, quantity = "value", "quantity"
ask().collect().write_csv(answer)
