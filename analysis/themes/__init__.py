"""Themes: a corpus's articles in groups by their words, with intervals that include fitting them again."""

from analysis.themes.classification import Predictions as Predictions
from analysis.themes.classification import classified as classified
from analysis.themes.fitting import FEWEST_ARTICLES as FEWEST_ARTICLES
from analysis.themes.fitting import NUMBER as NUMBER
from analysis.themes.fitting import NUMBERS as NUMBERS
from analysis.themes.fitting import REFITS as REFITS
from analysis.themes.fitting import UNSTABLE as UNSTABLE
from analysis.themes.fitting import Refits as Refits
from analysis.themes.fitting import Themes as Themes
from analysis.themes.fitting import fit as fit
from analysis.themes.fitting import interval as interval
from analysis.themes.fitting import refitted as refitted
from analysis.themes.space import Vectors as Vectors
from analysis.themes.space import vectors as vectors
from analysis.themes.tables import article_table as article_table
from analysis.themes.tables import table as table
from analysis.themes.words import typical as typical
from analysis.themes.words import words as words
