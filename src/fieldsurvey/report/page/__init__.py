"""Takes an edition; gives one HTML page of it that needs nothing but itself."""
