"""Pure calculation on registers: numpy in, Arrow tables out. No files, clock or network."""
