"""The signed-in home: what waits for me, the outbox screen and the inbox."""
