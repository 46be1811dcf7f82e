"""Parts of the page Studies."""
