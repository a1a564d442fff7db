"""Read: files in, papers out, each exactly as its source gives it."""
