"""Microsoft Teams: a gate, a door, an address book, and cards out through one connector."""
