"""The printing room: layouts and writers. It is handed values and knows no tables."""
