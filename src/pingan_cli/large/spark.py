"""A session of Spark, on this computer or a cluster, that says nothing but what the program says.

`pyspark` is a Spark of its own on this computer, `spark://HOST` a cluster's master, and `pyspark://?NAME=VALUE` sets
whatever Spark can be told, such as `spark.master=yarn`.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlsplit

from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told

_QUIET = {"spark.log.level": "ERROR", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
_SHUFFLES = "spark.sql.shuffle.partitions"
_MOST_SHUFFLES = 200
KEEP_TABLES = "--backend 'pyspark://?spark.sql.catalogImplementation=hive'"
_PORT = 7077
_SECONDS_TO_CONNECT = 5
SECONDS_TO_WORK = 60
"""How long a cluster may take to do its first piece of work."""


def settings_of(name: str) -> dict[str, str]:
    """What a backend's URL tells Spark.

    >>> settings_of("spark://one,two:7078?spark.executor.memory=2g")
    {'spark.master': 'spark://one:7077,two:7078', 'spark.executor.memory': '2g'}
    """
    url = urlsplit(name if "://" in name else f"{name}://")
    settings: dict[str, str] = {}
    if url.scheme == "spark" and url.netloc:
        hosts = ",".join(host if ":" in host else f"{host}:{_PORT}" for host in url.netloc.split(","))
        settings["spark.master"] = f"spark://{hosts}"
    elif url.path.strip("/"):
        settings["spark.sql.warehouse.dir"] = str(Path(url.path[1:]).absolute())
    return settings | dict(parse_qsl(url.query, keep_blank_values=True))


def open_session(name: str) -> Any:
    """The session that a backend's name or URL means. Raises `Refused` without Java, and where no master answers."""
    settings = settings_of(name)
    master = settings.get("spark.master", "")
    _require_java()
    if master.startswith("spark://"):
        _require_master(master)
    logging.getLogger("py4j").setLevel(logging.CRITICAL + 1)  # its errors are told once, by us
    typed = os.environ.get("PYSPARK_SUBMIT_ARGS", "")
    settings = {key: value for key, value in _QUIET.items() if key not in typed} | settings
    with tempfile.TemporaryFile() as log:
        try:
            with _told_to(log):  # Java goes on writing there, of which nobody needs to know
                builder: Any = import_module("pyspark.sql").SparkSession.builder
                for key, value in settings.items():
                    builder = builder.config(key, value)
                session = builder.getOrCreate()
        except Refused:
            raise
        except Exception as error:
            log.seek(0)
            raise _not_started(log.read().decode(errors="replace"), error) from error
    context = session.sparkContext
    if not context.getConf().contains(_SHUFFLES):
        session.conf.set(_SHUFFLES, str(max(1, min(context.defaultParallelism, _MOST_SHUFFLES))))
    if master.startswith("spark://"):
        _require_worker(session, master)
    return session


def keeps_no_tables(session: Any) -> bool:
    """Whether the tables that a session makes would be files without a name after it."""
    settings = session.conf
    ours = settings.get("spark.sql.defaultCatalog", "spark_catalog") == "spark_catalog"
    in_memory = settings.get("spark.sql.catalogImplementation", "in-memory") == "in-memory"
    return ours and in_memory and not settings.get("spark.sql.catalog.spark_catalog", "")


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home, "bin", "java")) if home else "java") is None:
        message = told("Spark needs Java, and there is none here")
        if home:
            message = told("Spark needs Java, and there is none in {folder}, which JAVA_HOME names", folder=home)
        raise Refused([Problem("usage", message, hint=told("install Java 17, or name its folder in JAVA_HOME"))])


def _require_master(master: str) -> None:
    """Raise `Refused` where none of a cluster's masters answers: Spark itself would try for a minute."""
    reason = ""
    for each in master.removeprefix("spark://").split(","):
        host, _, port = each.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS_TO_CONNECT).close()
        except ValueError:
            raise Refused([Problem("usage", told("{master} names no port", master=master))]) from None
        except OSError as error:
            reason = error.strerror or str(error)
        else:
            return
    message = told("the Spark master {master} cannot be reached: {reason}", master=master, reason=reason)
    raise Refused([Problem("usage", message, hint=told("is it running, and is that its address?"))])


def _require_worker(session: Any, master: str) -> None:
    """Raise `Refused` where a cluster does not do a first piece of work: without workers it would wait for ever."""
    done: list[int] = []
    work = Thread(target=lambda: done.append(session.range(1).count()), daemon=True)
    work.start()
    work.join(SECONDS_TO_WORK)
    if not done:
        message = told("no worker of the Spark cluster {master} does anything", master=master)
        hint = told("are there workers, and have they cores and memory to spare?")
        raise Refused([Problem("usage", message, hint=hint)])


def _not_started(log: str, error: Exception) -> Refused:
    """Why Spark could not be started, in a line: Java tells its own log, and Python only that there is nothing."""
    lines = [line.strip() for line in log.splitlines()]
    if any("UnsupportedClassVersionError" in line for line in lines):
        return Refused([Problem("usage", told("this Java is too old for Spark"), hint=told("install Java 17"))])
    told_by_java = [line for line in lines if "Exception" in line or "Error" in line or "ERROR" in line]
    reason = cause_of(error) if not told_by_java else told_by_java[0]
    return Refused([Problem("usage", told("Spark cannot be started: {reason}", reason=reason))])


def cause_of(error: BaseException) -> str:
    """What an error of Spark says, in a line: that of the first cause in Java, where it comes from there."""
    cause: Any = getattr(error, "java_exception", None)
    if cause is not None:
        try:
            while (before := cause.getCause()) is not None:
                cause = before
            return str(cause.getMessage() or cause.toString()).strip().partition("\n")[0]
        except Exception:  # Java has ended
            return told("Java has ended")
    return str(error).strip().partition("\n")[0]


@contextmanager
def _told_to(log: BinaryIO) -> Generator[None]:
    """Lead what is written to standard output and error into a file: also what programs write that are started."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [(number, os.dup(number)) for number in (1, 2)]
    try:
        for number, _ in kept:
            os.dup2(log.fileno(), number)
        yield
    finally:
        for number, saved in kept:
            os.dup2(saved, number)
            os.close(saved)
