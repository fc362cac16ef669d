"""Check-ins: agreeing one with a child, doing it, and who is there when somebody is away."""
