"""The smallest view of a child: for lunch, crossing, breakfast and site staff."""
