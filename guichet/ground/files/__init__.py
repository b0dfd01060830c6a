"""Files, kept by hash outside the web root: durable before the row that names them."""
