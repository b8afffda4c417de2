"""Proposing an indicator: a template workbook, the admission test, and the YAML that a reviewer gets."""

from plumbline.proposals.admission import Admission, admit
from plumbline.proposals.template import write_template

__all__ = ["Admission", "admit", "write_template"]
