"""What is written over pictures: captions, overlays, cards, credits, logos."""
