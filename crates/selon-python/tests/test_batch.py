"""Tables in, tables out: every Arrow library, order, threads, bad rows, situations, databases."""

import concurrent.futures
import json
import os
import subprocess
import threading

import conftest
import pyarrow as pa
import pytest

import selon


def lines(table):
    return sorted(table.to_jsonl().splitlines())


def test_any_number_of_threads_and_any_order_give_the_same(reports):
    table = pa.Table.from_pylist(reports)
    one = selon.read_batch(table, jobs=1)
    assert one.claims.to_jsonl() == selon.read_batch(table, jobs=4).claims.to_jsonl()
    back = selon.read_batch(pa.Table.from_pylist(reports[::-1]))
    assert lines(back.claims) == lines(one.claims)
    assert pa.table(one.reports)["report_id"].to_pylist() == [report["id"] for report in reports]
    assert selon.situation(back).claims().to_jsonl() == selon.situation(one).claims().to_jsonl()


def test_readings_and_tables_give_the_same_events(reports):
    batch = selon.read_batch(pa.Table.from_pylist(reports))
    readings = [selon.read(**report) for report in reports]
    assert selon.situation(batch).events().to_jsonl() == selon.situation(readings).events().to_jsonl()
    merged = selon.situation(batch).claims()
    # Claims that come back from their own table are grouped to the same events.
    assert selon.situation(merged).claims().to_jsonl() == merged.to_jsonl()


def test_reports_that_copy_no_other_give_the_command_s_events(command, reports, tmp_path):
    # Tables of claims hold no texts, so that edited and translated copies are joined by the command alone.
    told = command("stories", "--from", conftest.DEMO, "--show", "reports", "--format", "jsonl")
    rows = [json.loads(line) for line in told.splitlines()]
    firsts = {row["report"] for row in rows if row["copy_group"] == row["report"]}
    originals = [report for report in reports if report["id"] in firsts]
    assert 10 < len(originals) < len(reports)
    file = tmp_path / "originals.jsonl"
    file.write_text("".join(json.dumps(report) + "\n" for report in originals), encoding="utf-8")
    situation = selon.situation(selon.read_batch(pa.Table.from_pylist(originals)))
    assert situation.events().to_jsonl() == command("events", "--from", file, "--format", "jsonl")
    contested = situation.contested()
    assert contested.to_jsonl() == command("contested", "--from", file, "--format", "jsonl")
    assert len(contested) > 0
    pairs = command("pairs", "--from", file, "--format", "csv", "--per", "day")
    assert situation.pairs(per="day").to_csv() == pairs


@pytest.mark.parametrize("library", ["pyarrow", "pandas", "polars", "duckdb"])
def test_every_arrow_library_is_taken_and_given(library, reports):
    module = pytest.importorskip(library)
    plain = pa.Table.from_pylist(reports[:4])
    if library == "pandas" or library == "polars":
        table = module.DataFrame(reports[:4])
    elif library == "duckdb":
        table = module.sql("SELECT * FROM plain")
    else:
        table = plain.to_reader()
    batch = selon.read_batch(table)
    assert lines(batch.claims) == lines(selon.read_batch(plain).claims)
    assert pa.table(batch).num_rows == len(batch.claims) > 0
    assert len(batch.claims.to_pandas()) == len(batch.claims.to_polars()) == len(batch.claims)


def test_a_bad_row_is_set_aside_and_the_others_are_read():
    texts = ["L’armée a bombardé Kharkiv.", None, "", "a" * 2_200_000, "L’armée a bombardé Kharkiv."]
    batch = selon.read_batch(pa.table({"body": texts, "id": range(5)}), columns={"text": "body"})
    reports = pa.table(batch.reports).to_pylist()
    assert [bool(report["set_aside"]) for report in reports] == [False, True, False, True, False]
    assert [report["report_id"] for report in reports] == ["0", "1", "2", "3", "4"]
    assert any(remark.startswith("text_empty: ") for remark in reports[2]["remarks"])
    assert set(pa.table(batch)["report_id"].to_pylist()) == {"0", "4"}


