"""One event, several outlets: what each took, reworded, moved or left out."""

from analysis.comparison.events import events as events
from analysis.comparison.omission import chains as chains
from analysis.comparison.omission import counterparts as counterparts
from analysis.comparison.omission import facts as facts
from analysis.comparison.reuse import passages as passages
from analysis.comparison.utterances import utterances as utterances
from analysis.comparison.wordings import Common as Common
from analysis.comparison.wordings import common as common
from analysis.comparison.wordings import differing as differing
from analysis.comparison.wordings import shared as shared
