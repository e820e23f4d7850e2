"""A PDF of somebody else's, opened with care and held against one that was made again from what it carries."""
