"""Tools beside the product: the demo town, the registers of rules, and what helps to move and decide."""
