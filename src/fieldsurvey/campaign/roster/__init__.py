"""Takes the tables of a county; gives its roster, or every fault in them."""
