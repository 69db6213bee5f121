"""Takes lines about laptops; gives whose they are, what they sign with and who is trusted."""
