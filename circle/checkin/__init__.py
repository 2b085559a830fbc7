"""Team checks: who may answer, what lies in the sealed box, and what may be shown of it. Pure.

What may not be shown is a value of its own, `Withheld`, with its reason. A card can only show what
a release holds, so no card can show what was not released.
"""
