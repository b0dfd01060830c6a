"""What a form is, which of its questions show, and whether an answer is one."""
