"""Assessments: questionnaires, answers, agreed ratings, findings, actions."""
