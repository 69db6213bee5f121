"""Takes a campaign; gives the kits that laptops join it with, and takes them there."""
