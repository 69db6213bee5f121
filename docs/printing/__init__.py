"""The code in, the printed parts of docs/ out: one module a page, `pages` knows all of them."""
