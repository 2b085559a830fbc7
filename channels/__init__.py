"""The chats: Teams, and Slack when it comes. Each knows its platform, and no rule."""
