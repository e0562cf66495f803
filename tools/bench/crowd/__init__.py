"""`./run bench --crowd 500`: many people fill in and submit a questionnaire at the same time."""
