"""Which roles open which pages and do which things, written out by hand."""

from __future__ import annotations

import os

IMPORTERS = frozenset({"attendance_lead", "data_lead"})
LOOKERS_IN = IMPORTERS | {"headteacher", "attendance_champion"}
SEE_REGISTERS = LOOKERS_IN | {"office"}
EXPORTERS = LOOKERS_IN | {"safeguarding_lead", "deputy_safeguarding_lead", "senco"}
SOME_CHILDREN = frozenset(
    {"head_of_year", "tutor", "class_teacher", "subject_teacher", "teaching_assistant",
     "key_person", "mentor", "stand_in", "designated_teacher", "family_liaison", "supply",
     "psychologist", "virtual_school", "trust_officer", "area_officer"}
)  # fmt: skip
GREETS = frozenset({"lunch_staff", "site_staff", "crossing", "breakfast_staff"})
"""Find a child by name, and open no page about one."""
WHO_LOOKED = frozenset({"headteacher", "safeguarding_lead", "deputy_safeguarding_lead"})
TRAIL = frozenset({"data_protection_officer"})
SEE_CHILDREN = EXPORTERS | SOME_CHILDREN | {"office", "pastoral_lead", "mental_health_lead"}
GIVERS = frozenset({"headteacher", "system_administrator"})
SEE_STAFF = GIVERS | {"safeguarding_lead", "deputy_safeguarding_lead", "office", "attendance_lead"}
SEE_SECURITY = GIVERS | {"governor"}
SETTERS = GIVERS | {"safeguarding_lead"}
SEE_PATTERNS = SEE_CHILDREN - {"data_lead", "office", "supply"}
OFFICERS = frozenset({"trust_officer", "area_officer"})
"""From outside, for the children of one cohort."""
SEE_TODAY = (SEE_PATTERNS | {"supply"}) - OFFICERS
SET_ACTS = SEE_PATTERNS - OFFICERS - {"psychologist", "virtual_school"}
OBSERVE = SET_ACTS | GREETS | {"office", "supply"}
SEE_SEEN = SET_ACTS | {"office"}
GOOD_THINGS = SET_ACTS
CHECKINS = SET_ACTS - frozenset(
    {"attendance_champion", "attendance_lead", "family_liaison", "subject_teacher"}
)
IN_TOUCH = SET_ACTS - {"subject_teacher"}
WRITES_TO_HOME = SET_ACTS | {"office"}
AT_THE_GATE = SEE_SEEN | GREETS
FIRST_DAY = frozenset(
    {"headteacher", "attendance_champion", "attendance_lead", "office", "safeguarding_lead",
     "deputy_safeguarding_lead", "pastoral_lead", "head_of_year"}
)  # fmt: skip
CLASS_ROUND = frozenset({"tutor", "class_teacher"})
READ_HELPS = SEE_TODAY
WRITE_HELPS = SET_ACTS - {
    "attendance_champion",
    "attendance_lead",
    "subject_teacher",
    "family_liaison",
}
PASSED_ON = frozenset(
    {"headteacher", "attendance_champion", "safeguarding_lead", "deputy_safeguarding_lead", "senco",
     "pastoral_lead", "head_of_year"}
)  # fmt: skip
NO_CHILD = frozenset({"system_administrator", "governor"}) | TRAIL
"""Work with no child, and open no page about one."""
KEEPS_SAFE = WHO_LOOKED
READ_CARE = KEEPS_SAFE | {"designated_teacher"}
BESIDE_CHILDREN = (
    frozenset({"teaching_assistant", "stand_in", "supply", "psychologist", "virtual_school"})
    | OFFICERS
)
LOOKS_AFTER = frozenset({"pastoral_lead", "head_of_year"})
LETS_FAMILY_IN = KEEPS_SAFE | {"pastoral_lead", "tutor", "key_person", "family_liaison"}
SEE_LINKS = LETS_FAMILY_IN | {"senco", "designated_teacher"}
OPENS_ALONE = LOOKS_AFTER | {"attendance_champion", "senco"}
EVERYBODY = SEE_CHILDREN | NO_CHILD | GREETS
LISTENED_TO = (
    EVERYBODY
    - GREETS
    - TRAIL
    - OFFICERS
    - frozenset({"psychologist", "supply", "virtual_school", "system_administrator"})
)
SURVEY = ("prepared survey", "open survey", "closed survey")
UNLIKE = ("headteacher", "attendance_champion", "attendance_lead", "data_lead", "office",
          "safeguarding_lead", "deputy_safeguarding_lead", "data_protection_officer", "senco",
          "mental_health_lead", "designated_teacher", "pastoral_lead", "head_of_year", "tutor",
          "subject_teacher", "class_teacher", "key_person", "mentor", "family_liaison", "supply",
          "teaching_assistant",
          "psychologist", "trust_officer", "system_administrator", "governor",
          "lunch_staff")  # fmt: skip
