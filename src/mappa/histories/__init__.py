"""What rows said before they were changed."""
