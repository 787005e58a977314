"""What readers of the programme's files expect, written down from their public documentation:
c3voc's schedule.json and schedule.xml (https://c3voc.de/wiki/schedule) and Ontime 4's types."""

from typing import Any

_TEXT = {"type": "string"}
_WHEN = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_SLUG = {"type": "string", "pattern": r"^[a-z0-9_-]+[a-z0-9]$"}
_GUID = {"type": "string", "pattern": r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_URL = {"type": "string", "pattern": r"^https?://\S+$"}


def _of(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_PERSON = _of({"id": {"type": "integer"}, "public_name": _TEXT}, {"guid": _GUID})
_EVENT = _of(
    {
        **dict.fromkeys(("abstract", "language", "room", "subtitle", "title", "type"), _TEXT),
        "date": _WHEN,
        "duration": {"type": "string", "pattern": r"^[0-9]+:[0-9]{2}$"},
        "guid": _GUID,
        "id": {"type": "integer", "minimum": 1},
        "links": _list({"type": "object"}),
        "persons": _list(_PERSON),
        "slug": _SLUG,
        "start": {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$"},
        "track": _TEXT,
        "url": _URL,
    },
    {"end": _WHEN, "description": _TEXT, "attachments": _list({"type": "object"})},
)
_DAYS = _of(
    {
        "index": {"type": "integer"},
        "date": _DAY,
        "day_start": _WHEN,
        "day_end": _WHEN,
        "rooms": {"type": "object", "additionalProperties": _list(_EVENT)},
    }
)
_CONFERENCE = _of(
    {
        "acronym": {"type": "string", "pattern": r"^[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?$"},
        "title": _TEXT,
        "start": _DAY,
        "end": _DAY,
        "daysCount": {"type": "integer"},
        "timeslot_duration": {"type": "string", "pattern": r"^\d\d:\d\d$"},
        "days": _list(_DAYS),
    },
    {
        "time_zone_name": {"type": "string", "pattern": r"^[A-Z][a-z]+/[A-Z]\S+$"},
        "url": _URL,
        "rooms": _list(_of({"name": _TEXT, "guid": _GUID})),
    },
)
SCHEDULE = _of({"schedule": _of({"version": _TEXT, "conference": _CONFERENCE}, {"base_url": _URL})})

# The same structure as XML: what must be there, how often, and how it is written.
XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:simpleType name="moment"><xs:restriction base="xs:dateTime">
    <xs:pattern value=".+(Z|[+-]\\d{2}:\\d{2})"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="clock"><xs:restriction base="xs:string">
    <xs:pattern value="[0-2]\\d:[0-5]\\d(:[0-5]\\d)?"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="length"><xs:restriction base="xs:string">
    <xs:pattern value="\\d{1,2}:\\d{2}(:\\d{1,2})?"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="guid"><xs:restriction base="xs:string">
    <xs:pattern value="[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="address"><xs:restriction base="xs:anyURI">
    <xs:pattern value="https?://.*"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="slug"><xs:restriction base="xs:string">
    <xs:pattern value="[a-z0-9_]{4,}-[a-z0-9_-]{4,}"/></xs:restriction></xs:simpleType>
  <xs:complexType name="person"><xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="id" type="xs:integer"/><xs:attribute name="guid" type="guid"/>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="event"><xs:all>
    <xs:element name="room" type="xs:string"/><xs:element name="title" type="xs:string"/>
    <xs:element name="subtitle" type="xs:string" minOccurs="0"/>
    <xs:element name="type" type="xs:string"/><xs:element name="date" type="moment"/>
    <xs:element name="start" type="clock"/><xs:element name="duration" type="length"/>
    <xs:element name="abstract" type="xs:string"/><xs:element name="track" type="xs:string"/>
    <xs:element name="slug" type="slug" minOccurs="0"/>
    <xs:element name="language" type="xs:string" minOccurs="0"/>
    <xs:element name="description" type="xs:string" minOccurs="0"/>
    <xs:element name="url" type="address" minOccurs="0"/>
    <xs:element name="persons" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:element name="person" type="person" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:all>
  <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
  <xs:attribute name="guid" type="guid" use="required"/></xs:complexType>
  <xs:complexType name="conference"><xs:choice maxOccurs="unbounded">
    <xs:element name="title" type="xs:string"/>
    <xs:element name="acronym"><xs:simpleType><xs:restriction base="xs:string">
      <xs:pattern value="[a-z0-9_-]{4,}"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="start" type="xs:date"/><xs:element name="end" type="xs:date"/>
    <xs:element name="days" type="xs:integer"/>
    <xs:element name="timeslot_duration" type="length"/>
    <xs:element name="base_url" type="address"/><xs:element name="url" type="address"/>
    <xs:element name="time_zone_name" type="xs:string"/>
  </xs:choice></xs:complexType>
  <xs:element name="schedule"><xs:complexType><xs:sequence>
    <xs:element name="generator" minOccurs="0"><xs:complexType>
      <xs:attribute name="name" type="xs:string"/><xs:attribute name="version" type="xs:string"/>
    </xs:complexType></xs:element>
    <xs:element name="url" type="address" minOccurs="0"/>
    <xs:element name="version" type="xs:string"/>
    <xs:element name="conference" type="conference"/>
    <xs:element name="day" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="room" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="event" type="event" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence><xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attribute name="guid" type="guid"/></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="date" type="xs:date"/>
    <xs:attribute name="start" type="moment" use="required"/>
    <xs:attribute name="end" type="moment" use="required"/>
    <xs:attribute name="index" type="xs:positiveInteger" use="required"/>
    </xs:complexType></xs:element>
  </xs:sequence></xs:complexType>
  <xs:unique name="guids">
    <xs:selector xpath="day/room/event"/><xs:field xpath="@guid"/></xs:unique>
  <xs:unique name="ids">
    <xs:selector xpath="day/room/event"/><xs:field xpath="@id"/></xs:unique>
  <xs:unique name="slugs">
    <xs:selector xpath="day/room/event/slug"/><xs:field xpath="."/></xs:unique>
  </xs:element>
</xs:schema>"""

_NUMBER = {"type": "number"}
_FLAG = {"type": "boolean"}
_MAYBE = {"type": ["string", "null"]}
_TEXTS = {"type": "object", "additionalProperties": _TEXT}
_DAY_LONG = {"type": "integer", "minimum": 0, "maximum": 86_400_000}  # milliseconds
_GROUP = _of(
    {
        "type": {"const": "group"},
        **dict.fromkeys(("id", "title", "note", "colour"), _TEXT),
        "entries": _list(_TEXT),
        "targetDuration": {"type": ["number", "null"]},
        "custom": _TEXTS,
        "revision": _NUMBER,
        **dict.fromkeys(("timeStart", "timeEnd", "duration"), _DAY_LONG),
        "isFirstLinked": _FLAG,
    }
)
_ENTRY = _of(
    {
        "type": {"const": "event"},
        **dict.fromkeys(("id", "cue", "title", "note", "colour"), _TEXT),
        **dict.fromkeys(("flag", "countToEnd", "linkStart", "skip"), _FLAG),
        "endAction": {"enum": ["load-next", "none", "play-next"]},
        "timerType": {"enum": ["count-down", "count-up", "clock", "none"]},
        "timeStrategy": {"enum": ["lock-end", "lock-duration"]},
        **dict.fromkeys(("timeStart", "timeEnd", "duration"), _DAY_LONG),
        **dict.fromkeys(("timeWarning", "timeDanger"), _DAY_LONG),
        "custom": _TEXTS,
        "triggers": _list({"type": "object"}),
        "parent": _MAYBE,
        **dict.fromkeys(("revision", "delay", "dayOffset", "gap"), _NUMBER),
    }
)
_RUNDOWN = _of(
    {
        "id": _TEXT,
        "title": _TEXT,
        "order": _list(_TEXT),
        "flatOrder": _list(_TEXT),
        "entries": {"type": "object", "additionalProperties": {"oneOf": [_GROUP, _ENTRY]}},
        "revision": _NUMBER,
    }
)
ONTIME = _of(
    {
        "rundowns": {"type": "object", "additionalProperties": _RUNDOWN, "minProperties": 1},
        "project": _of(
            {
                **dict.fromkeys(("title", "description", "url", "info"), _TEXT),
                "logo": _MAYBE,
                "custom": _list({"type": "object"}),
            }
        ),
        "settings": _of(
            {
                "version": {"type": "string", "pattern": r"^4\.\d+\.\d+$"},
                "editorKey": _MAYBE,
                "operatorKey": _MAYBE,
                "timeFormat": {"enum": ["12", "24"]},
                "language": _TEXT,
            }
        ),
        "viewSettings": _of(
            {
                **dict.fromkeys(("dangerColor", "normalColor", "warningColor"), _TEXT),
                "overrideStyles": _FLAG,
            }
        ),
        "urlPresets": _list({"type": "object"}),
        "customFields": {
            "type": "object",
            "additionalProperties": _of(
                {
                    "type": {"enum": ["text", "image"]},
                    "colour": _TEXT,
                    "label": {"type": "string", "pattern": "^[A-Za-z0-9_ ]+$"},
                }
            ),
        },
        "automation": _of(
            {
                "enabledAutomations": _FLAG,
                "enabledOscIn": _FLAG,
                "oscPortIn": _NUMBER,
                "triggers": _list({"type": "object"}),
                "automations": {"type": "object"},
            }
        ),
    }
)
