"""Keep every team's papers: a journal that is the truth, and a file per team."""
