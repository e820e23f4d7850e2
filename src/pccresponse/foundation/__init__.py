"""What every package builds on, with nothing of section 55 in it: errors, problems, dates, digests, files, processes with limits."""
