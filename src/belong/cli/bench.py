"""`belong look`: answers straight from files. Stands in until the lab is built."""


def add_to(parts):
    p = parts.add_parser("bench")
    p.set_defaults(run=lambda s: 0)
