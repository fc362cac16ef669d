"""What people do each day, one app a practice. Neighbours do not enter each other's houses."""
