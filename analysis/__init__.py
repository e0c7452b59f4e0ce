"""newsbook: what is in a news corpus, in what tone, who said what, and how outlets tell the same event.

Modules are imported where they are used (`from analysis import corpus, statistics`); importing `analysis`
itself loads nothing.
"""

__version__ = "0.1.0"
