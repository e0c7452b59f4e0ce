"""Corpus statistics: description, frequency, vocabulary, diversity, readability, keyness, dispersion,
collocation, concordance, and change over time.

Measures start from counts (`document_term_matrix` of the table `term_counts`) or from running words (`tokens`
of the articles); both are built batch by batch.
"""

from analysis.statistics.bursts import bursts as bursts
from analysis.statistics.collocation import collocates as collocates
from analysis.statistics.collocation import collocations as collocations
from analysis.statistics.concordance import around as around
from analysis.statistics.concordance import concordance as concordance
from analysis.statistics.concordance import sort_lines as sort_lines
from analysis.statistics.description import description as description
from analysis.statistics.description import expected_types as expected_types
from analysis.statistics.description import gaps as gaps
from analysis.statistics.description import groups as groups
from analysis.statistics.description import timeline as timeline
from analysis.statistics.dictionaries import Dictionary as Dictionary
from analysis.statistics.dictionaries import dictionaries as dictionaries
from analysis.statistics.dispersion import dispersion as dispersion
from analysis.statistics.diversity import diversity as diversity
from analysis.statistics.diversity import hapaxes as hapaxes
from analysis.statistics.diversity import hdd as hdd
from analysis.statistics.diversity import mattr as mattr
from analysis.statistics.diversity import mtld as mtld
from analysis.statistics.diversity import yules_k as yules_k
from analysis.statistics.frequency import frequency as frequency
from analysis.statistics.frequency import rates as rates
from analysis.statistics.keyness import dealt as dealt
from analysis.statistics.keyness import keyness as keyness
from analysis.statistics.linguistics import linguistics as linguistics
from analysis.statistics.readability import readability as readability
from analysis.statistics.readability import syllables as syllables
from analysis.statistics.reference import reference as reference
from analysis.statistics.terms import DocumentTermMatrix as DocumentTermMatrix
from analysis.statistics.terms import Tokens as Tokens
from analysis.statistics.terms import document_term_matrix as document_term_matrix
from analysis.statistics.terms import matrix_of as matrix_of
from analysis.statistics.terms import phrase_positions as phrase_positions
from analysis.statistics.terms import stacked as stacked
from analysis.statistics.terms import term as term
from analysis.statistics.terms import term_counts as term_counts
from analysis.statistics.terms import terms as terms
from analysis.statistics.terms import tokens as tokens
from analysis.statistics.trends import change_points as change_points
from analysis.statistics.trends import periods as periods
from analysis.statistics.trends import slopes as slopes
from analysis.statistics.trends import trend as trend
from analysis.statistics.vocabulary import growth as growth
from analysis.statistics.vocabulary import lemma as lemma
from analysis.statistics.vocabulary import lemmas as lemmas
from analysis.statistics.vocabulary import ngrams as ngrams
from analysis.statistics.vocabulary import zipf_mandelbrot as zipf_mandelbrot
