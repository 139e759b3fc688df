FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY .lock .lock
RUN python -m venv --without-pip /opt/platesetter \
    && pip --python /opt/platesetter/bin/python install --no-cache-dir --require-hashes \
        -r .lock/requirements.txt \
    && pip install --no-cache-dir --require-hashes -r .lock/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY lut lut
COPY app app
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir wheels . \
    && pip --python /opt/platesetter/bin/python install --no-cache-dir --no-deps wheels/*.whl \
    && cyclonedx-py environment --output-file /opt/platesetter/sbom.json \
        /opt/platesetter/bin/python

FROM python:3.13-slim-bookworm
ENV PATH=/opt/platesetter/bin:$PATH \
    PLATESETTER_DATA=/var/lib/platesetter \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home platesetter \
    && install --directory --owner platesetter /var/lib/platesetter
COPY --from=build /opt/platesetter /opt/platesetter
USER 10001
VOLUME /var/lib/platesetter
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["platesetter", "health"]
ENTRYPOINT ["platesetter"]
CMD ["serve", "--host", "0.0.0.0"]
