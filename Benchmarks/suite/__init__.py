"""rothost side by side with its peers: every figure is a ratio of medians taken in one run."""
