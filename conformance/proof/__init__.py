"""Proof that the suite finds what is wrong, and only that: its tests against pods with one defect each.

Defects and variants are those of the reference pod. Pods and tests share a process here, for speed; they meet
over HTTP all the same.
"""
