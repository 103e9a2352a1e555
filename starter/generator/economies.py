"""The economies of the starter set and what each publisher calls them."""

from dataclasses import dataclass

FIRST_YEAR = 1990


@dataclass(frozen=True)
class Economy:
    """One economy; `ewn` is its name in External Wealth of Nations, None when left out there."""

    code: str
    bis: str
    ewn: str | None
    currency: str
    world_bank: str | None = None
    # The currency the World Bank quotes before a year (legacy euro currencies).
    before: tuple[int, str] | None = None

    def currency_in(self, year):
        """The currency the World Bank's rate of `year` is expressed in."""
        return self.before[1] if self.before and year < self.before[0] else self.currency


def _euro(code, bis, ewn, legacy):
    return Economy(code, bis, ewn, "EUR", before=(1999, legacy))


ECONOMIES = [
    Economy("ARG", "AR", "Argentina", "ARS"),
    Economy("AUS", "AU", "Australia", "AUD"),
    Economy("BRA", "BR", "Brazil", "BRL"),
    Economy("CAN", "CA", "Canada", "CAD"),
    Economy("CHE", "CH", "Switzerland", "CHF"),
    Economy("CHL", "CL", "Chile", "CLP"),
    Economy("CHN", "CN", "China,P.R.: Mainland", "CNY"),
    _euro("DEU", "DE", "Germany", "DEM"),
    # The euro area as one economy: External Wealth of Nations adds members up
    # without netting what they hold on each other, so it is not taken there.
    Economy("EA", "XM", None, "EUR", world_bank="EMU"),
    _euro("ESP", "ES", "Spain", "ESP"),
    _euro("FRA", "FR", "France", "FRF"),
    Economy("GBR", "GB", "United Kingdom", "GBP"),
    Economy("IDN", "ID", "Indonesia", "IDR"),
    Economy("IND", "IN", "India", "INR"),
    _euro("ITA", "IT", "Italy", "ITL"),
    Economy("JPN", "JP", "Japan", "JPY"),
    Economy("KOR", "KR", "Korea", "KRW"),
    Economy("MEX", "MX", "Mexico", "MXN"),
    Economy("MYS", "MY", "Malaysia", "MYR"),
    _euro("NLD", "NL", "Netherlands", "NLG"),
    Economy("POL", "PL", "Poland", "PLN"),
    Economy("RUS", "RU", "Russia", "RUB"),
    Economy("SAU", "SA", "Saudi Arabia", "SAR"),
    Economy("SGP", "SG", "Singapore", "SGD"),
    Economy("SWE", "SE", "Sweden", "SEK"),
    Economy("THA", "TH", "Thailand", "THB"),
    Economy("TUR", "TR", "Turkey", "TRY"),
    Economy("USA", "US", "United States", "USD"),
    Economy("VNM", "VN", "Vietnam", "VND"),
    Economy("ZAF", "ZA", "South Africa", "ZAR"),
]
