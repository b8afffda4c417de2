"""The dictionary 指标字典: what every indicator means, written from the metrics' own definitions and nothing else."""

from plumbline.dictionary.writing import DictionaryReport, write_dictionary

__all__ = ["DictionaryReport", "write_dictionary"]
