"""What a template says and does: placeholders, steps, when it may appear, what is wrong with one."""
