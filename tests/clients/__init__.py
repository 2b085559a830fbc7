"""Ordet in Microsoft's playground for Teams: `make clients` on a developer's machine, no account.

The playground is Microsoft's and "for evaluating it": a tool here, never a part of Ordet.
"""
