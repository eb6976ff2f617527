"""All input and output: files, and what a checkout says."""
