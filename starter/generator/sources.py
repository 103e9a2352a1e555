"""The catalogue: SOURCES.toml as Python sees it."""

import sys

try:
    import tomllib
except ModuleNotFoundError:
    sys.exit("starter: Python 3.11 or later is needed (module tomllib)")


class Catalogue:
    """Every file of the set, in the order SOURCES.toml lists them."""

    def __init__(self, files):
        self.files = files

    def computed(self):
        """Files that a publisher's bytes determine."""
        return [f for f in self.files if f["kind"] != "statements"]

    def statements(self):
        """Files kept by hand: what a document says."""
        return [f for f in self.files if f["kind"] == "statements"]


def read(path):
    """The catalogue in `path`."""
    with open(path, "rb") as f:
        return Catalogue(tomllib.load(f)["file"])
