"""The normative contracts of Hollow BEAM, as plain Python: one module or package a contract."""
