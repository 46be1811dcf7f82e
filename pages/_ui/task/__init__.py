"""The sections of the data page: each shows one part of a draft and returns it changed."""
