FROM debian:12-slim AS build
WORKDIR /app
COPY a.txt .
RUN cp a.txt b.txt

FROM debian:12-slim
COPY --from=build /app/b.txt /b.txt
# It fails.
RUN echo about to fail && \
    echo "npm error Missing script: \"build\"" >&2 && \
    exit 7
