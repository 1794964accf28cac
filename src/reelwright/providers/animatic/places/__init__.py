"""Places by kind, drawn in metres and seen by a camera; weather lies over them."""
