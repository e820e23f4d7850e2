"""Verify an untrusted PDF: make it again from the files embedded in it, and compare the two."""
