"""A response with its office, its law, its names, its documents, its duties and its version: what everything else asks."""
