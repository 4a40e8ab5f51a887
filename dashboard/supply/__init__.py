"""The supply of dashers in each market: figures, rules, and how they are shown."""
