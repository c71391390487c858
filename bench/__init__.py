"""What Meent costs per request, against floors measured in the same run (ARCHITECTURE §13).

`python -m bench` fills a database once, under /tmp/meent-bench, then measures and writes bench/results/. CPU time, not
wall time, decides: it stays the same on a busy machine.
"""
