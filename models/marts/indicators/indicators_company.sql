{{ level_mart(highest=1, lowest=1) }}
