"""The brain of the seating: a hall, people and rules in; placements, reasons and bounds out. Pure.

``model`` is what travels, ``check`` and ``score`` judge any plan, ``simple`` answers at once,
``ladder`` proves; the last one works in a process of its own (``python -m app.seating.solver``).
"""
