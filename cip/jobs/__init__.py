"""Background work as rows: PostgreSQL is the truth, Redis only a bell (ADR 0005)."""
