import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import Fastify, { LogController, type FastifyInstance } from 'fastify'
import { randomBytes } from 'node:crypto'
import { constants } from 'node:zlib'
import { account, languageSwitch } from './account/index.ts'
import { attachments } from './attachments/index.ts'
import { desk } from './desk/index.ts'
import { counts, help } from './help/index.ts'
import { home } from './home/index.ts'
import { mailIn } from './mail-in/index.ts'
import { notifications } from './notifications/index.ts'
import type { Services } from './services.ts'
import { askToSignIn, createKeys, createSessions, signIn } from './sign-in/index.ts'
import { tickets } from './tickets/index.ts'
import { access } from './web/access.ts'
import { assets, loadAssets } from './web/assets.ts'
import { body } from './web/body.ts'
import { csrf } from './web/csrf.ts'
import { answerUnreadable, errors, handleUnknown, loggedError } from './web/errors.ts'
import { headers } from './web/headers.ts'
import { health } from './web/health.ts'
import { htmx } from './web/htmx.ts'
import { speech } from './web/languages.ts'
import { seen } from './web/stream.ts'
import { toasts } from './web/toasts.ts'
import { views } from './web/views.ts'
import { visitors } from './web/visitor.ts'

/** The whole product, listening nowhere: the web floor first, then the features. */
export async function buildApp(services: Services): Promise<FastifyInstance> {
  const { config, secret } = services
  const { https, baseUrl: origin } = config
  const app = createFastify(services)
  const loaded = loadAssets(config)
  const sessions = createSessions(services.connection.db, https)
  const keys = createKeys(secret)

  await app.register(headers, { https })
  // A page is compressed in one go: a stream for each costs three times as much, and its memory.
  await app.register(compress, { encodings: ['br', 'gzip'], brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } }, zlibOptions: { level: 5 }, threshold: 1024, syncThreshold: 65_536, globalDecompression: false })
  await app.register(cookie, { secret })
  await app.register(speech, { siteLanguage: config.SITE_LANGUAGE })
  await app.register(visitors, { https })
  await app.register(htmx)
  await app.register(seen)
  await app.register(toasts, { https })
  await app.register(csrf, { origin, https, secret })
  await app.register(views, { config, asset: loaded.path, logo: loaded.logo })
  await app.register(errors)
  await app.register(rateLimit, { global: true, hook: 'preHandler', max: config.POSTS_PER_MINUTE, allowList: request => request.method !== 'POST' })
  await app.register(body, { filesAtMost: config.UPLOAD_FILES, fileBytes: config.UPLOAD_MEGABYTES * 1_000_000 })
  await app.register(access, { recognise: sessions.recognise, askToSignIn, guardStaff: config.guardStaff })
  await app.register(health)
  await app.register(assets, loaded)
  await app.register(counts)

  await app.register(home)
  await app.register(help)
  await app.register(signIn, { sessions, keys })
  await app.register(languageSwitch)
  await app.register(account, { prefix: '/account', keys, secret })
  await app.register(tickets)
  await app.register(notifications, { secret })
  await app.register(attachments, { prefix: '/attachments', storage: services.storage })
  await app.register(desk, { prefix: '/desk' })
  await app.register(mailIn, { needs: services })
  handleUnknown(app)
  return app
}

function createFastify({ config, connection, storage, queue, markdown, live, helpMemory }: Services): FastifyInstance {
  const app: FastifyInstance = Fastify({
    logger: { level: config.LOG_LEVEL, redact: ['req.headers.cookie', 'req.headers.authorization'], serializers: { req: ({ method, url }) => ({ method, path: url.split('?')[0] }), err: loggedError } },
    logController: new LogController({ disableRequestLogging: true }),
    // What still comes in over an open line while we stop is answered like anything else.
    return503OnClosing: false,
    genReqId: () => randomBytes(6).toString('base64url'),
    trustProxy: config.TRUST_PROXY === undefined ? false : config.TRUST_PROXY.split(/[ ,]+/),
    // An idle line is cut after a minute, an honest slow upload may take ten; answers are due in twenty seconds.
    connectionTimeout: 60_000, requestTimeout: 600_000, handlerTimeout: 20_000,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    frameworkErrors: (_error, request, reply) => answerUnreadable(app, request, reply),
    // No route has a schema of fastify's: what would compile them is not even loaded.
    schemaController: { compilersFactory: { buildValidator: () => noSchemas, buildSerializer: () => noSchemas } },
  })
  app.decorate('config', config)
  app.decorate('db', connection.db)
  app.decorate('storage', storage)
  app.decorate('uploads', { filesAtMost: config.UPLOAD_FILES, megabytes: config.UPLOAD_MEGABYTES })
  app.decorate('queue', queue)
  app.decorate('markdown', markdown)
  app.decorate('live', live)
  app.decorate('helpMemory', helpMemory)
  return app
}

function noSchemas(): never {
  throw new Error('Forms are checked by web/forms.ts, not by a schema of the route.')
}
