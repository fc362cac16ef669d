"""The people and places Belong is about, one file each."""

from belong.people.models.adult import Adult
from belong.people.models.anchor_mail import AnchorMail
from belong.people.models.away import Away
from belong.people.models.fact import Fact
from belong.people.models.invitation import Invitation
from belong.people.models.involvement import Involvement
from belong.people.models.link_code import LinkCode
from belong.people.models.membership import Membership
from belong.people.models.notice import Notice
from belong.people.models.opening import Opening
from belong.people.models.pin import Pin, PinTries
from belong.people.models.pupil import Enrolment, Pupil
from belong.people.models.relation import Relation
from belong.people.models.school import School
from belong.people.models.settings import SchoolSettings
from belong.people.models.shared_device import SharedDevice
from belong.people.models.trail_dropped import TrailDropped
from belong.people.models.trail_line import TrailLine
from belong.people.models.trail_name import TrailName
from belong.people.models.trail_seal import TrailSeal
from belong.people.models.waiting_mail import WaitingMail

__all__ = [
    "Adult",
    "AnchorMail",
    "Away",
    "Enrolment",
    "Fact",
    "Invitation",
    "Involvement",
    "LinkCode",
    "Membership",
    "Notice",
    "Opening",
    "Pin",
    "PinTries",
    "Pupil",
    "Relation",
    "School",
    "SchoolSettings",
    "SharedDevice",
    "TrailDropped",
    "TrailLine",
    "TrailName",
    "TrailSeal",
    "WaitingMail",
]
