"""Telephone numbers as lists hold them. Pure."""

import re

_MOVED = {  # 11-digit mobile numbers became 10-digit ones in September 2018
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    **dict(
        zip(
            ("0120", "0121", "0122", "0126", "0128"),
            ("070", "079", "077", "076", "078"),
            strict=True,
        )
    ),
    **dict(
        zip(
            ("0123", "0124", "0125", "0127", "0129"),
            ("083", "084", "085", "081", "082"),
            strict=True,
        )
    ),
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
_OLD, _MOBILE, _LAND = 11, 10, 11
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d{1,2}$")


def phones(text: str) -> list[str]:
    """All numbers of a cell as ``0912345678``: mobile ones first. Empty where there is none."""
    found = [number for part in _parts(text) if (number := _number(part))]
    mobile = [number for number in found if not number.startswith("02")]
    return list(dict.fromkeys(mobile + found))


def _parts(text: str) -> list[str]:
    text = text.strip()
    if _SCIENTIFIC.match(text):
        text = f"{float(text.replace(',', '.')):.0f}"
    text = re.sub(r"\.0+$", "", text)
    parts = [part for part in re.split(r"[/;,|\n]|\s-\s|\bhoặc\b|\bvà\b", text) if part.strip()]
    found = []
    for part in parts:
        digits = re.sub(r"\D", "", part)
        # Two numbers with nothing but a space or a dash between them.
        pair = re.fullmatch(r"\D*(0[\d.]{8,12})[\s-]+(0[\d.]{8,12})\D*", part.strip())
        found += [pair[1], pair[2]] if pair and len(digits) > _LAND else [part]
    return found


def _number(part: str) -> str:
    digits = re.sub(r"\D", "", part)
    if digits.startswith("0084"):
        digits = digits[4:]
    elif digits.startswith("84") and len(digits) >= _OLD:
        digits = digits[2:]
    if digits and not digits.startswith("0"):
        digits = f"0{digits}"
    if len(digits) == _OLD and digits[:4] in _MOVED:
        digits = _MOVED[digits[:4]] + digits[4:]
    is_mobile = re.fullmatch(r"0[35789]\d{8}", digits)
    is_land = re.fullmatch(r"02\d{8,9}", digits)
    return digits if is_mobile or is_land else ""
