"""The address of the screens of stage and hall.

Revision ID: 0013
Revises: 0012
"""

import base64
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conference") as table:
        table.add_column(sa.Column("screen_code", sa.String(length=32), nullable=True))
    conference = sa.table("conference", sa.column("id"), sa.column("screen_code"))
    here = op.get_bind()
    for (id,) in here.execute(sa.select(conference.c.id)).all():
        code = base64.b32encode(secrets.token_bytes(17)).decode()[:26]
        here.execute(conference.update().where(conference.c.id == id).values(screen_code=code))
    with op.batch_alter_table("conference") as table:
        table.alter_column("screen_code", existing_type=sa.String(length=32), nullable=False)
        table.create_unique_constraint(op.f("uq_conference_screen_code"), ["screen_code"])


def downgrade() -> None:
    with op.batch_alter_table("conference") as table:
        table.drop_constraint(op.f("uq_conference_screen_code"), type_="unique")
        table.drop_column("screen_code")
