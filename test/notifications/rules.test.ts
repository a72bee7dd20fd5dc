import t from 'tap'
import { listeners, wayOf } from '../../src/notifications/rules.ts'
import { lastDigest, waitsUntil } from '../../src/notifications/times.ts'
import { notificationEvents, ways, type NotificationPreferences } from '../../src/preferences/index.ts'
import type { NotificationEvent, Way } from '../../src/db/schema.ts'

const usual: NotificationPreferences = { reply: 'now', status: 'now', resolved: 'now', closing: 'now', participant: 'now', assigned: 'portal', security: 'now' }
const all = (way: Way): NotificationPreferences => ({ reply: way, status: way, resolved: way, closing: way, participant: way, assigned: way, security: 'now' })
const told = (event: NotificationEvent, chosen: NotificationPreferences, more: Partial<Parameters<typeof wayOf>[0]> = {}) => wayOf({ event, ways: chosen, channel: 'mail', following: null, ...more })

t.test('each event is told in the way that was chosen for it', async t => {
  for (const event of notificationEvents.filter(event => event !== 'security')) {
    for (const way of ways) t.equal(told(event, { ...usual, [event]: way }), way, `${event}: ${way}`)
  }
})

t.test('who wants no mail is told on the portal, but not what they switched off', async t => {
  for (const way of ['now', 'daily', 'weekly', 'portal'] as const) t.equal(told('reply', all(way), { channel: 'portal' }), 'portal')
  t.equal(told('reply', all('off'), { channel: 'portal' }), 'off')
})

t.test('a ticket that is followed is told at once, one that is muted not at all', async t => {
  for (const way of ways) {
    t.equal(told('status', all(way), { following: 'follow' }), 'now')
    t.equal(told('status', all(way), { following: 'mute' }), 'off')
  }
  t.equal(told('reply', all('off'), { following: 'follow', channel: 'portal' }), 'portal', 'and still not by mail to who wants none')
})

t.test('nothing keeps a note on the security of an account from coming at once', async t => {
  t.equal(told('security', all('off'), { channel: 'portal', following: 'mute' }), 'now')
})

t.test('everybody on a ticket hears of what somebody else does there', async t => {
  const company = { customer: 'ada', participants: ['carl', 'eve'], agent: 'grace' }
  const heard = (event: NotificationEvent, actor: string | null) => listeners(event, actor, company).map(({ id, event }) => `${id} ${event}`)
  t.strictSame(heard('reply', 'grace'), ['ada reply', 'carl reply', 'eve reply'])
  t.strictSame(heard('reply', 'mona'), ['ada reply', 'carl reply', 'eve reply'], 'another agent’s answer is no news to the one who has it')
  t.strictSame(heard('closing', null), ['ada closing', 'carl closing', 'eve closing'])
  t.strictSame(heard('reply', 'ada'), ['carl reply', 'eve reply', 'grace assigned'])
  t.strictSame(heard('reply', 'carl'), ['ada reply', 'eve reply', 'grace assigned'])
  t.strictSame(heard('status', 'ada'), ['carl status', 'eve status'], 'an agent is told of words only')
  t.strictSame(listeners('reply', 'ada', { customer: 'ada', participants: ['ada'], agent: null }), [])
  t.strictSame(listeners('reply', 'grace', { customer: 'grace', participants: [], agent: 'grace' }), [], 'nobody hears of themselves')
})

const night = { quiet: true, quietFrom: '22:00', quietTo: '07:00' }
const at = (text: string) => new Date(text)

t.test('quiet hours end by the clocks of the person’s zone', async t => {
  t.equal(waitsUntil(at('2026-11-22T20:59Z'), night, 'Europe/Berlin'), undefined)
  t.strictSame(waitsUntil(at('2026-11-22T21:00Z'), night, 'Europe/Berlin'), at('2026-11-23T06:00Z'))
  t.strictSame(waitsUntil(at('2026-11-23T02:00Z'), night, 'Europe/Berlin'), at('2026-11-23T06:00Z'), 'after midnight they end the same day')
  t.equal(waitsUntil(at('2026-11-23T06:00Z'), night, 'Europe/Berlin'), undefined)
  t.strictSame(waitsUntil(at('2026-12-31T23:30Z'), night, 'UTC'), at('2027-01-01T07:00Z'))
  t.strictSame(waitsUntil(at('2026-10-24T21:00Z'), night, 'Europe/Berlin'), at('2026-10-25T06:00Z'), 'also in the night that has an hour more')
  t.strictSame(waitsUntil(at('2026-11-22T12:00Z'), { quiet: true, quietFrom: '12:00', quietTo: '14:00' }, 'UTC'), at('2026-11-22T14:00Z'))
  t.equal(waitsUntil(at('2026-11-22T14:00Z'), { quiet: true, quietFrom: '12:00', quietTo: '14:00' }, 'UTC'), undefined)
})

t.test('who has no quiet hours, or none between two equal times, waits for nothing', async t => {
  t.equal(waitsUntil(at('2026-11-22T23:00Z'), { ...night, quiet: false }, 'UTC'), undefined)
  t.equal(waitsUntil(at('2026-11-22T23:00Z'), { quiet: true, quietFrom: '08:00', quietTo: '08:00' }, 'UTC'), undefined)
})

t.test('digests are due at eight in the morning where the person is', async t => {
  t.strictSame(lastDigest(at('2026-11-24T06:59Z'), 'daily', 'Europe/Berlin'), at('2026-11-23T07:00Z'))
  t.strictSame(lastDigest(at('2026-11-24T07:00Z'), 'daily', 'Europe/Berlin'), at('2026-11-24T07:00Z'))
  t.strictSame(lastDigest(at('2026-11-24T07:00Z'), 'daily', 'America/New_York'), at('2026-11-23T13:00Z'))
  t.strictSame(lastDigest(at('2026-11-22T12:00Z'), 'weekly', 'UTC'), at('2026-11-16T08:00Z'), 'a Sunday looks back to Monday')
  t.strictSame(lastDigest(at('2026-11-23T07:59Z'), 'weekly', 'UTC'), at('2026-11-16T08:00Z'))
  t.strictSame(lastDigest(at('2026-11-23T08:00Z'), 'weekly', 'UTC'), at('2026-11-23T08:00Z'))
})
