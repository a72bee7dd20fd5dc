import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'

const none = ["'none'"]
const self = ["'self'"]

/** The headers of every answer. Pages load nothing from elsewhere and run nothing inline. */
export const headers = fp<{ https: boolean }>(async (app, { https }) => {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none, scriptSrc: self, styleSrc: self, imgSrc: self, connectSrc: self,
        formAction: self, baseUri: none, frameAncestors: none, objectSrc: none,
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: false,
  })

  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
}, { name: 'headers' })
