import type { Config } from '../config.ts'
import type { Db } from '../db/connect.ts'
import type { Queue } from '../jobs/queue.ts'
import { styleHelpers } from '../web/style-helpers.ts'
import { createEta } from '../web/views.ts'
import { replyAddresses, takesMail } from './incoming/address.ts'
import { bounceAddresses } from './incoming/bounces.ts'
import type { Post } from './send.ts'
import { createTransport, letterRenderer } from './transport.ts'

export interface PostOptions { config: Config; db: Db; queue: Queue; secret: string; ending?: AbortSignal }

/** Readies all that sending takes. Nothing is connected before the first mail. */
export function openPost({ config, db, queue, secret, ending = new AbortController().signal }: PostOptions, log: (sentence: string) => void, waits?: Parameters<typeof createTransport>[3]): Post {
  const render = letterRenderer(createEta({ plainText: true }), createEta(), styleHelpers(config, () => '', undefined))
  const [replies, bounces] = [replyAddresses(config, secret), bounceAddresses(config, secret)]
  return {
    config, db, queue, secret, ending,
    answerTo: answering => takesMail(config) ? replies.of(answering) : undefined,
    bounceTo: mailId => takesMail(config) ? bounces.of(mailId) : undefined,
    transport: createTransport(config, render, log, waits),
  }
}
