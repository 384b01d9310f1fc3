"""Passwords of URLs are in no message, whatever is wrong."""

from __future__ import annotations

import pytest

from pingan_cli.cli.app import run


def asked_of(capsys, data, backend, *options):
    status = run(["award", "--units", "none", "--data", str(data), "--backend", backend, *options])
    return status, capsys.readouterr().err


@pytest.mark.parametrize(
    "url",
    [
        "postgres://reader:s3cret@localhost:1/peace",
        "postgres://reader:s3c%72et@localhost:1/peace?password=s3cret",
        "postgres://reader:x@s3cret/y@localhost:1/peace",
        "postgres://reader:x?s3cret@localhost:1/peace",
        "postgres://reader:x#s3cret@localhost/peace",
        "postgres://reader:with space s3cret@localhost:1/peace",
        "postgres://reader:s3cret@localhost:port/peace",
        "nosuch://reader:s3cret@server/peace",
        "mysql://reader:s3cret@localhost:1/peace",
        "pyspark://?spark.hadoop.fs.s3a.secret.key=s3cret&spark.master=spark://localhost:1",
    ],
)
def test_a_password_is_never_told(tmp_path, capsys, url):
    for status, said in (
        asked_of(capsys, "cards", url),
        asked_of(capsys, "cards", url, "-o", "table:honours"),
        asked_of(capsys, "cards", "plain", url),
        asked_of(capsys, url, "plain"),
        asked_of(capsys, "cards.csv", "duckdb", "-o", url),
    ):
        assert status == 2
        assert "s3cret" not in said.replace("%72", "r")
        assert said.startswith(("error[", "cards", url.partition(":")[0]))
