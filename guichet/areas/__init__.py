"""Areas own the nouns; they know no HTTP, no mail and no wall clock."""
