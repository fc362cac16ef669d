"""What people wait for while Belong runs as in a school, pages, worker and tick, over real HTTP: a
key person's morning, Today beside somebody who guesses passwords, and a survey that many children
answer. Run as a process of its own."""

from __future__ import annotations

import json
import sys

from belong.cli import answer_times, guessing_times, key_person_times
from belong.cli.page_times import TODAY, school_of
from belong.cli.running import house, running


def main(pupils: int, children: int) -> None:
    """Print JSON, in seconds: of today, checkin and good the first, the median and the 95th of a
    hundred; of answers and guesses what `answer_times.answered` and `guessing_times.beside` say.

    pupils    of the school, each with three years of marks
    children  how many of them answer
    """
    with house(TODAY):
        lead, keys = school_of(pupils)
        school = lead.memberships.first().school
        adult, own = key_person_times.key_person(school, sorted(keys.values()))
        with running() as port:
            told = key_person_times.morning(port, adult, own)
        code = answer_times.survey(school)
        with running(at_its_moment=False) as port:
            told["answers"] = answer_times.answered(port, code, children)
            told["guesses"] = guessing_times.beside(port, adult)
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
