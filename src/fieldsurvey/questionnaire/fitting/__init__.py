"""Takes plain data and a model; gives the model, or what does not fit, where, and what to do."""
