FROM node:24-slim

ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data DEMO=0
WORKDIR /app

COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

COPY migrations ./migrations
COPY static ./static
COPY views ./views
COPY src ./src

RUN mkdir /data && chown node:node /data && chmod 700 /data
USER node
VOLUME /data
EXPOSE 3000

# Ready means: the database answers, and nobody has asked us to stop. The start may wait 30 seconds for the database.
HEALTHCHECK --interval=10s --timeout=5s --start-period=45s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# Node itself is the first process, so that it hears SIGTERM; `docker stop` gives it 10 seconds, and it needs less.
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size=256", "src/main.ts"]
