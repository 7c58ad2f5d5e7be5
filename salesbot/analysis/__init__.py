"""Analysis: rows in, plain results out; the only home of pandas, NumPy and holidays."""
