"""HTTP: Slack's signed requests, and whether the bot is well."""
