"""The product: casework for Multi-Agency Public Protection Arrangements."""
