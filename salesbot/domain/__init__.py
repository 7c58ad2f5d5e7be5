"""The rules of selling as plain Python: no library, no I/O, no clock."""
