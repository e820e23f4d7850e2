"""What happens to finished documents: they are written, whole or not at all."""
