"""Everything a person may do, one line each. The only list of its kind."""

from enum import StrEnum


class Permission(StrEnum):
    """THING_VERB; a role is a set of these."""

    HOUSE = "the first page, help and how we count: open"
    SCHOOL_TODAY_READ = "school today: read"
    CHILDREN_LIST = "children: list and search"
    CHILD_READ = "child: read the page"
    CHILDREN_EXPORT = "children: export lists"
    NUMBERS_EXPLAIN = "numbers: open their meaning"
    REGISTERS_READ = "registers: see what came in"
    REGISTERS_IMPORT = "registers: bring files in"
    MARKS_CORRECT = "marks: correct one, with a reason"
    CALENDAR_WRITE = "calendar: say when the school is open"
    TRAIL_OF_CHILD = "trail: see who looked at a child"
    TRAIL_SEARCH = "trail: search it"
    QUALITY_READ = "data quality: see what is missing or odd"
    PEOPLE_READ = "people: see who works here, and as what"
    PEOPLE_GIVE = "people: invite, give and end roles"
    SECURITY_READ = "security: see how sign-in stands"
    SETTINGS_WRITE = "settings: say how the school is named and reached"
    SYSTEM_READ = "child: read what the school's own system says"
    SOCIAL_CARE_READ = "social care: read"
    HEALTH_READ = "health: read"
    CONTACTS_READ = "contacts: read"
    GATE_OPEN = "a gate: open it for an hour, with a reason"
    ORDER_ASK = "contact under an order: ask a second person to open it"
    ORDER_AGREE = "contact under an order: agree that somebody else opens it"
    NOTICES_READ = "notices: be told when a gate is opened"
    KITCHEN_SINK = "components: look at the kitchen sink"
