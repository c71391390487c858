"""What somebody of the contact centre sees: a customer at a glance, and what must still be done for whom."""
