"""Words that tell what a name or a noun phrase stands for: titles, roles, organisations, places.

The lists are our own, but for common words, counted in news, and first names. These are from nomquamgender (MIT;
Van Buskirk, Clauset & Larremore 2023, "An open-source cultural consensus approach to name-based gender
classification") and the US census of 1990 (public domain): a gender is told that nine in ten of a name's bearers
share, or four in five where the census agrees. `training/speakers.py` makes both files.
"""

from analysis.speakers.lexicon.common_words import (
    BUTTONS as BUTTONS,
)
from analysis.speakers.lexicon.common_words import (
    CALENDAR as CALENDAR,
)
from analysis.speakers.lexicon.common_words import (
    COMMON_WORDS as COMMON_WORDS,
)
from analysis.speakers.lexicon.common_words import (
    DAYS as DAYS,
)
from analysis.speakers.lexicon.common_words import (
    MONTHS as MONTHS,
)
from analysis.speakers.lexicon.common_words import (
    SOMETIMES_NAMES as SOMETIMES_NAMES,
)
from analysis.speakers.lexicon.common_words import (
    is_word as is_word,
)
from analysis.speakers.lexicon.common_words import (
    words as words,
)
from analysis.speakers.lexicon.organisation_words import (
    CAMPS as CAMPS,
)
from analysis.speakers.lexicon.organisation_words import (
    FIRMS as FIRMS,
)
from analysis.speakers.lexicon.organisation_words import (
    NAMES_OF_THEIR_OWN as NAMES_OF_THEIR_OWN,
)
from analysis.speakers.lexicon.organisation_words import (
    ORGANISATION_NOUNS as ORGANISATION_NOUNS,
)
from analysis.speakers.lexicon.organisation_words import (
    ORGANISATION_WORDS as ORGANISATION_WORDS,
)
from analysis.speakers.lexicon.organisation_words import (
    SURNAMES_OF_ORGANISATIONS as SURNAMES_OF_ORGANISATIONS,
)
from analysis.speakers.lexicon.peoples import (
    GROUP_WORDS as GROUP_WORDS,
)
from analysis.speakers.lexicon.peoples import (
    PARTIES as PARTIES,
)
from analysis.speakers.lexicon.peoples import (
    is_group as is_group,
)
from analysis.speakers.lexicon.peoples import (
    is_kind_of_people as is_kind_of_people,
)
from analysis.speakers.lexicon.peoples import (
    is_people as is_people,
)
from analysis.speakers.lexicon.peoples import (
    is_plural as is_plural,
)
from analysis.speakers.lexicon.peoples import (
    is_several as is_several,
)
from analysis.speakers.lexicon.person_names import (
    COMMON_SURNAMES as COMMON_SURNAMES,
)
from analysis.speakers.lexicon.person_names import (
    FIRST_NAMES_AMONG_TITLES as FIRST_NAMES_AMONG_TITLES,
)
from analysis.speakers.lexicon.person_names import (
    INITIALS_OF_PEOPLE as INITIALS_OF_PEOPLE,
)
from analysis.speakers.lexicon.person_names import (
    PARTICLES as PARTICLES,
)
from analysis.speakers.lexicon.person_names import (
    SUFFIXES as SUFFIXES,
)
from analysis.speakers.lexicon.person_names import (
    SURNAMES_AMONG_TITLES as SURNAMES_AMONG_TITLES,
)
from analysis.speakers.lexicon.person_names import (
    SURNAMES_AMONG_WORDS as SURNAMES_AMONG_WORDS,
)
from analysis.speakers.lexicon.person_names import (
    Gender as Gender,
)
from analysis.speakers.lexicon.person_names import (
    gender_of as gender_of,
)
from analysis.speakers.lexicon.person_names import (
    is_first_name as is_first_name,
)
from analysis.speakers.lexicon.places import (
    AFTER_NEW as AFTER_NEW,
)
from analysis.speakers.lexicon.places import (
    DEMONYMS as DEMONYMS,
)
from analysis.speakers.lexicon.places import (
    LONG_PLACES as LONG_PLACES,
)
from analysis.speakers.lexicon.places import (
    METONYMS as METONYMS,
)
from analysis.speakers.lexicon.places import (
    PLACES as PLACES,
)
from analysis.speakers.lexicon.places import (
    STATES_IN_SHORT as STATES_IN_SHORT,
)
from analysis.speakers.lexicon.places import (
    is_native as is_native,
)
from analysis.speakers.lexicon.role_words import (
    ANONYMOUS_WORDS as ANONYMOUS_WORDS,
)
from analysis.speakers.lexicon.role_words import (
    FEMALE_NOUNS as FEMALE_NOUNS,
)
from analysis.speakers.lexicon.role_words import (
    HYPERNYMS as HYPERNYMS,
)
from analysis.speakers.lexicon.role_words import (
    MALE_NOUNS as MALE_NOUNS,
)
from analysis.speakers.lexicon.role_words import (
    NO_ROLES as NO_ROLES,
)
from analysis.speakers.lexicon.role_words import (
    PERSON_NOUNS as PERSON_NOUNS,
)
from analysis.speakers.lexicon.role_words import (
    ROLE_GROUPS as ROLE_GROUPS,
)
from analysis.speakers.lexicon.role_words import (
    ROLES as ROLES,
)
from analysis.speakers.lexicon.role_words import (
    STOPS_A_ROLE as STOPS_A_ROLE,
)
from analysis.speakers.lexicon.role_words import (
    VAGUE_ROLES as VAGUE_ROLES,
)
from analysis.speakers.lexicon.titles import (
    ABBREVIATED as ABBREVIATED,
)
from analysis.speakers.lexicon.titles import (
    BEFORE_A_TITLE as BEFORE_A_TITLE,
)
from analysis.speakers.lexicon.titles import (
    FEMALE_TITLES as FEMALE_TITLES,
)
from analysis.speakers.lexicon.titles import (
    HONORIFICS as HONORIFICS,
)
from analysis.speakers.lexicon.titles import (
    MALE_TITLES as MALE_TITLES,
)
from analysis.speakers.lexicon.titles import (
    PORTFOLIOS as PORTFOLIOS,
)
from analysis.speakers.lexicon.titles import (
    TITLES as TITLES,
)
from analysis.speakers.lexicon.titles import (
    is_title as is_title,
)
