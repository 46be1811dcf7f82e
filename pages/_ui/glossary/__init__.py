"""What the words of the pages mean: one registry, for the glossary and for help texts."""
