{{ level_mart(highest=3, lowest=5) }}
