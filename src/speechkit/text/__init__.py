"""Text in, text or spans out: what the analyses share."""
