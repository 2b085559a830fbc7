"""Make the app packages that an operator uploads to Teams: `python -m manifest --help`."""
