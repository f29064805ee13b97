"""Game trees as pictures: what is shown, where it stands, and the SVG (part of floor 6)."""
