"""Who chose what in a study, when and why; kept beside its figures and never part of them."""
