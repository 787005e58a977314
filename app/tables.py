"""Every table, for migrations. Nothing imports this but they."""

from sqlmodel import SQLModel

import app.accounts.models
import app.agenda.models
import app.awards.models
import app.checkin.models
import app.checklist.models
import app.conferences.models
import app.delegates.models
import app.halls.models
import app.intake.models
import app.invitations.models
import app.links.models
import app.live.models
import app.outbox.models
import app.reminders.models
import app.roster.models
import app.runsheet.models
import app.scheduler.models
import app.seating.models
import app.speeches.models
import app.tasks.models  # noqa: F401  # imported for their tables

metadata = SQLModel.metadata
