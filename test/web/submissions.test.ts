import t from 'tap'
import { isUuid, newSubmission, once, submissionOf, sweepSubmissions } from '../../src/web/submissions.ts'
import { world } from '../support/world.ts'

t.test('a form that is sent more than once', async t => {
  const { db, ada, carl } = await world(t)
  const key = newSubmission()
  let acts = 0
  const act = async () => `result ${++acts}`

  await t.test('acts once, and each time gets the first result', async t => {
    t.strictSame(await once(db, ada.id, key, 'hello', act), { result: 'result 1', repeated: false, changed: false })
    t.strictSame(await once(db, ada.id, key, 'hello', act), { result: 'result 1', repeated: true, changed: false })
    t.equal(acts, 1)
  })

  await t.test('with other words is told from a mere repetition', async t => {
    t.strictSame(await once(db, ada.id, key, 'hello again', act), { result: 'result 1', repeated: true, changed: true })
    t.equal(acts, 1)
  })

  await t.test('by somebody else is theirs alone', async t => {
    t.strictSame(await once(db, carl.id, key, 'hello', act), { result: 'result 2', repeated: false, changed: false })
    t.equal((await once(db, ada.id, key, 'hello', act)).result, 'result 1')
  })

  await t.test('acts once even at the same moment', async t => {
    acts = 0
    const both = newSubmission()
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => once(db, ada.id, both, 'hello', act)))
    t.equal(acts, 1)
    t.strictSame(outcomes.map(({ repeated }) => repeated).sort(), [false, true, true, true, true, true, true, true])
    t.strictSame(new Set(outcomes.map(({ result }) => result)), new Set(['result 1']))
  })

  await t.test('after a failure acts as if for the first time', async t => {
    const failed = newSubmission()
    await t.rejects(once(db, ada.id, failed, 'hello', async trx => {
      await trx.insertInto('attempts').values({ key: 'half' }).execute()
      throw new Error('broken')
    }), /broken/)
    t.strictSame(await db.selectFrom('attempts').select('key').where('key', '=', 'half').execute(), [], 'and what it did is undone')
    t.equal((await once(db, ada.id, failed, 'hello', act)).repeated, false)
  })

  await t.test('is forgotten after two days', async t => {
    await sweepSubmissions(db)
    t.ok((await once(db, ada.id, key, 'hello', act)).repeated)
    await db.updateTable('submissions').set({ result: 'old' }).where('key', '=', key).where('profile_id', '=', ada.id).execute()
    await db.deleteFrom('submissions').where('key', '<>', key).execute()
    await db.insertInto('submissions').values({ profile_id: ada.id, key: newSubmission(), content_hash: '', result: 'older', created_at: new Date(Date.now() - 48.1 * 3_600_000) }).execute()
    await sweepSubmissions(db)
    t.notOk((await db.selectFrom('submissions').select('result').execute()).some(({ result }) => result === 'older'))
    t.ok((await once(db, ada.id, key, 'hello', act)).repeated)
  })
})

t.test('the key of a form is one that we could have made', async t => {
  const key = newSubmission()
  t.ok(isUuid(key))
  t.equal(submissionOf(new URLSearchParams({ submission: key })), key)
  for (const wrong of ['', 'x', `${key} `, key.toUpperCase(), "' or 1=1", `${key}\n`]) {
    t.notOk(isUuid(wrong), wrong)
    t.ok(isUuid(submissionOf(new URLSearchParams({ submission: wrong }))), 'or else gets a fresh one')
  }
  t.ok(isUuid(submissionOf(undefined)))
})
