"""The house keeps its own rules: sizes, one clock, pure rules, migrations, every promise kept."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from fastapi.routing import iter_route_contexts
from jinja2 import nodes
from sqlalchemy import Index, UniqueConstraint

from app import schema, vietnamese
from app.checklist import words
from app.conferences.models import Conference
from app.conferences.store import telling_moments
from app.db import engine_for
from app.errors import NotFound, SignInNeeded, TooMany
from app.halls.faults import BadPlan, Odd, Wrong
from app.halls.laying import SeatsLost
from app.live import faster
from app.main import create_app
from app.seating.acts.store import Stale
from app.seating.solver.model import Remark
from app.settings import Settings
from app.tables import metadata
from app.web import forms, problems
from app.web.pages import templates
from tests.conftest import Maker
from tests.databases import nothing

ROOT = Path(__file__).parents[1]
APP = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = sorted((ROOT / "app/templates").rglob("*.html"))
LARGEST_FILE = 300
STORES = {"store", "history", "search", "sums", "order"}
PARTS_OF_STORES = {  # where a room keeps much, its store stands in parts
    "checkin": {"admission", "again", "board", "cards", "devices", "readiness", "settling"},
    "checklist": {"additions", "changes", "counting", "sources"},
    "delegates": {"prints", "standing", "personal", "press", "quotas"},
    "intake": {"answers", "codes", "documents", "drafts"},
    "links": {"expiry"},
    "live": {"changes", "moderating"},
    "seating": {"carrying", "fairness", "first_plan", "question"},
    "tasks": {"reports"},
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", APP, ids=name)
def test_no_file_of_the_application_is_too_large(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LARGEST_FILE


@pytest.mark.parametrize("path", APP, ids=name)
def test_only_the_clock_reads_the_wall_clock(path: Path) -> None:
    if path.name == "clock.py" and path.parent.name == "app":
        return
    calls = re.findall(
        r"\b(?:datetime\.now|datetime\.utcnow|date\.today|time\.time|monotonic)\(",
        path.read_text("utf-8"),
    )
    assert calls == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("app/*/rules.py")), ids=name)
def test_rules_use_the_standard_library_and_errors_only(path: Path) -> None:
    pure = {"app.errors", "app.deadlines"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        modules = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for module in modules:
            assert module in pure or module.split(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", sorted(ROOT.glob("app/*/**/*.py")), ids=name)
def test_only_stores_ask_the_database(path: Path) -> None:
    room = path.relative_to(ROOT / "app").parts[0]
    if path.stem in STORES | PARTS_OF_STORES.get(room, set()) or room in {"web", "paper"}:
        return
    imported = [
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in {"sqlmodel", "sqlalchemy"}
        for alias in node.names
    ]
    assert not {"select", "insert", "delete", "update"} & set(imported)


def test_every_setting_is_explained_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for setting in Settings.model_fields:
        assert f"`{setting.upper()}`" in readme


def test_top_level_holds_what_it_should() -> None:
    allowed = {
        "app",
        "migrations",
        "seeds",
        "tests",
        "pyproject.toml",
        "Makefile",
        "README.md",
        "requirements.lock",
        "data",
    }
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found <= allowed


def test_migrations_go_up_down_and_up_again_and_match_the_tables(maker: Maker) -> None:
    template = maker.template("migrations", nothing)
    url = maker.clone(template)
    engine = engine_for(url, checks_references=False)
    schema.migrate(url, "base")
    assert not schema.is_current(engine)
    schema.migrate(url)
    config = Config()
    config.set_main_option("script_location", str(schema.FOLDER))
    config.set_main_option("path_separator", "os")
    try:
        assert schema.is_current(engine)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            try:
                command.check(config)
            except CommandError as difference:
                pytest.fail(str(difference))
    finally:
        engine.dispose()
        maker.drop(url)


TOLD = {
    "say",
    "Refused",
    "NotFound",
    "Forbidden",
    "SignInNeeded",
    "TooMany",
    "ValueError",
    "Remark",
}
SAID_BY_NAME = {  # where a sentence comes in a variable; said_by_name() finds them all
    "app/checklist/words.py",  # kinds of papers
    "app/intake/file_routes.py",
    "app/intake/visiting.py",
    "app/live/console_routes.py",
    "app/live/faster.py",  # by what was pressed
    "app/roster/opening.py",  # what the reader refused
    "app/roster/reports.py",  # remarks kept in drafts
    "app/roster/work.py",
    "app/commands/seating.py",  # a fault kept beside a proposal
    "app/templates/conferences/clock.html",  # telling_moments
    "app/templates/seating/proposal.html",  # a plan's remark
    "app/db.py",  # beside constraints
    "app/web/forms.py",
    "app/web/language.py",  # a failure's own
    "app/web/pages.py",  # days of the week
    "app/web/problems.py",
}


def constant(argument: object) -> str | None:
    value = getattr(argument, "value", None)
    return value if isinstance(value, str) else None


def sayings() -> Iterator[tuple[Path, str | None]]:
    """What templates and code say: the file, and the sentence, or None where it has but a name."""
    for path in TEMPLATES:
        for call in templates.parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_":
                yield path, constant(call.args[0])
    for path in APP:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TOLD and node.args:
                yield path, constant(node.args[0])


def said_by_name() -> set[str]:
    start = datetime(2026, 6, 2, 8, tzinfo=UTC)
    conference = Conference.model_construct(starts_at=start, ends_at=start + timedelta(hours=3))
    rules = (
        rule
        for table in metadata.tables.values()
        for rule in (*table.constraints, *table.indexes)
        if isinstance(rule, UniqueConstraint | Index)
    )
    return {
        *problems._SENTENCES.values(),
        *forms._FAULTS.values(),
        *vietnamese.WEEKDAYS,
        *words._PAPERS.values(),
        *faster.SENTENCES.values(),
        faster.ENDED,
        *(sentence.value for sentence in (*Wrong, *Odd, *Remark)),
        *(refusal.PATTERN for refusal in (BadPlan, SeatsLost)),
        *(name for name, _ in telling_moments(conference)),
        *(rule.info["refused"] for rule in rules if "refused" in rule.info),
        *(failure().pattern for failure in (NotFound, SignInNeeded, TooMany)),
        Stale([]).pattern,
    }


def said() -> set[str]:
    """Every sentence that templates and code hand to the catalogue."""
    return said_by_name() | {told for _, told in sayings() if told is not None}


def test_every_sentence_has_its_english() -> None:
    english = tomllib.loads((ROOT / "app/web/english.toml").read_text("utf-8"))
    assert sorted(said() - english.keys()) == []
    assert sorted(english.keys() - said()) == []
    assert list(english) == sorted(english)
    for sentence, translation in english.items():
        assert set(re.findall(r"\{\w*\}", sentence)) == set(re.findall(r"\{\w*\}", translation))


def test_sentences_that_come_in_variables_are_found() -> None:
    assert {name(path) for path, told in sayings() if told is None} == SAID_BY_NAME


def test_every_template_is_valid() -> None:
    for path in TEMPLATES:
        templates.get_template(str(path.relative_to(ROOT / "app/templates")))


OPEN_TO_ALL = {  # change nothing that belongs to anybody but the caller
    "/sign-in",
    "/language/{code}",
    "/P/{code}",  # a look-up, posted so that names stay out of addresses
    "/p/{code}",
}
THEIR_OWN = {  # of whoever is signed in
    "/sign-out",
    "/account/password",
    "/account/tokens",
    "/account/tokens/{token_id}/revocation",
}


def writing_routes() -> list[tuple[str, str]]:
    app = create_app(Settings(database_url="sqlite:///unused.db"))
    return sorted(
        (method, route.path)
        for route in iter_route_contexts(app.routes)
        if route.path
        for method in (route.methods or set()) - {"GET", "HEAD"}
    )


@pytest.mark.parametrize(("method", "path"), writing_routes())
def test_no_writing_route_obeys_a_stranger(client, joins, method: str, path: str) -> None:  # type: ignore[no-untyped-def]
    if path in OPEN_TO_ALL:
        return
    address = re.sub(r"\{[^}]*slug[^}]*\}", "hai-phong-2026", path)
    address = re.sub(r"\{[^}]+\}", "1", address)
    unknown = client.request(method, address)
    assert unknown.status_code in {401, 404}, "somebody who is not signed in"
    if path.startswith(("/api/v1/scans", "/api/v1/doors/", "/U/", "/u/")):
        return  # for devices and units, whose secret is in no session: their rooms' tests try it
    stranger = joins(None)
    if path.startswith("/api/"):
        headers = {"Authorization": f"Bearer {stranger.token}"}
        assert client.request(method, address, headers=headers).status_code in {403, 404}
        return
    without_token = {"X-CSRF-Token": ""}
    assert stranger.client.request(method, address, headers=without_token).status_code == 403
    if path not in THEIR_OWN:
        assert stranger.client.request(method, address).status_code in {403, 404}
