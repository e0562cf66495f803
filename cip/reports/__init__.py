"""Documents from plain data: preview as HTML, PDF by the job queue. Knows no app."""
