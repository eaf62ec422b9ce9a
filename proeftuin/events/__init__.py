"""Network moments: programme, registration, waiting list and attendance."""
