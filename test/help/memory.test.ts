import t from 'tap'
import { createMemory, openMemory, type SharedPage } from '../../src/help/memory.ts'

const page = (text: string): SharedPage => ({ type: 'text/html', plain: Buffer.from(text), hash: text.slice(0, 5), opened: undefined })

t.test('what is remembered', async t => {
  t.test('is found again, until somebody changes something', async t => {
    let heard = () => {}
    const memory = await openMemory({ listen: async (channel, act) => {
      t.equal(channel, 'help_changes')
      heard = () => act('')
      return async () => {}
    } })
    memory.remember('/help', page('one'), memory.age())
    t.equal(memory.find('/help')?.plain.toString(), 'one')
    t.equal(memory.find('/help/other'), undefined)
    heard()
    t.equal(memory.find('/help'), undefined)
  })

  t.test('is forgotten after a minute in any case', async t => {
    let now = 0
    const memory = createMemory(1_000_000, () => now)
    memory.remember('/help', page('one'), memory.age())
    await memory.keep('tree', async () => 1)
    now = 60_000
    t.ok(memory.find('/help'))
    t.equal(await memory.keep('tree', async () => 2), 1)
    now = 60_001
    t.equal(memory.find('/help'), undefined)
    t.equal(await memory.keep('tree', async () => 2), 2)
  })

  t.test('was not made before a change that came in between', async t => {
    const memory = createMemory(1_000_000)
    const age = memory.age()
    memory.forget()
    memory.remember('/help', page('from before'), age)
    t.equal(memory.find('/help'), undefined)
  })

  t.test('takes no more room than it may have: what nobody asked for longest goes first', async t => {
    const memory = createMemory(40_000)
    const kilobytes = (name: string) => memory.remember(name, page('x'.repeat(4_000)), memory.age())
    for (const name of ['a', 'b', 'c', 'd']) kilobytes(name)
    memory.find('a')
    kilobytes('e')
    kilobytes('f')
    t.strictSame(['a', 'b', 'c', 'd', 'e', 'f'].filter(name => memory.find(name) !== undefined), ['a', 'c', 'd', 'e', 'f'])
    memory.remember('huge', page('x'.repeat(8_000)), memory.age())
    t.equal(memory.find('huge'), undefined, 'no page drives out all others')
  })

  t.test('is made once for everybody who asks at the same time, and again where it failed', async t => {
    const memory = createMemory(1_000_000)
    let made = 0
    const make = async () => ++made
    t.strictSame(await Promise.all([memory.keep('tree', make), memory.keep('tree', make)]), [1, 1])
    await t.rejects(memory.keep('broken', async () => { throw new Error('away') }), /away/)
    t.equal(await memory.keep('broken', make), 2)
    for (let number = 0; number < 3_000; number++) await memory.keep(`related ${number}`, make)
    t.equal(await memory.keep('tree', async () => 'gone'), 'gone', 'and there is an end to it')
  })
})
