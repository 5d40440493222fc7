"""The verbs: check, plan, prepare, play, export. Progress as events."""
