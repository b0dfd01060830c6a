"""The configuration: read once, typed, refused with the name of what is wrong."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guichet.checks import env_example
from guichet.ground.config import BadConfig, Config

SECRET = "s" * 40


def config(folder: Path, **variables: str) -> Config:
    given = {f"GUICHET_{name.upper()}": value for name, value in variables.items()}
    return Config.from_env({"GUICHET_DATA_DIR": str(folder), **given})


def test_nothing_set_gives_a_desk_on_sqlite_that_answers_this_machine_only(tmp_path: Path) -> None:
    plain = config(tmp_path)

    assert plain.sqlite_path == tmp_path / "guichet.sqlite3"
    assert not plain.is_postgresql
    assert (plain.host, plain.port, plain.demo, plain.debug) == ("127.0.0.1", 8000, False, False)
    assert "localhost" in plain.hosts


def test_the_secret_of_a_new_installation_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = config(tmp_path), config(tmp_path)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = {one.secret_key for one in pool.map(lambda _: config(tmp_path), range(40))}

    assert len(secrets) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "eight"),
        ("port", "70000"),
        ("debug", "maybe"),
        ("max_upload_mb", "0"),
        ("base_url", "guichet.example.org"),
        ("database_url", "mysql://localhost/guichet"),
        ("default_language", "de"),
        ("mailbox", "guichet"),
        ("secret_key", "short"),
        ("reply_keys", f"{SECRET} short"),
        ("institution_accent", "blue"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_never_repeated(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadConfig) as refused:
        config(tmp_path, **{name: value})

    assert str(refused.value).startswith(f"GUICHET_{name.upper()}: expected ")
    assert f"'{value}'" not in str(refused.value)


def test_a_misspelt_setting_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="did you mean GUICHET_DATABASE_URL"):
        config(tmp_path, databse_url="x")


def test_the_knobs_of_rigs_are_not_settings(tmp_path: Path) -> None:
    assert config(tmp_path, rig_long="1", test_workers="4", bench_rows="10").port == 8000


def test_a_secret_may_be_given_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")

    assert config(tmp_path, secret_key_file=str(tmp_path / "key")).secret_key == SECRET


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="GUICHET_SECRET_KEY_FILE"):
        config(tmp_path, secret_key_file=str(tmp_path / "absent"))


def test_an_address_of_postgresql_is_taken_apart_and_unquoted(tmp_path: Path) -> None:
    given = config(tmp_path, database_url="postgres://am%40ina:p%2Fw@db.example.org:5433/desk?sslmode=require")

    assert given.is_postgresql
    assert given.postgresql_settings() == {
        "NAME": "desk",
        "USER": "am@ina",
        "PASSWORD": "p/w",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_is_given_in_the_query(tmp_path: Path) -> None:
    given = config(tmp_path, database_url="postgres://guichet@/desk?host=/run/postgresql").postgresql_settings()

    assert (given["HOST"], given["PORT"], given["OPTIONS"]) == ("/run/postgresql", "", {})


def test_the_demonstration_hands_its_mail_to_the_catcher_unless_told_otherwise(tmp_path: Path) -> None:
    assert config(tmp_path).smtp_out_port == 25
    assert config(tmp_path).smtp_out_starttls
    assert config(tmp_path, demo="true").smtp_out_port == 8026
    assert config(tmp_path, demo="true", smtp_out_port="2525").smtp_out_port == 2525


def test_the_address_follows_the_port_until_it_is_given(tmp_path: Path) -> None:
    assert config(tmp_path, port="9000").base_url == "http://localhost:9000"
    assert config(tmp_path, port="9000", base_url="https://desk.example.org/").base_url == "https://desk.example.org"


def test_half_an_identity_provider_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="GUICHET_OIDC_ISSUER"):
        config(tmp_path, oidc_client_id="desk")


def test_debugging_on_a_public_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="GUICHET_DEBUG"):
        config(tmp_path, debug="true", base_url="https://guichet.example.org")


@pytest.mark.proves("E02")
def test_reply_keys_rotate_newest_first_and_are_never_the_secret_itself(tmp_path: Path) -> None:
    assert config(tmp_path, reply_keys=f"{'n' * 40} {'o' * 40}").reply_key_ring == (b"n" * 40, b"o" * 40)

    derived = config(tmp_path, secret_key=SECRET)
    assert len(derived.reply_key_ring[0]) == 32
    assert derived.reply_key_ring[0] != derived.derived_key("another purpose")


def test_the_example_of_settings_names_every_one_of_them_and_sets_none(tmp_path: Path) -> None:
    text = env_example()

    assert text.count("#GUICHET_") == len(Config.__dataclass_fields__)
    assert all(line.startswith("#") or not line for line in text.splitlines())
