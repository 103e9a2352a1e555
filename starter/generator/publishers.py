"""Which reader makes which file."""

from . import bis, china_trade, ewn, fed, table, world_bank

SERIES = {
    "bis": bis.observations,
    "ewn": ewn.observations,
    "fed": fed.observations,
    "world-bank-bop": world_bank.balance_of_payments,
    "world-bank-prices-reserves": world_bank.prices_and_reserves,
    "world-bank-rates": world_bank.rates,
}


def build(entry, folder):
    """The whole text of the file `entry` describes."""
    if entry["kind"] == "records":
        return table.records(entry, china_trade.rows(entry, folder))
    return table.series(entry, SERIES[entry["reader"]](entry, folder))
