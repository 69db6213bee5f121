"""How a survey file lies on the disk: its tables, its bytes, and what a disk may do to them."""
