"""The spaCy component, on a blank pipeline."""

import pytest

spacy = pytest.importorskip("spacy")


def test_claims_become_spans():
    import selon.spacy  # noqa: F401  (an installed package registers it by its entry point)

    nlp = spacy.blank("fr")
    nlp.add_pipe("selon", config={"date": "2024-03-14"})
    doc = nlp("Kiev accuse Moscou d’avoir bombardé Kharkiv.")
    assert doc._.selon.published == "2024-03-14"
    spans = {span.text: span for span in doc.spans["selon"]}
    assert spans["bombardé"].label_ == "ASSAULT" and spans["bombardé"]._.claim.type == "ASSAULT"
