"""`python -m pccresponse`."""

from pccresponse.cli import main

if __name__ == "__main__":
    main()
