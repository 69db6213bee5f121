"""Problems in, their way to closure out."""
