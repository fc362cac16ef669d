"""Numbers as people read them."""

from django import template

from belong.insight import words

register = template.Library()


@register.filter
def grouped(value: int) -> str:
    """9046 as 9,046."""
    return words.number(int(value))
