"""The paper's table: every method of the comparison on seven data sets, and the paper's claims."""
