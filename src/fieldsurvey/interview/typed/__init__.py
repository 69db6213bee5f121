"""Takes what a person typed; gives what is stored of it, or a refusal with a sentence."""
