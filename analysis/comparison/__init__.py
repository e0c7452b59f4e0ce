"""One event, several outlets: what each took, reworded, moved or left out."""

from analysis.comparison.events import events as events
from analysis.comparison.omission import chains as chains
from analysis.comparison.omission import counterparts as counterparts
from analysis.comparison.omission import differing as differing
from analysis.comparison.omission import facts as facts
from analysis.comparison.omission import shared as shared
from analysis.comparison.reuse import passages as passages
from analysis.comparison.utterances import utterances as utterances
