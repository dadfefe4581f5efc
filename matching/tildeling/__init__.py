"""The allocation: pairs of veiledere and their kommuner, chosen together and proven."""
