"""Whether ends that are foretold for 8 of 10 cases come so often: on made-up teams, seeded, by several makers."""
