"""The rooms of the redesign while they are built; nothing of the product imports them yet."""
