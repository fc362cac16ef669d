"""The kitchen sink: every part of a page, in every state it has, with invented names."""
