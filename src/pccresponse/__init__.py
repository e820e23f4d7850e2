"""From one YAML file to the documents that section 55 of the Police Act 1996 asks for."""

__version__ = "0.1.0"
