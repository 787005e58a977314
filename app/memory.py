"""What the C library does with memory that was freed."""

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # of mallopt(3)
_MIB = 1024 * 1024


def give_back_memory() -> None:
    """Large blocks go back to the system at once, as they would not in glibc's own judgement: each
    thread that ever checked a password would keep its 7 MiB. Elsewhere nothing happens."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        for what, value in ((_TRIM_THRESHOLD, _MIB), (_MMAP_THRESHOLD, _MIB), (_ARENA_MAX, 2)):
            mallopt(what, value)
