"""Selon as a spaCy component: ``nlp.add_pipe("selon")`` sets ``doc._.selon`` and ``doc.spans["selon"]``.

The package's entry point registers the factory; this module is imported by spaCy.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from selon.reading import Claim, Reading, read


@Language.factory("selon", default_config={"date": None, "lang": None, "outlet": None})
def create_component(
    nlp: Language, name: str, date: str | None, lang: str | None, outlet: str | None
) -> SelonComponent:
    """The component.

    Args:
        nlp: The pipeline; its language is taken when ``lang`` is not stated.
        name: Its name in the pipeline.
        date: Publication date of all documents; one of its own can stand in ``doc.user_data["date"]``.
        lang: ISO 639-1.
        outlet: Publisher of all documents; one of its own can stand in ``doc.user_data["outlet"]``.

    """
    return SelonComponent(date, lang or (nlp.lang if nlp.lang != "xx" else None), outlet)


class SelonComponent:
    """Reads each document. A claim's span covers all tokens that its words touch."""

    def __init__(self, date: str | None, lang: str | None, outlet: str | None) -> None:
        """Keep what is stated about all documents, and declare the attributes."""
        self.date, self.lang, self.outlet = date, lang, outlet
        if not Doc.has_extension("selon"):
            Doc.set_extension("selon", default=None)
            Span.set_extension("claim", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.selon`` (a :class:`selon.Reading`) and ``doc.spans["selon"]``, each with its ``._.claim``."""
        date = doc.user_data.get("date", self.date)
        outlet = doc.user_data.get("outlet", self.outlet)
        reading: Reading = read(doc.text, date=date, lang=self.lang, outlet=outlet)
        doc._.selon = reading
        doc.spans["selon"] = [_span(doc, claim) for claim in reading.claims]
        return doc


def _span(doc: Doc, claim: Claim) -> Span:
    span = doc.char_span(claim.evidence.start, claim.evidence.end, label=claim.type, alignment_mode="expand")
    span._.claim = claim
    return span
