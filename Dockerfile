# The program in one image: the pages are built, nothing is downloaded or compiled when it starts.
# docs/operations.md, "Containers", says how it is run and what of it has been tried.
#
# Everything but the two base images comes from npm, Deno too, under the hashes of deno.lock. The release
# workflow pins the base images by digest; these are the exact tags that it resolves.
ARG NODE_IMAGE=node:22.23.2-bookworm-slim
ARG RUNTIME_IMAGE=debian:bookworm-20260824-slim

FROM ${NODE_IMAGE} AS build
ENV DENO_NO_UPDATE_CHECK=1 NO_COLOR=1
# What npm links may be a launcher; the program itself is what goes into the image.
RUN npm install --global --no-fund --no-audit deno@2.9.6 \
  && install -D -m 755 "$(deno eval 'console.log(Deno.execPath())')" /opt/deno/bin/deno
WORKDIR /app
COPY deno.json deno.lock ./
RUN DENO_DIR=/tmp/npm-cache deno install --frozen
COPY vite.config.ts ./
COPY db db
COPY jobs jobs
COPY ml ml
COPY server server
COPY web web
COPY terraform/containers terraform/containers
# With "auto" Deno would bring back at its start what is pruned below. The pages are built after this,
# for their stamp covers deno.json.
RUN sed -i 's/"nodeModulesDir": "auto"/"nodeModulesDir": "manual"/' deno.json \
  && grep -q '"nodeModulesDir": "manual"' deno.json \
  && deno eval 'const { buildWebIfStale } = await import("/app/server/web_build.ts"); await buildWebIfStale(console.log);'
RUN deno run --allow-read --allow-write terraform/containers/prune_modules.ts
# Translated once, here. Then the first breath: what is left opens a database and migrates it, which
# also makes the library links that npm cannot hold.
RUN DENO_DIR=/opt/deno/cache deno cache server/main.ts $(find db jobs ml server terraform/containers -name '*.ts' ! -path jobs/cli/dev.ts) \
  && DENO_DIR=/opt/deno/cache DATA_DIR=/tmp/first-breath deno task --quiet db migrate \
  && rm -rf /tmp/first-breath

FROM ${RUNTIME_IMAGE}
RUN groupadd --gid 10001 crypto-ai \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/crypto-ai --shell /usr/sbin/nologin crypto-ai \
  && install -d -o 10001 -g 10001 -m 700 /var/lib/crypto-ai
COPY --from=build /opt/deno /opt/deno
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/deno/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  DENO_DIR=/opt/deno/cache \
  DENO_NO_UPDATE_CHECK=1 \
  DENO_V8_FLAGS=--max-old-space-size=192,--max-semi-space-size=4 \
  MALLOC_ARENA_MAX=2 \
  MALLOC_MMAP_THRESHOLD_=65536 \
  NO_COLOR=1 \
  HOME=/var/lib/crypto-ai \
  ENVIRONMENT=production \
  DATA_DIR=/var/lib/crypto-ai \
  API_HOST=0.0.0.0 \
  API_PORT=8000
USER 10001:10001
VOLUME /var/lib/crypto-ai
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["deno", "run", "--no-config", "--no-prompt", "--allow-net=127.0.0.1:8000", "terraform/containers/check_health.ts", "http://127.0.0.1:8000/api/v1/health/ready"]
# `docker run IMAGE` starts the program, `docker run IMAGE worker` a worker, `… db verify` a task.
ENTRYPOINT ["deno", "task", "--quiet"]
CMD ["start"]
