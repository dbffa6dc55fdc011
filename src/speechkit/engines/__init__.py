"""Work done outside this process: the same results, in less time or on more machines."""
