"""What the institution knows: articles in both languages, who keeps them, and whether they answered.

Owns: articles, their versions, where answers used them, when they did not answer;
what offices opened, and what they ask one another.
"""
