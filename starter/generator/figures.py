"""From a publisher's printed figure to the digits carried here."""

from decimal import ROUND_HALF_EVEN, Decimal

# A float printed with sixteen digits carries noise after the tenth; ten
# significant digits are more than any statistical office measures.
SIGNIFICANT = 10
# The store keeps money to six decimals.
MONEY_DECIMALS = 6


def carried(text, money):
    """`text` to at least ten significant digits, all integer digits kept.

    A figure of ten digits or fewer is carried as it is printed (an exponent is
    written out). A longer one is rounded half to even; `money` never carries
    more than six decimals.

    >>> carried("32567.999999999996", money=True), carried("3.16822E+12", money=True)
    ('32568', '3168220000000')
    >>> carried("24130909184.4985", money=True), carried("24772443.99001177", money=True)
    ('24130909184', '24772443.99')
    >>> carried("2.95572678942699E-05", money=False), carried("120.50", money=False)
    ('0.00002955726789', '120.50')
    >>> carried("0.00000012345678901", money=True), carried("-0.0", money=True)
    ('0', '0.0')
    """
    value = Decimal(text)
    if len(value.as_tuple().digits) <= SIGNIFICANT and not too_fine(value, money):
        return plain(value)
    decimals = max(0, SIGNIFICANT - 1 - value.adjusted())
    if money:
        decimals = min(decimals, MONEY_DECIMALS)
    return plain(rounded(value, decimals).normalize())


def too_fine(value, money):
    return money and -value.as_tuple().exponent > MONEY_DECIMALS


def rounded(value, decimals):
    """`value` with `decimals` digits after the point, half to even.

    >>> rounded(Decimal("0.5"), 0), rounded(Decimal("1.5"), 0)
    (Decimal('0'), Decimal('2'))
    """
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)


def plain(value):
    """Digits without an exponent and without a negative zero."""
    text = format(value, "f")
    return text[1:] if value == 0 and text.startswith("-") else text
