"""The questions of the benchmark in DuckDB: `python questions_duckdb.py QUESTION DATA ANSWER.csv`.

A question's name ends in `-f64` where the doubles of the file are asked
instead of its decimals.
"""

import sys

import duckdb

question, data, answer = sys.argv[1:4]
value, quantity = ("value_f64", "quantity_f64") if question.endswith("-f64") else ("value", "quantity")
file = f"'{data}'"

TOTALS = f"""
    SELECT year, reporter, partner, sum({value}) AS total
    FROM {file} GROUP BY ALL ORDER BY ALL
"""

# Bennet's effects of each cell that both years have; the quotients are doubles.
CHANGES = f"""
    WITH cells AS (
        SELECT reporter, partner, product, flow, quantity_unit,
            sum({value}) FILTER (year = 2018) AS v0, sum({quantity}) FILTER (year = 2018) AS q0,
            sum({value}) FILTER (year = 2019) AS v1, sum({quantity}) FILTER (year = 2019) AS q1
        FROM {file} WHERE year IN (2018, 2019) GROUP BY ALL
    ), effects AS (
        SELECT reporter, flow, v0, v1, v1 - v0 AS change,
            v0::DOUBLE * q1::DOUBLE / q0::DOUBLE - v1::DOUBLE * q0::DOUBLE / q1::DOUBLE AS crossed
        FROM cells
    )
    SELECT reporter, flow, count(*) AS cells, sum(v0) AS v0, sum(v1) AS v1,
        sum((change + crossed) / 2) AS quantity, sum((change - crossed) / 2) AS price,
        sum(v1) FILTER (v0 IS NULL) AS entry, -sum(v0) FILTER (v1 IS NULL) AS exit
    FROM effects GROUP BY ALL ORDER BY ALL
"""

session = duckdb.connect()
session.execute("SET threads = 2")
sql = TOTALS if question.startswith("totals") else CHANGES
session.execute(f"COPY ({sql}) TO '{answer}' (HEADER)")
