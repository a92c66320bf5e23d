"""What is done with and for victims, and what of it is passed on."""
