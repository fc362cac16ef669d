"""`belong look`: answers straight from files. Stands in until the lab is built."""
import argparse
def add_to(parts):
    p=parts.add_parser("look"); p.set_defaults(run=lambda s: 0)
