"""What the camera does: shots, moves, things worth an insert."""
