import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** The id of the element htmx will swap, or undefined when a whole page is wanted. */
    swapTarget: string | undefined
  }
}

/** All that knows htmx's headers (version 4). */
export const htmx = fp(async app => {
  app.decorateRequest('swapTarget', undefined)

  app.addHook('onRequest', async (request, reply) => {
    request.swapTarget = swapTarget(request)
    reply.header('vary', 'HX-Request, HX-Target')
  })
}, { name: 'htmx' })

/** Sends the browser to another page: a 303 for a plain form, htmx's own redirect for a swap. */
export function goTo(reply: FastifyReply, path: string): FastifyReply {
  return reply.request.swapTarget === undefined
    ? reply.redirect(path, 303)
    : reply.header('hx-redirect', path).code(200).type('text/html; charset=utf-8').send('')
}

function swapTarget({ headers }: FastifyRequest): string | undefined {
  const wantsPage = headers['hx-request'] !== 'true'
    || headers['hx-boosted'] === 'true'
    || headers['hx-history-restore-request'] === 'true'
    || headers['hx-request-type'] === 'full'

  // htmx 4 sends "section#conversation"; an element without an id says only its tag.
  return wantsPage ? undefined : String(headers['hx-target'] ?? '').split('#').at(-1)
}
