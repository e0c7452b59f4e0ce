"""Review: a sample that people code, and what it says of the machine's rows and of the corpus.

Decisions are events, appended and never changed; codings are made of events, estimates of codings and of the rows
that were frozen when the sample was drawn. Nothing that is made of something else is its only copy.
"""

from analysis.review.agreement import agreement as agreement
from analysis.review.agreement import disagreements as disagreements
from analysis.review.application import apply as apply
from analysis.review.classification import Classified as Classified
from analysis.review.classification import classify as classify
from analysis.review.classification import codes as codes
from analysis.review.classification import predictions as predictions
from analysis.review.classification import shares as shares
from analysis.review.codings import coded as coded
from analysis.review.codings import coded_spans as coded_spans
from analysis.review.codings import coded_unit as coded_unit
from analysis.review.codings import coded_units as coded_units
from analysis.review.codings import codings as codings
from analysis.review.codings import frozen as frozen
from analysis.review.estimates import estimate as estimate
from analysis.review.events import append as append
from analysis.review.events import decisions as decisions
from analysis.review.events import event as event
from analysis.review.events import live as live
from analysis.review.events import queue as queue
from analysis.review.events import read as read
from analysis.review.planning import plan as plan
from analysis.review.progress import described as described
from analysis.review.progress import progress as progress
from analysis.review.quality import quality as quality
from analysis.review.quantities import FIXED as FIXED
from analysis.review.samples import Sample as Sample
from analysis.review.samples import draw as draw
from analysis.review.samples import names as names
from analysis.review.samples import opened as opened
from analysis.review.tuning import tune as tune
