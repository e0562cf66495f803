"""Tests of the job queue; other tests take `run_jobs` from here or from `tests.running`."""

from tests.running import run_jobs

__all__ = ["run_jobs"]
