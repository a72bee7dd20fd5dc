import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import type { World } from '../support/world.ts'

export interface Received { subject: string; text: string; html: string; source: string; link: string }

const patience = 60_000

/** Waits for as many mails to this address, oldest first. They come only where the world is at work. Word of a new browser is left out unless `all` is asked for. */
export async function mailsTo({ dataDir, config }: Pick<World, 'dataDir' | 'config'>, address: string, count = 1, all = false): Promise<Received[]> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(100)) {
    const mails = (await received(join(dataDir, 'mail'), config.baseUrl)).filter(({ to, subject }) => to === address && (all || !/new browser/.test(subject)))
    if (mails.length >= count) return mails
  }
  throw new Error(`No ${count} mails to ${address} have come.`)
}

export async function lastMailTo(world: Pick<World, 'dataDir' | 'config'>, address: string, count = 1): Promise<Received> {
  const mail = (await mailsTo(world, address, count)).at(-1)
  if (mail === undefined) throw new Error('A mail has come and gone.')
  return mail
}

async function received(folder: string, baseUrl: string): Promise<(Received & { to: string; at: number })[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.eml') && !name.startsWith('.'))
  const mails = await Promise.all(names.map(name => read(join(folder, name), baseUrl)))
  return mails.sort((a, b) => a.at - b.at)
}

async function read(path: string, baseUrl: string) {
  const source = await readFile(path, 'utf8')
  const { subject = '', text = '', html, to } = await simpleParser(source)
  const address = to === undefined || Array.isArray(to) ? '' : to.value[0]?.address ?? ''
  const link = new RegExp(`${baseUrl}(/\\S*)`).exec(text)?.[1] ?? ''
  return { subject, text, html: html || '', source, link, to: address, at: (await stat(path)).mtimeMs }
}
