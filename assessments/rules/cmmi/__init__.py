"""Rating rules of CMMI appraisals: practices, goals, process areas, levels.

Source: SCAMPI A v1.3 for CMMI-SVC v1.3. The structure (areas, goals, practices, levels) comes from
the caller; of the model's own codes these rules know none.
"""
