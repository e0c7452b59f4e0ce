"""How sure each reading of the rules is."""

from analysis.quotation import rules
from analysis.quotation.rules.precision import CONFIDENCE
from analysis.segmentation import segment


def test_every_confidence_is_a_chance():
    assert all(0 < value < 1 for value in CONFIDENCE.values())


def sure(text: str) -> float:
    return rules.found(segment(text))[0].confidence


def test_attributions_are_as_sure_as_their_reading():
    assert sure("Roe said that it rained.") == CONFIDENCE["preposed say"]
    assert sure("It rained, Roe said.") == CONFIDENCE["postposed say"]
    assert sure("According to Roe, it rained.") == CONFIDENCE["preposed according"]
    assert sure("Roe promised to leave.") == CONFIDENCE["preposed to"]
    assert sure("Roe called for rain.") == CONFIDENCE["preposed particle"]
    assert sure("Roe is sure that it rained.") == CONFIDENCE["adjective"]
    assert sure("His claim that it rained") == CONFIDENCE["noun"]
    assert sure("Roe is expected to win.") == CONFIDENCE["passive"]
    assert sure("“This bridge is a gift to us all.”") == CONFIDENCE["nobody"]
    assert sure("“Never,” Roe grinned.") == CONFIDENCE["postposed end"]
    assert sure("The Herald reported, citing two officials, that it rained.") == CONFIDENCE["preposed clause"]
