"""Room message: signed items, bundles of them, and the messages that they carry."""
