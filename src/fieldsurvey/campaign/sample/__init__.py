"""Takes roster, plan and chance; gives who is visited, by whom, when, and who stands in."""
