"""Terms: metrics, words, and the names of data sets, models and devices, with those that no list has."""
