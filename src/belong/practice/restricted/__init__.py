"""Notes for few people: what an adult must know to keep a child safe or at ease here."""
