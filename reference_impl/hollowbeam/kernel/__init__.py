"""What every room is made of: types, maps, encoding, hashes, signatures, errors, transitions."""
