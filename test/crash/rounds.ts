import { setTimeout as sleep } from 'node:timers/promises'
import { addPerson, type Home } from '../support/home.ts'
import { startProgram, type Program } from '../support/program.ts'
import { Visitor } from '../support/visitor.ts'
import { nextAct, send, type Act, type Customer } from './acts.ts'
import { halfDone, orphans } from './database.ts'
import { missing } from './pages.ts'

export interface Verdict { problems: string[]; summary: string }

const newcomers = 3
/** Milliseconds from the first byte sent to the kill: each round another. */
const moments = [20, 400, 90, 250, 50, 330, 150]

/** Kills the program again and again while customers write, and checks after each restart that what it acknowledged is there. */
export async function crash(t: { teardown(end: () => unknown): void }, { env, dataDir, inspect }: Home, rounds: number): Promise<Verdict> {
  const people = await inspect(async db => Promise.all(Array.from({ length: newcomers * rounds }, (_, at) => addPerson(db, `Customer${at}`))))
  const start = () => startProgram(t, { ...env, POSTS_PER_MINUTE: '1000000' })
  const acts: Act[] = []
  const problems: string[] = []
  let resent = 0
  let program = start()
  let before: Customer[] = []

  for (let round = 0; round < rounds; round++) {
    const fresh = await Promise.all(people.splice(0, newcomers).map(async ({ sessionId }) => open(new Visitor(sessionId), await program.url())))
    // Those of the last round have tickets to reply to, and forms that are a crash old.
    const sent = await killedWhileWriting(program, [...fresh, ...before], moments[round % moments.length] ?? 0, problems)
    before = fresh
    program = start()
    const url = await program.url()
    const again = sent.filter(({ outcome }, at) => outcome === 'unknown' || at % 3 === 0)
    for (const act of again) problems.push(...[await send(act, url)].filter(problem => problem !== undefined))
    for (const act of sent) problems.push(...await missing(act, url))
    acts.push(...sent)
    resent += again.length
  }

  program.kill('SIGTERM')
  const { code } = await program.ended
  if (code !== 0) problems.push(`after the last round it stopped with code ${code}:\n${program.output()}`)
  problems.push(...await inspect(halfDone))
  const disk = await inspect(db => orphans(db, dataDir))
  problems.push(...disk.problems)
  return { problems, summary: summary(acts, rounds, resent, disk) }
}

async function open(visitor: Visitor, url: string): Promise<Customer> {
  return { visitor, proof: await visitor.proof(`${url}/tickets/new`) }
}

async function killedWhileWriting(program: Program, customers: Customer[], after: number, problems: string[]): Promise<Act[]> {
  const url = await program.url()
  const acts: Act[] = []
  const killed = new AbortController()
  const write = async (customer: Customer) => {
    while (!killed.signal.aborted) {
      const act = nextAct(customer)
      acts.push(act)
      const problem = await send(act, url)
      if (problem !== undefined) problems.push(problem)
    }
  }
  const writing = Promise.all(customers.map(write))
  await sleep(after)
  killed.abort()
  program.kill('SIGKILL')
  await Promise.all([writing, program.ended])
  return acts
}

function summary(acts: Act[], rounds: number, resent: number, { files, swept }: { files: number; swept: number }): string {
  const count = (kind: Act['kind']) => acts.filter(act => act.kind === kind && act.outcome === 'acknowledged').length
  return `${rounds} kills; ${count('ticket')} tickets, ${count('reply')} replies, ${count('draft')} drafts and ${files} files acknowledged, ${resent} of them sent again; ${swept} orphans swept`
}
