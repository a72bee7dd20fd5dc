import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { t, type MessageKey, type Values } from './i18n.ts'

export interface Toast { kind: 'done' | 'problem'; text: string }

declare module 'fastify' {
  interface FastifyReply {
    toasts: Toast[]
    /** Says what happened: at once in a rendered answer, on the next page after a redirect. */
    toast(kind: Toast['kind'], key: MessageKey, values?: Values): FastifyReply
  }
}

export const toasts = fp<{ https: boolean }>(async (app, { https }) => {
  const cookie = https ? '__Host-toasts' : 'toasts'
  const options: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure: https, signed: true }

  app.decorateReply('toast', function (kind, key, values) {
    this.toasts.push({ kind, text: t(key, values) })
    return this
  })

  app.addHook('onRequest', async (request, reply) => {
    reply.toasts = []
    // A swap or a file is not the next page: the toast waits for that.
    if (request.cookies[cookie] === undefined || request.method !== 'GET' || !wantsPage(request)) return
    reply.toasts = carried(request, request.cookies[cookie])
    reply.clearCookie(cookie, options)
  })

  app.addHook('onSend', async (_request, reply) => {
    const leaves = (reply.statusCode >= 300 && reply.statusCode < 400) || reply.hasHeader('hx-redirect')
    if (leaves && reply.toasts.length > 0) reply.setCookie(cookie, JSON.stringify(reply.toasts), options)
  })
}, { name: 'toasts', dependencies: ['@fastify/cookie', 'htmx'] })

function wantsPage(request: FastifyRequest): boolean {
  return request.swapTarget === undefined && request.headers.accept?.includes('text/html') !== false
    && request.headers['sec-fetch-dest'] !== 'image'
}

function carried(request: FastifyRequest, value: string): Toast[] {
  const { valid, value: json } = request.unsignCookie(value)
  try {
    return valid ? JSON.parse(json) as Toast[] : []
  } catch {
    // Signed by us, for another purpose.
    return []
  }
}
