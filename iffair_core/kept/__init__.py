"""Studies that are kept: listed, named, put into a bin, compared, taken in from other machines."""
