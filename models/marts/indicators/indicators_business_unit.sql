{{ level_mart(highest=2, lowest=2) }}
