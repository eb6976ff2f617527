"""What is shown of the shipped functions: theorems, saboteurs, property tests."""
