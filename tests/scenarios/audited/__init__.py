"""Reports of made-up companies, worked out a second time from their files, by definition alone."""
