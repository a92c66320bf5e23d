"""Pages about agencies. Everybody in the area reads them; the co-ordinator keeps them."""
