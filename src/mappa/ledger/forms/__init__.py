"""What people type about shares."""
