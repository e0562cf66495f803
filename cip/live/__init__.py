"""Server-sent events: browsers hear that a topic has a new version and fetch it.

Knows no app. Whoever changes something calls `services.publish(topic, version)`; whoever may watch
a kind of topic is said in `settings.LIVE_TOPICS` (ADR 0009).
"""
