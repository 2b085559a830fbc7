"""The browser's side of the conversation: the table, the big screen, and their doors."""
