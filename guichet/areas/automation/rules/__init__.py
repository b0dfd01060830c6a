"""What a rule may say, whether it holds, and what keeps it from running in circles."""
