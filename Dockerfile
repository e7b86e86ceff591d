# docker build -t intacct-emulator .
# docker buildx build --platform linux/amd64,linux/arm64 -t intacct-emulator .
FROM python:3.13-slim AS wheel
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=wheel /wheels /wheels
RUN pip install --no-cache-dir "$(echo /wheels/intacct_emulator-*.whl)[tls]" \
    && rm -r /wheels \
    && useradd --uid 10001 --create-home emulator \
    && install --directory --owner emulator /data
ENV INTACCT_EMULATOR_HOST=0.0.0.0 \
    INTACCT_EMULATOR_PORT=8080 \
    INTACCT_EMULATOR_DATA=/data \
    PYTHONUNBUFFERED=1
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=4s --start-period=10s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/_emulator/ready', timeout=3)"]
ENTRYPOINT ["intacct-emulator"]
CMD ["serve", "--company", "northfield"]
