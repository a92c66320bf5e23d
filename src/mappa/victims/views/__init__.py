"""Pages about victims, and those through which others are told no more than they may know."""
