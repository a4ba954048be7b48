"""Spark: any partitioning gives the bytes of one machine, bad records are set aside, a lost worker changes nothing."""

import os
import shutil
import signal
import sys

import conftest
import pyarrow as pa
import pytest

import selon

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("no Java", allow_module_level=True)

from pyspark.sql import SparkSession

import selon.spark

SET_ASIDE = [{"id": "bad1", "text": None}, {"id": "bad2", "text": "a" * 2_200_000}]


def session(master):
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
    }
    builder = SparkSession.builder.master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


@pytest.fixture(scope="module")
def spark():
    spark = session("local[2]")
    yield spark
    spark.stop()


def frame(spark, rows):
    schema = "id STRING, text STRING, lang STRING, date STRING, title STRING, outlet STRING, url STRING"
    names = [field.split()[0] for field in schema.split(", ")]
    return spark.createDataFrame([[row.get(name) for name in names] for row in rows], schema)


@pytest.fixture(scope="module")
def expected(reports):
    batch = selon.read_batch(pa.Table.from_pylist(reports))
    return sorted(rows_of(batch.claims)), sorted(rows_of(selon.situation(batch).claims()))


def rows_of(table):
    return map(str, pa.table(table).to_pylist())


@pytest.mark.parametrize("n_partitions", [1, 2, 8, 64])
def test_every_partitioning_gives_the_same(spark, reports, expected, n_partitions):
    coded = selon.spark.code(frame(spark, reports + SET_ASIDE).repartition(n_partitions)).persist()
    assert coded.count() == len(reports) + 2
    assert sorted(rows_of(selon.spark.claims(coded).toArrow())) == expected[0]
    assert sorted(rows_of(selon.spark.merge(coded).toArrow())) == expected[1]
    aside = {row.report_id: row.set_aside for row in selon.spark.set_aside(coded).collect()}
    assert aside.keys() == {"bad1", "bad2"} and "no text" in aside["bad1"]
    coded.unpersist()


def test_copies_are_put_together_over_partitions(spark, reports):
    copies = [dict(report, id=f"z-{report['id']}", outlet="Echo", date="2031-03-12") for report in reports[:8]]
    coded = selon.spark.code(frame(spark, copies + reports).repartition(8))
    batch = selon.read_batch(pa.Table.from_pylist(reports + copies))
    merged = sorted(rows_of(selon.spark.merge(coded).toArrow()))
    assert merged == sorted(rows_of(selon.situation(batch).claims()))


def test_archives_are_read_file_by_file(spark, reports, tmp_path, expected):
    page = "<html><head><title>Frappe</title></head><body><article><p>{}</p></article></body></html>"
    text = "L’armée russe a bombardé Kharkiv mardi, a déclaré le ministère ukrainien de la Défense. " * 4
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page.format(text)}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://le-phare.example/1\r\n"
        f"WARC-Date: 2024-03-14T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    warc = tmp_path / "news.warc"
    warc.write_bytes(head.encode() + body + b"\r\n\r\n")
    coded = selon.spark.code_files(spark, [str(warc), str(conftest.DEMO), str(tmp_path / "none.warc")]).persist()
    aside = selon.spark.set_aside(coded).collect()
    assert len(aside) == 1 and "cannot be read" in aside[0].set_aside
    claims = selon.spark.claims(coded)
    of_demo = claims.where("report_id LIKE 'w%'").toArrow()
    assert sorted(rows_of(of_demo)) == expected[0]
    assert claims.where("url = 'https://le-phare.example/1' AND type = 'ASSAULT'").count() > 0
    coded.unpersist()


def test_columns_that_are_not_there_are_named(spark):
    df = spark.createDataFrame([("x",)], "body STRING")
    with pytest.raises(selon.Error, match="no column of texts"):
        selon.spark.code(df)
    with pytest.raises(selon.Error, match="no such field or column"):
        selon.spark.code(df, columns={"text": "words"})


@pytest.mark.skipif(os.environ.get("SELON_SLOW") != "1", reason="SELON_SLOW=1 starts a cluster of processes")
def test_a_cluster_of_processes_that_loses_a_worker(reports, expected, tmp_path):
    marker = str(tmp_path / "killed")

    def kill_first_attempt(batches):
        """A worker that dies once, as when an executor is lost."""
        for batch in batches:
            if not os.path.exists(marker):
                open(marker, "w").close()
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    active = SparkSession.getActiveSession()
    if active is not None:
        active.stop()
    spark = session("local-cluster[2,1,1024]")
    try:
        df = frame(spark, reports).repartition(8)
        lossy = df.mapInArrow(kill_first_attempt, df.schema)
        coded = selon.spark.code(lossy)
        assert sorted(rows_of(selon.spark.merge(coded).toArrow())) == expected[1]
        assert os.path.exists(marker)
    finally:
        spark.stop()
