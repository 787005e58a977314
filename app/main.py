"""The application: every room's doors, and what every answer passes through."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse

from app.accounts import expiry
from app.accounts import routes as accounts
from app.agenda import api as agenda_api
from app.agenda import cue_routes as agenda_cues
from app.agenda import paper_routes as agenda_papers
from app.agenda import release_api as agenda_release_api
from app.agenda import release_routes as agenda_releases
from app.agenda import routes as agenda
from app.awards import api as awards_api
from app.awards import routes as awards
from app.checkin import api as checkin_api
from app.checkin import board_routes as checkin_board
from app.checkin import routes as checkin
from app.checkin import shell as checkin_shell
from app.checkin.board import in_the_hall
from app.checkin.doorkeeper import Doorkeeper
from app.checklist import api as checklist_api
from app.checklist import paper_routes as checklist_papers
from app.checklist import routes as checklist
from app.checklist import template_routes as checklist_template
from app.checklist import tick_routes as checklist_ticks
from app.conferences import routes as conferences
from app.courier import Courier
from app.db import Database
from app.delegates import api as delegates_api
from app.delegates import attendance_routes as delegate_attendance
from app.delegates import care_routes as delegate_care
from app.delegates import order_routes as delegate_order
from app.delegates import paper_routes as delegate_papers
from app.delegates import press_routes as delegate_press
from app.delegates import restoring as _restoring  # noqa: F401  # taught to the history
from app.delegates import routes as delegates
from app.files import Shelf
from app.intake import api as intake_api
from app.intake import file_routes as intake_files
from app.intake import office_routes as intake_office
from app.intake import routes as intake
from app.intake.scribe import Scribe
from app.invitations import address_routes as invitation_addresses
from app.invitations import routes as invitations
from app.links.expiry import close_expired
from app.live import api as live_api
from app.live import backstage_routes as live_backstage
from app.live import console_routes as live_console
from app.live import feed_routes as live_feeds
from app.live import report_routes as live_report
from app.live import routes as live
from app.live.hub import Hub
from app.memory import give_back_memory
from app.outbox import api as outbox_api
from app.outbox import routes as outbox
from app.outbox.sender import Sender, wake
from app.overview import routes as overview
from app.portal import routes as portal
from app.reminders import api as reminders_api
from app.reminders import feed_routes as reminder_feeds
from app.reminders import routes as reminders
from app.reminders import urging
from app.roster import api as roster_api
from app.roster import routes as roster
from app.runsheet import api as runsheet_api
from app.runsheet import routes as runsheet
from app.scheduler.runner import Errand, Scheduler
from app.seating import arrived
from app.seating.desk import api as desk_api
from app.seating.desk import release_routes
from app.seating.desk import routes as edit_routes
from app.seating.hall import api as hall_api
from app.seating.hall import routes as hall
from app.seating.map import api as seating_api
from app.seating.map import list_routes as seat_map
from app.seating.map import routes as seating
from app.seating.papers import routes as seat_papers
from app.seating.proposals import change_routes
from app.seating.proposals import routes as proposal_routes
from app.settings import Settings
from app.speeches import api as speeches_api
from app.speeches import choice_api as speech_choices_api
from app.speeches import choice_routes as speech_choices
from app.speeches import paper_routes as speech_papers
from app.speeches import routes as speeches
from app.speeches import text_api as speech_texts_api
from app.speeches import text_routes as speech_texts
from app.tasks import api as tasks_api
from app.tasks import routes as tasks
from app.web.assets import Assets
from app.web.headers import SecurityMiddleware
from app.web.language import LanguageMiddleware
from app.web.limits import Limits
from app.web.problems import answer_problems
from app.web.streams import Channels

LARGEST_REQUEST = 20 * 1024 * 1024


def create_app(settings: Settings) -> FastAPI:
    """The whole application over one database."""
    database = Database(settings.database)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
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

    app = FastAPI(
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
    for room in (
        accounts,
        conferences,
        agenda,
        agenda_cues,
        agenda_releases,
        agenda_papers,
        agenda_api,
        agenda_release_api,
        delegate_attendance,
        delegate_order,
        delegate_care,
        delegate_press,
        delegate_papers,
        delegates,
        delegates_api,
        roster,
        roster_api,
        live,
        live_console,
        live_report,
        live_api,
        live_backstage,
        live_feeds,
        portal,
        speech_choices,
        speech_papers,
        speech_texts,
        speeches,
        speech_choices_api,
        speech_texts_api,
        speeches_api,
        tasks,
        tasks_api,
        awards,
        awards_api,
        checklist,
        checklist_template,
        checklist_ticks,
        checklist_papers,
        checklist_api,
        seating,
        hall,
        hall_api,
        seat_map,
        seat_papers,
        seating_api,
        change_routes,
        desk_api,
        edit_routes,
        proposal_routes,
        release_routes,
        overview,
        intake,
        intake_files,
        intake_office,
        intake_api,
        invitation_addresses,
        invitations,
        runsheet,
        runsheet_api,
        outbox,
        outbox_api,
        checkin,
        checkin_board,
        checkin_api,
        checkin_shell,
        reminders,
        reminder_feeds,
        reminders_api,
    ):
        app.router.routes.extend(room.router.routes)  # include_router holds each route twice

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
        Errand(reminders.ERRAND, minute, lambda db: str(urging.run(db, settings.public_url))),
        Errand("letters", minute, wake),
        Errand("links", 10 * minute, close_expired),
        Errand("sessions", timedelta(hours=6), expiry.close_ended),
    ]


def build() -> FastAPI:
    """For servers that want a factory: configured from the environment."""
    give_back_memory()
    app = create_app(Settings())
    gc.collect()
    gc.freeze()  # to look through all that was loaded again and again would hold up every door
    return app