"""One role of each kind: every other has the permissions and the reach of one of these."""
LOOKS_AT_SCHOOL = EVERYBODY - GREETS - TRAIL - OFFICERS - {
    "system_administrator", "supply", "psychologist", "virtual_school",
}  # fmt: skip
LEADS_LOOKS = frozenset({"headteacher", "mental_health_lead"})
TRIED = UNLIKE if os.environ.get("BELONG_TEST_POSTGRES") else tuple(sorted(EVERYBODY))
"""Every role where the whole table is walked; on the second database one of each kind."""

OPEN_TO_ALL = {
    "healthz": "whoever looks after the machine; shows no child",
    "account_login": "the way in",
    "account_logout": "the way out",
    "account_reset_password": "for somebody who cannot get in",
    "account_reset_password_done": "for somebody who cannot get in",
    "account_reset_password_from_key": "the link in an e-mail",
    "account_reset_password_from_key_done": "after the link in an e-mail",
    "account_signup": "says that the school makes accounts",
    "openid_connect_login": "off to the school's account elsewhere; shows no child",
    "openid_connect_callback": "the way in by that account",
    "socialaccount_login_cancelled": "says that it did not lead here",
    "socialaccount_signup": "says that it did not lead here",
    "account_inactive": "says that an account is closed",
    "account_reauthenticate": "asks for the password again; shows no child",
    "mfa_authenticate": "the second step of the way in",
    "mfa_login_webauthn": "the way in with a passkey",
    "mfa_reauthenticate": "asks for a code again; shows no child",
    "mfa_reauthenticate_webauthn": "asks for the passkey again; shows no child",
    "which_school": "one's own schools; shows no child",
    "mfa_index": "one's own second steps and sessions; shows no child",
    "mfa_list_webauthn": "leads to the page before",
    "mfa_activate_totp": "one's own app with codes",
    "mfa_deactivate_totp": "one's own app with codes",
    "mfa_add_webauthn": "one's own passkeys",
    "mfa_edit_webauthn": "one's own passkeys",
    "mfa_remove_webauthn": "one's own passkeys",
    "mfa_view_recovery_codes": "one's own codes on paper",
    "mfa_generate_recovery_codes": "one's own codes on paper",
    "mfa_download_recovery_codes": "one's own codes on paper",
    "invitation": "the link of an invitation; names nobody before a button is pressed",
    "visit:with_link": "the link of somebody from outside; names nobody before a code is typed",
    "visit:visit": "the one child of a visit from outside",
    "visit:next_link": "a visitor's link for their next visit",
    "visit:leave": "closes a visit",
    "board": "what a school chose to show to anybody; names no child",
    "answer:type_code": "the place for a survey's code; shows no child",
    "answer:leave_quickly": "where Leave quickly leads; shows no child",
    "answer:sent": "after a survey; shows no child",
    "answer:ask_for_help": "somebody with a survey's code picks an adult; shows no child",
    "answer:help_is_coming": "after asking for help; shows no child",
    "answer:with_a_code": "a survey somebody has a code for; shows no child",
    "visit:talk": "a young person asks to talk to somebody, on the page of their own link",
    "usersessions_list": "ends one's own other sessions",
    "device:door": "names on a shared device, or its setting up; shows no child",
    "device:type_pin": "a PIN on a shared device; shows no child",
    "device:finish": "the way out of a shared device",
}
"""Addresses that name no permission, each with its reason."""
