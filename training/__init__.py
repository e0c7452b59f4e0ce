"""How the weights in analysis/models were made; needs the extra `train` and gold data named with --gold."""
