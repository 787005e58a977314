"""What keeping the soft rules is worth, by the order in which the policy names them.

Distance from the stage is the measure (``Rule.PRECEDENCE``): a rule named before it is bought with
distance, one named before ``Rule.TOGETHER`` also with rows; a rule named after it is kept where
that costs nothing.
"""

from app.seating.solver.model import Policy, Rule, Spare

ROW = 1000.0  # a row more for a unit
FRONT_FIRST = 40.0  # the same where being near the stage counts more
_NEARER = 300.0  # no more can one person gain by sitting nearer
_ROWS = 4 * ROW  # no more can one person cost who tears units
_SPARE = {Spare.SPREAD: 300.0, Spare.PER_UNIT: 1000.0}


def of_row(policy: Policy) -> float:
    """Of every row more that a unit takes."""
    return FRONT_FIRST if policy.outranks(Rule.PRECEDENCE, Rule.TOGETHER) else ROW


def of_one(policy: Policy, rule: Rule) -> float:
    """Of one person too many at a door, or one row out of the order of speaking; 0 for a rule that
    may cost nothing."""
    if policy.outranks(rule, Rule.TOGETHER):
        return _ROWS
    return _NEARER if policy.outranks(rule, Rule.PRECEDENCE) else 0.0


def of_spare(policy: Policy) -> float:
    """Of a unit that has no free seat beside it."""
    more = 4.0 if policy.outranks(Rule.SPARE, Rule.PRECEDENCE) else 1.0
    return more * _SPARE.get(policy.spare, 0.0)
