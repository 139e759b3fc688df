"""A service around Pillow's ImageCms."""

from tests.benchmarks.peers import by_imagecms
from tests.benchmarks.services.peer import serve

if __name__ == "__main__":
    serve(by_imagecms)
