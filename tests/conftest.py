"""What all tests share: hypothesis works without a stopwatch, since machines are not alike."""

from hypothesis import HealthCheck, settings

settings.register_profile("ordet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ordet")
