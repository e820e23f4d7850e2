"""What every package builds on and none of section 55 is in: errors, problems with their places, dates, digests, processes with limits."""
