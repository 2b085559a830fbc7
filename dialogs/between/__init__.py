"""What people choose between circles: when they meet, who has which role, what became of a step."""