def test_rows_without_ids_are_named_by_their_content():
    texts = ["L’armée a bombardé Kharkiv.", "Paris a signé un accord.", "L’armée a bombardé Kharkiv."]
    ids = pa.table(selon.read_batch(pa.table({"text": texts})).reports)["report_id"].to_pylist()
    assert ids[0] == ids[2] != ids[1] and len(ids[0]) == 16


def test_tables_that_cannot_be_read_say_why():
    table = pa.table({"body": ["x"], "n": [[1]]})
    for columns, message in [
        (None, 'no column "text"'),
        ({"text": "n"}, "is no text"),
        ({"text": "words"}, 'no column "words"'),
        ({"texte": "body"}, 'no "texte"'),
    ]:
        with pytest.raises(selon.Error, match=message):
            selon.read_batch(table, columns=columns)
    with pytest.raises(ValueError, match="at least one thread"):
        selon.read_batch(table, jobs=0)
    with pytest.raises(selon.Error, match='no column "claim_id"'):
        selon.situation(table)


def test_dates_and_ids_of_any_type(reports):
    import datetime

    table = pa.table(
        {
            "text": pa.array(["Hier, l’armée a bombardé Kharkiv."] * 2).dictionary_encode(),
            "date": pa.array([datetime.date(2024, 3, 14), None]),
            "id": pa.array([7, 8], pa.uint8()),
        }
    )
    rows = pa.table(selon.read_batch(table).reports).to_pylist()
    assert [(row["report_id"], row["published"]) for row in rows] == [("7", "2024-03-14"), ("8", None)]
    empty = selon.read_batch(table.slice(0, 0))
    assert len(empty.claims) == 0 and pa.table(empty).schema.names == selon.CLAIMS.names


def test_other_threads_run_meanwhile(reports):
    table = pa.Table.from_pylist([dict(report, id=f"{n}") for n, report in enumerate(reports * 8)])
    n_turns, done = 0, threading.Event()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        future = pool.submit(selon.read_batch, table)
        future.add_done_callback(lambda _: done.set())
        while not done.wait(0.005):
            n_turns += 1
    assert n_turns > 5 and len(future.result().reports) == len(table)


def test_a_forked_process_reads_too(reports):
    table = pa.Table.from_pylist(reports[:4])
    expected = len(selon.read_batch(table, jobs=2).claims)
    child = os.fork()
    if child == 0:
        os._exit(0 if len(selon.read_batch(table, jobs=2).claims) == expected else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_database_is_looked_at(command, tmp_path, reports):
    path = tmp_path / "situation.db"
    command("ingest", conftest.DEMO, "--db", path)
    before = path.read_bytes()
    database = selon.open(path)
    assert len(database.reports()) == len(reports)
    wanted = [report["id"] for report in reports if report["lang"] == "fr"]
    assert sorted(pa.table(database.reports(lang="fr"))["report_id"].to_pylist()) == wanted
    batch = selon.read_batch(pa.Table.from_pylist(reports))
    assert database.situation().events().to_jsonl() == selon.situation(batch).events().to_jsonl()
    assert pa.table(database.search("Storlien")).num_rows > 0
    assert path.read_bytes() == before
    with pytest.raises(selon.Error, match="lang"):
        database.reports(lang="xx")
    with pytest.raises(selon.Error):
        selon.open(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database")
    with pytest.raises(selon.Error):
        selon.open(tmp_path / "text.db")


def test_schemas_say_what_columns_mean():
    schema = pa.schema(selon.CLAIMS)
    assert schema.field("claim_id").metadata[b"description"]
    assert schema.names == selon.CLAIMS.names and "set_aside" in selon.REPORTS.names


def test_the_package_is_typed():
    checked = subprocess.run(["mypy", "--version"], capture_output=True, check=False)
    if checked.returncode:
        pytest.skip("mypy is not installed")
    subprocess.run(["mypy"], cwd=conftest.ROOT / "crates" / "selon-python", check=True)
