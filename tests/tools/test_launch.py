"""The parts of the launcher that decide something; every test run starts real services."""

import json
import os
import re
import socket

import pytest

from tools import (
    environment,
    hygiene,
    lock,
    postgres,
    prepare,
    processes,
    services,
    settings,
    system,
)


@pytest.fixture
def locks(tmp_path):
    for group in ("base", "dev"):
        (tmp_path / f"{group}.lock").write_text(f"{group}==1\n")
    return tmp_path


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def url(port, scheme="postgres"):
    return f"{scheme}://cip:secret@127.0.0.1:{port}/cip"


class TestStamps:
    def test_same_locks_and_python_are_not_installed_again(self, locks):
        wanted = environment.stamps(["base", "dev"], locks, "3.11.7")

        assert environment.missing(wanted, dict(wanted)) == []

    def test_changed_lock_is_installed_again(self, locks):
        before = environment.stamps(["base", "dev"], locks, "3.11.7")
        (locks / "dev.lock").write_text("dev==2\n")

        after = environment.stamps(["base", "dev"], locks, "3.11.7")

        assert environment.missing(after, before) == ["dev"]

    def test_other_python_installs_everything(self, locks):
        before = environment.stamps(["base", "dev"], locks, "3.11.7")

        after = environment.stamps(["base", "dev"], locks, "3.12.1")

        assert environment.missing(after, before) == ["base", "dev"]

    @pytest.mark.parametrize("content", [None, "", "[1]", "{broken"])
    def test_absent_or_damaged_record_counts_as_nothing_installed(self, tmp_path, content):
        record = tmp_path / "installed.json"
        if content is not None:
            record.write_text(content)

        assert environment.read_record(record) == {}


class TestPython:
    @pytest.mark.parametrize(
        ("version", "expected"),
        [
            ("3.11.0", True),
            ("3.11", True),
            ("3.13.2", True),
            ("4.0.0", True),
            ("3.10.14", False),
            ("3.9.1", False),
            ("", False),
            ("3", False),
            ("three.eleven", False),
        ],
    )
    def test_new_enough(self, version, expected):
        assert environment.new_enough(version) is expected

    @pytest.mark.parametrize("key", ["version", "version_info"])
    def test_version_of_an_environment_made_by_venv_or_uv(self, tmp_path, key):
        (tmp_path / "pyvenv.cfg").write_text(f"home = bin\n{key} = 3.12.4\n")

        assert environment.venv_version(tmp_path) == "3.12.4"

    def test_environment_whose_python_was_removed_is_not_usable(self, tmp_path):
        (tmp_path / "pyvenv.cfg").write_text("version = 3.12.4\n")
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "python").symlink_to(tmp_path / "gone")

        assert environment.usable(tmp_path) is False


class TestPorts:
    def test_next_free_port_skips_a_taken_one(self, server):
        assert processes.next_free_port("127.0.0.1", server) > server

    def test_no_free_port_says_what_to_do(self, server):
        with pytest.raises(processes.StopLaunch, match="--port"):
            processes.next_free_port("127.0.0.1", server, tries=1)

    def test_free_port_can_be_bound(self):
        assert processes.can_bind("127.0.0.1", processes.any_free_port()) is True


class TestServicesRecord:
    @pytest.fixture
    def holder(self, tmp_path):
        instance = services.Instance(tmp_path)
        assert instance.take() is True
        yield instance
        instance.give_up()

    def test_live_record_is_found_by_another_command(self, tmp_path, holder, server):
        running = services.Running(7, "run", url(server), url(server, "redis"), "http://localhost")
        holder.publish(running)

        assert services.Instance(tmp_path).running() == running

    def test_record_is_for_its_owner_only(self, holder, server):
        holder.publish(services.Running(7, "run", url(server), url(server)))

        assert holder.record.stat().st_mode & 0o777 == 0o600

    def test_second_command_cannot_hold_the_data(self, tmp_path, holder):
        assert services.Instance(tmp_path).take() is False

    def test_record_of_a_dead_holder_is_ignored(self, tmp_path, server):
        dead = services.Instance(tmp_path)
        dead.lock.touch()
        dead.publish(services.Running(os.getpid(), "run", url(server), url(server)))

        assert services.Instance(tmp_path).running() is None

    def test_holder_whose_database_does_not_answer_is_not_running(self, tmp_path, holder, server):
        silent = processes.any_free_port()
        holder.publish(services.Running(7, "run", url(silent), url(server, "redis")))

        assert services.Instance(tmp_path).running() is None

    @pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"pid": 1})])
    def test_damaged_record_is_not_running(self, tmp_path, holder, content):
        holder.record.write_text(content)

        assert services.Instance(tmp_path).running() is None

    def test_giving_up_lets_the_next_one_in(self, tmp_path, holder):
        holder.give_up()

        following = services.Instance(tmp_path)
        assert following.take() is True
        following.give_up()


