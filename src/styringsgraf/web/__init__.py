"""The HTTP doors: parse, call one core function, respond."""
