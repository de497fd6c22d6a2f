"""What tests and benchmarks share: long lists, damaged lists, a served dashboard."""
