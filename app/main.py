"""The application: every room's doors, and what every answer passes through."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse

from app.accounts import expiry
from app.accounts import routes as accounts
from app.checkin.board import in_the_hall
from app.checkin.doorkeeper import Doorkeeper
from app.courier import Courier
from app.db import Database
from app.files import Shelf
from app.intake.scribe import Scribe
from app.links.expiry import close_expired
from app.live.hub import Hub
from app.memory import give_back_memory
from app.outbox.sender import Sender, wake
from app.reminders import urging
from app.scheduler.runner import Errand, Scheduler
from app.seating import arrived
from app.settings import Settings
from app.web.assets import Assets
from app.web.headers import SecurityMiddleware
from app.web.language import LanguageMiddleware
from app.web.limits import Limits
from app.web.problems import answer_problems
from app.web.rooms import House, Room
from app.web.streams import Channels

LARGEST_REQUEST = 20 * 1024 * 1024

# The first whose place is in the address opens.
ROOMS = (
    Room("[gGsSpP]", "portal.routes"),
    Room(
        "agenda|[lL]/[^/]+/(programme|schedule)",
        "agenda.routes",
        "agenda.cue_routes",
        "agenda.release_routes",
        "agenda.paper_routes",
        "agenda.api",
        "agenda.release_api",
    ),
    Room(
        "live|[lLmM]",
        "live.routes",
        "live.console_routes",
        "live.report_routes",
        "live.api",
        "live.feed_routes",
    ),
    Room("runsheet", "live.backstage_routes", "runsheet.routes", "runsheet.api"),
    Room(
        "attendance|doors|door|d|D|scans",
        "checkin.routes",
        "checkin.board_routes",
        "checkin.api",
        "checkin.shell",
    ),
    Room(
        "delegates",
        "delegates.attendance_routes",
        "delegates.order_routes",
        "delegates.care_routes",
        "delegates.press_routes",
        "delegates.paper_routes",
        "delegates.routes",
        "delegates.api",
    ),
    Room("roster", "roster.routes", "roster.api"),
    Room(
        "speeches",
        "speeches.choice_routes",
        "speeches.paper_routes",
        "speeches.text_routes",
        "speeches.routes",
        "speeches.choice_api",
        "speeches.text_api",
        "speeches.api",
    ),
    Room("tasks", "tasks.routes", "tasks.api"),
    Room("awards", "awards.routes", "awards.api"),
    Room(
        "checklist",
        "checklist.routes",
        "checklist.template_routes",
        "checklist.tick_routes",
        "checklist.paper_routes",
        "checklist.api",
    ),
    Room(
        "seating",
        "seating.map.routes",
        "seating.map.list_routes",
        "seating.papers.routes",
        "seating.map.api",
        "seating.proposals.change_routes",
        "seating.desk.api",
        "seating.desk.routes",
        "seating.proposals.routes",
        "seating.proposals.comparison_routes",
        "seating.desk.release_routes",
    ),
    Room("hall", "seating.hall.routes", "seating.hall.api"),
    Room(
        "[cC]|reminders|[uU]/[^/]+/calendar",
        "reminders.routes",
        "reminders.feed_routes",
        "reminders.api",
    ),
    Room("[uU]", "intake.routes", "intake.file_routes"),
    Room("links", "intake.office_routes", "intake.api"),
    Room("invitations|[iI]", "invitations.address_routes", "invitations.routes"),
    Room("outbox", "outbox.routes", "outbox.api"),
    Room(
        "details|composition|clock|history|staff|conferences",
        "conferences.routes",
        "overview.routes",
        # what the history can take back
        "delegates.restoring",
        "speeches.restoring",
        "tasks.restoring",
        "awards.restoring",
    ),
)


def create_app(settings: Settings) -> House:
    """The whole application over one database."""
    database = Database(settings.database)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        database.bulletin.open()
        courier = Courier(database.bulletin, database.engine) if database.is_shared else None
        if courier is not None:
            courier.start()
        sender = Sender(database, settings)
        sender.start()
        scheduler = Scheduler(database, errands(settings), settings.tick_seconds)
        scheduler.start()
        yield
        await run_in_threadpool(scheduler.stop)
        await run_in_threadpool(sender.stop)
        if courier is not None:
            await courier.stop()
        database.engine.dispose()

    app = House(
        title="Nghị Sự",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
        max_body_size=LARGEST_REQUEST,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.limits = Limits()
    app.state.shelf = Shelf(settings.data_dir / "files")
    app.state.channels = Channels(database.bulletin)
    app.state.doorkeeper = Doorkeeper(database)
    app.state.scribe = Scribe(database)
    arrived.ask(in_the_hall)
    answer_problems(app)
    app.add_middleware(LanguageMiddleware)
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=6)
    app.add_middleware(Hub, database=database, channels=app.state.channels)
    app.add_middleware(SecurityMiddleware)
    app.mount("/static", Assets(), name="static")
    app.router.routes += [*accounts.router.routes, *ROOMS]

    @app.get("/healthz", include_in_schema=False)
    def is_ready() -> PlainTextResponse:
        with database.reading() as db:
            db.connection()
        return PlainTextResponse("ok")

    return app


def errands(settings: Settings) -> list[Errand]:
    """Whatever waits for its time, with how often it is looked at."""
    minute = timedelta(minutes=1)
    return [
        Errand(urging.ERRAND, minute, lambda db: str(urging.run(db, settings.public_url))),
        Errand("letters", minute, wake),
        Errand("links", 10 * minute, close_expired),
        Errand("sessions", timedelta(hours=6), expiry.close_ended),
    ]


def build() -> House:
    """For servers that want a factory: configured from the environment."""
    give_back_memory()
    app = create_app(Settings())
    gc.freeze()  # to look through all that was loaded again and again would hold up every door
    return app
