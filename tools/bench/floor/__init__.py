"""The least that plain Django needs for the same answer: a token, the rows, the response."""
