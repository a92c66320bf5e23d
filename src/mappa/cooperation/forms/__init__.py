"""What is typed about agencies, their contacts and what they have agreed."""
