"""Programs of an organization: phases, activities, deliverables, CI teams, artefacts."""
