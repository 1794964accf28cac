"""Many processes before one cap, on both databases. The long siege is in `bench.money`."""

import sqlalchemy as sa
from tests.chaos.crowd import PRICE, Siege, besiege


def test_a_crowd_gets_what_fits_under_a_cap_and_nothing_more(url: sa.URL) -> None:
    siege = Siege(processes=8, orders=25)
    found = besiege(url, siege)
    assert found.wrong == ()
    assert found.left == PRICE - 1
    assert (found.granted, found.refused) == (siege.fitting, 200 - siege.fitting)
    assert found.is_right


def test_a_naive_crowd_passes_the_cap_and_is_found_out(url: sa.URL) -> None:
    found = besiege(url, Siege(processes=8, orders=25, naive=True))
    assert found.left < 0
    assert not found.is_right
