"""The budgets of the house, measured: the product and the bare SQL beneath it, in the same run, on the same data."""
