"""Work with victims and people at risk, behind their compartment: contact, views, promises, who leads (VICTIM)."""
