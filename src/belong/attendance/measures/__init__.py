"""Measures: each a pure function from a register to a table with one row an enrolment."""
