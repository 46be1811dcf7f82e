"""Speed side by side with peers: cases, contests and the tables that they fill."""
