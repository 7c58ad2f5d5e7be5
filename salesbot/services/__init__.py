"""What people do, as use cases: a book and the present in, one frozen result out. No commit, no text, no clock."""
