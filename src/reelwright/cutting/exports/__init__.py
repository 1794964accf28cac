"""What others are given of a film, and what shows it in small."""
