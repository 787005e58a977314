"""Where the press sits; aisles beside any number of rows.

Revision ID: 0017
Revises: 0016
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("seat") as table:
        table.add_column(
            sa.Column("is_press", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("aisle") as table:
        table.alter_column("points", existing_type=sa.String(length=400), type_=sa.Text())


def downgrade() -> None:
    """The states of a hall that were kept are read by what does not know of the press either."""
    version = sa.table("hallversion", sa.column("id"), sa.column("layout", sa.Text()))
    here = op.get_bind()
    for id, layout in here.execute(sa.select(version.c.id, version.c.layout)).all():
        told = json.loads(layout)
        for block in told["blocks"]:
            for row in block["rows"]:
                for seat in row["seats"]:
                    seat.pop("is_press", None)
        text = json.dumps(told, ensure_ascii=False)
        here.execute(version.update().where(version.c.id == id).values(layout=text))
    aisle = sa.table("aisle", sa.column("points"))
    here.execute(aisle.delete().where(sa.func.length(aisle.c.points) > 400))
    with op.batch_alter_table("aisle") as table:
        table.alter_column("points", existing_type=sa.Text(), type_=sa.String(length=400))
    with op.batch_alter_table("seat") as table:
        table.drop_column("is_press")
