"""The fuse box: settings, addresses, start-up checks. Imports everything, imported by nothing."""
