"""Plumbline: lands source files, runs dbt and checks the results; indicators themselves are computed in SQL."""
