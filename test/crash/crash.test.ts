import t from 'tap'
import { home } from '../support/home.ts'
import { crash } from './rounds.ts'

t.test('what was acknowledged survives kill -9, nothing is half done, and what was not can be sent again', async t => {
  const { problems, summary } = await crash(t, await home(t), 3)
  t.strictSame(problems, [], summary)
})
