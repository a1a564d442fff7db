"""Gold: papers whose claims a person wrote down, and the extraction measured against them."""
