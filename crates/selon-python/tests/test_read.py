"""One report: objects, offsets, what a notebook shows, bad input."""

import datetime
import pickle

import conftest
import pytest

import selon

TEXT = "🇫🇷 Kiev accuse Moscou d’avoir bombardé <b>Kharkiv</b>. « Nous répondrons », a déclaré le ministère."


def test_offsets_are_those_of_python():
    reading = selon.read(TEXT, date="2024-03-14", lang="fr", outlet="Le Phare")
    assert reading.text == TEXT and reading.published == "2024-03-14"
    assert "bombardé" in [claim.evidence.text for claim in reading.claims]
    for claim in reading.claims:
        assert TEXT[claim.evidence.start : claim.evidence.end] == claim.evidence.text != ""
        assert claim.attribution in reading.attributions
        for party in claim.actors + claim.recipients:
            assert TEXT[party.evidence.start : party.evidence.end] == party.evidence.text
    for attribution in reading.attributions:
        for part in attribution.source + attribution.cue + attribution.content:
            assert TEXT[part.start : part.end] == part.text


def test_the_wire_record_is_the_command_s(command, reports):
    lines = command("read", "--format", "jsonl", conftest.DEMO).splitlines()
    for report, line in zip(reports, lines, strict=True):
        assert selon.read(**report).to_json() == line


def test_a_notebook_shows_no_markup_of_the_report():
    html = selon.read(TEXT, outlet="<script>", id="<i>")._repr_html_()
    assert "<b>Kharkiv" not in html and "<i>" not in html and "&lt;b&gt;Kharkiv" in html and "<mark" in html
    assert repr(selon.read("")).startswith("Reading('text', language unknown, date unknown")


@pytest.mark.parametrize("text", ["", " \n", "\x00\x1b[31m", "日本語のニュース。", "a" * 10_000, "«" * 3_000])
def test_bad_text_gives_remarks(text):
    reading = selon.read(text)
    assert reading.text == text and isinstance(reading.claims, tuple)


def test_what_cannot_be_read_says_why():
    with pytest.raises(selon.Error, match="more than 2097152 bytes"):
        selon.read("a" * 2_200_000)
    with pytest.raises(selon.Error, match="character 1 is half of a surrogate pair"):
        selon.read("a\ud800")
    with pytest.raises(TypeError):
        selon.read(b"bytes")


def test_dates_and_pickles():
    by_date = selon.read(TEXT, date=datetime.date(2024, 3, 14))
    assert by_date == selon.read(TEXT, date="2024-03-14")
    assert selon.read(TEXT, date="soon").published is None
    assert "date_invalid" in {remark.kind for remark in selon.read(TEXT, date="soon").remarks}
    back = pickle.loads(pickle.dumps(by_date))
    assert back == by_date and back.claims == by_date.claims
    with pytest.raises(selon.Error, match="comes from a pickle"):
        selon.situation([back])
