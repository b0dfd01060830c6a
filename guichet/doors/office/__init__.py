"""The office: figures for whoever leads the window, each with its list and its computation."""
