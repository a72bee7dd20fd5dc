import { setImmediate as soon } from 'node:timers/promises'
import t from 'tap'
import { createTurns } from '../../src/web/turns.ts'
import type { Refusal } from '../../src/web/errors.ts'
import { world } from '../support/world.ts'

t.test('searches wait for their turn', async t => {
  await t.test('a few at once, in the order they came, and a failed one hands it on', async t => {
    const inTurn = createTurns(2, 10)
    const done: number[] = []
    let running = 0
    let most = 0
    const act = (number: number) => inTurn(async () => {
      most = Math.max(most, ++running)
      await soon()
      running--
      if (number === 1) throw new Error('lost')
      done.push(number)
    })
    const all = await Promise.allSettled([0, 1, 2, 3, 4, 5].map(act))
    t.equal(most, 2)
    t.strictSame(done, [0, 2, 3, 4, 5])
    t.strictSame(all.map(({ status }) => status === 'fulfilled'), [true, false, true, true, true, true])
  })

  await t.test('and who comes just as a turn is handed on waits for the next', async t => {
    const inTurn = createTurns(1)
    let running = 0
    let most = 0
    const act = () => inTurn(async () => {
      most = Math.max(most, ++running)
      await soon()
      running--
    })
    const first = act()
    const second = act()
    await Promise.all([first.then(act), first.then(() => Promise.resolve()).then(act), second])
    t.equal(most, 1)
  })

  await t.test('and who comes to a long queue is asked to come back', async t => {
    const inTurn = createTurns(1, 1)
    const first = inTurn(soon)
    const second = inTurn(soon)
    t.equal(await inTurn(soon).then(() => 200, ({ statusCode }: Refusal) => statusCode), 503)
    await Promise.all([first, second])
    await t.resolves(inTurn(soon), 'then it is free again')
  })

  await t.test('while all other pages are answered', async t => {
    const { app, ada } = await world(t)
    const searches = Array.from({ length: 250 }, (_, number) => app.inject({ url: `/help/search?q=word${number}` }))
    t.equal((await ada.get('/tickets')).status, 200)
    const answers = await Promise.all(searches)
    t.strictSame(answers.filter(({ statusCode }) => statusCode !== 200 && statusCode !== 503).length, 0, 'some may be asked to come back')
    t.equal((await app.inject({ url: '/help/search?q=later' })).statusCode, 200)
  })
})
