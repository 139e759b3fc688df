"""A service around libvips' `icc_transform`."""

from tests.benchmarks.peers import by_libvips
from tests.benchmarks.services.peer import serve

if __name__ == "__main__":
    serve(by_libvips)
