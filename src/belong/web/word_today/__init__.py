"""Words for today: telling a child's social worker that the child is away."""
