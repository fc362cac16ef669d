"""What can be wrong with a school's data, one module for each place it is looked for."""
