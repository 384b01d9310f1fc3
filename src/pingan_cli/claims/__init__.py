"""Published claims: what they force, whether they can all be true, and what the records say of each."""
