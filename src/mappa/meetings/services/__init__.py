"""What changes meetings: booking them, answering requests, running them, and their minutes."""
