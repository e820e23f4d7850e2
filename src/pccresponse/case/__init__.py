"""A response with its office and the law of its day: its names, documents, duties, publication, version and approvals."""