class TestSettings:
    def test_secret_key_is_made_once(self, tmp_path):
        path = tmp_path / "data" / "secret_key"

        first = settings.secret_key(path)

        assert len(first) >= 64
        assert settings.secret_key(path) == first
        assert path.stat().st_mode & 0o777 == 0o600

    def test_callers_settings_win_over_local_defaults(self, monkeypatch):
        monkeypatch.setenv("SECRET_KEY", "mine")
        monkeypatch.setenv("DEBUG", "1")
        monkeypatch.setenv("ALLOWED_HOSTS", "")

        env = settings.local({"DATABASE_URL": "d"}, port=8001)

        chosen = ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "DATABASE_URL")
        assert [env[name] for name in chosen] == ["mine", "1", "localhost,127.0.0.1", "d"]

    @pytest.mark.parametrize(
        ("host", "address", "allowed"),
        [
            ("127.0.0.1", "http://localhost:8000", "localhost,127.0.0.1"),
            ("::", "http://localhost:8000", "localhost,127.0.0.1"),
            ("192.0.2.7", "http://192.0.2.7:8000", "localhost,127.0.0.1,192.0.2.7"),
        ],
    )
    def test_address_follows_the_host(self, monkeypatch, host, address, allowed):
        monkeypatch.setenv("SECRET_KEY", "mine")
        for name in ("ALLOWED_HOSTS", "BASE_URL"):
            monkeypatch.delenv(name, raising=False)

        env = settings.local({}, host=host)

        assert (env["BASE_URL"], env["ALLOWED_HOSTS"]) == (address, allowed)

    def test_production_check_never_sees_the_local_switch(self, monkeypatch):
        monkeypatch.setenv("INSECURE_LOCAL", "1")

        env = settings.like_production({})

        assert "INSECURE_LOCAL" not in env
        assert env["DEBUG"] == "0"


class TestFiles:
    def test_fingerprint_follows_the_chosen_files_only(self, tmp_path):
        (tmp_path / "a.py").write_text("1")
        before = prepare.fingerprint(tmp_path, {".py"})
        (tmp_path / "a.html").write_text("1")
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests" / "b.py").write_text("1")

        assert prepare.fingerprint(tmp_path, {".py"}) == before

        (tmp_path / "a.py").write_text("22")
        assert prepare.fingerprint(tmp_path, {".py"}) != before

    def test_folder_closed_to_others_is_not_reachable(self, tmp_path):
        inner = tmp_path / "inner"
        inner.mkdir()
        inner.chmod(0o755)
        tmp_path.chmod(0o700)

        assert postgres.reachable_by_others(inner) is False

    def test_traces_of_a_machine_are_found(self):
        here = re.compile(re.escape("/srv/somewhere/cip"))
        text = "\n".join(
            [
                "fine: /var/lib/cip and /usr/bin/chromium",
                "index = https://py" + "pi.org/simple",
                "open('/ho" + "me/alice/notes.txt')",
                "cd /srv/somewhere/cip/tools",
            ]
        )

        assert [number for number, _ in hygiene.problems(text, here)] == [2, 3, 4]

    def test_pins_of_a_lock(self):
        text = (
            "# comment\n"
            "amqp==5.4.2 \\\n    --hash=sha256:00\n"
            "tzdata==2026.6 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
        )

        assert lock.pins(text) == {"amqp": "5.4.2", "tzdata": "2026.6"}


class TestBrowser:
    @pytest.fixture
    def programs(self, tmp_path):
        for name in ("chromium", "google-chrome", "own"):
            (tmp_path / name).touch(mode=0o755)
        return tmp_path

    def test_first_on_path(self, programs):
        assert system.find_browser({"PATH": str(programs)}) == str(programs / "chromium")

    def test_shell_before_the_whole_browser(self, programs):
        shell = programs / "chromium-headless-shell"
        shell.touch(mode=0o755)

        assert system.find_browser({"PATH": str(programs)}) == str(shell)

    def test_named_one_wins(self, programs):
        environ = {"PATH": str(programs), "CIP_CHROMIUM": str(programs / "own")}

        assert system.find_browser(environ) == str(programs / "own")

    def test_named_one_that_is_missing_is_not_replaced(self, programs):
        environ = {"PATH": str(programs), "CIP_CHROMIUM": str(programs / "missing")}

        assert system.find_browser(environ) is None

    def test_the_whole_browser_is_installed_where_there_is_no_shell(self, tmp_path, monkeypatch):
        asked = []

        def install(packages, *, why):
            asked.extend(packages)
            if packages == ["chromium"]:
                (tmp_path / "chromium").touch(mode=0o755)
            return packages == ["chromium"]

        monkeypatch.setattr(system, "install_packages", install)

        assert system.ensure_browser({"PATH": str(tmp_path)}) == str(tmp_path / "chromium")
        assert asked == ["chromium-headless-shell", "chromium"]
