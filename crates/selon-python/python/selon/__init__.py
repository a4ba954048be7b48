"""Selon reads news reports: who did what to whom, when, where, according to whom, tied to the exact words.

>>> import selon
>>> reading = selon.read("Kiev accuse Moscou d’avoir bombardé Kharkiv.", date="2024-03-14")
>>> [(claim.type, claim.evidence.text) for claim in reading.claims]
"""

from selon._selon import CLAIMS, REPORTS, Database, Error, Schema, Situation, Table, __version__
from selon.arrow import ArrowStream
from selon.batch import Batch, open, read_batch, situation
from selon.reading import Actor, Attribution, Claim, Evidence, Reading, Remark, read

__all__ = [
    "CLAIMS",
    "REPORTS",
    "Actor",
    "ArrowStream",
    "Attribution",
    "Batch",
    "Claim",
    "Database",
    "Error",
    "Evidence",
    "Reading",
    "Remark",
    "Schema",
    "Situation",
    "Table",
    "__version__",
    "open",
    "read",
    "read_batch",
    "situation",
]
