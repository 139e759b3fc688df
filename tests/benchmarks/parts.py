"""All parts by name, in the order in which tests/benchmarks/README.md lists them."""

from tests.benchmarks import (
    compression,
    cores,
    fairness,
    files,
    growth,
    http,
    ink,
    isolation,
    kernel,
    memory,
    order,
    page,
    stall,
    startup,
)

PARTS = {
    part.__name__.rpartition(".")[2]: part
    for part in (
        kernel,
        order,
        files,
        cores,
        http,
        growth,
        fairness,
        memory,
        stall,
        compression,
        startup,
        isolation,
        page,
        ink,
    )
}
