"""Pages about shares."""
