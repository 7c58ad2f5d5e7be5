"""The only part that speaks unprompted: what is due becomes a row, and a row becomes a message."""
