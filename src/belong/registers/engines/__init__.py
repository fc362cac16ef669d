"""Which engine runs over many schools: this machine's cores, or a cluster."""
