"""Landing: delivered files, as they come, into raw tables; every file counted, checked and kept apart as a batch."""

from plumbline.landing.run import FileOutcome, LandingReport, land

__all__ = ["FileOutcome", "LandingReport", "land"]
