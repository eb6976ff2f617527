"""Room relayer: emitted messages carried from outboxes to logs, and what pays for them."""
