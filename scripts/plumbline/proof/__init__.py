"""Proofs that the numbers are right: oracle companies, equality of the engines, guards on the project itself."""
