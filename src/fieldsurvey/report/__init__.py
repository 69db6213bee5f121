"""Problems and scores in, editions out."""
