"""Lists of statements a school can look at itself with: files that people can read and review."""
