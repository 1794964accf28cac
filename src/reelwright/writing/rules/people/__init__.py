"""Who is in the story: names, aliases, gender, age, looks."""
