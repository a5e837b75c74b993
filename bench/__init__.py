"""The benchmarks that the README quotes: `python3 dev.py bench NAME`, each beside its own floor."""
