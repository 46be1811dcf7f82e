"""The data page: the open table, a draft of its task, and the sections that change the draft."""
