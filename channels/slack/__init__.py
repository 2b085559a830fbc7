"""Slack: what comes in, who may come in, what goes out."""
