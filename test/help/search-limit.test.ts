import t from 'tap'
import { world } from '../support/world.ts'

t.test('who searches without end is asked to wait, and everybody else is not', async t => {
  const { app } = await world(t)
  const search = async (remoteAddress: string, url: string) => (await app.inject({ url, remoteAddress })).statusCode
  const answers = await Promise.all(Array.from({ length: 300 }, () => search('192.0.2.1', '/help/search?q=printer')))
  t.strictSame([...new Set(answers)], [200])
  t.equal(await search('192.0.2.1', '/help/search?q=printer'), 429)
  t.equal(await search('192.0.2.2', '/help/search?q=printer'), 200)
  t.equal(await search('192.0.2.1', '/help'), 200, 'what there is to read stays open')

  await Promise.all(Array.from({ length: 300 }, () => search('192.0.2.3', '/help/suggestions?title=printer')))
  t.equal(await search('192.0.2.3', '/help/suggestions?title=printer'), 429)
})
