"""Words about what somebody saw."""
