"""The pages of a case. Thin: look, ask a service or a selector, show."""
