"""How the starter set is made from the publishers' files. Standard library only."""
