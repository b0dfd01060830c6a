"""Full text in French and English, one contract on both engines, always scoped to somebody."""
