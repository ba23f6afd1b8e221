"""Issues of newsletters: which articles they bring, how they stand, how they are made and sent."""
