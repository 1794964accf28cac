"""Pictures of a shot: light, ink, paper, framing, and the sheet of two layers."""
