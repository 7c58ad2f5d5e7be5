"""What is remembered: the tables, and every question asked of them."""
