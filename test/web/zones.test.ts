import t from 'tap'
import { fromLocal, toLocal } from '../../src/web/zones.ts'

t.test('a day and a time of day are meant in the zone of the site', async t => {
  t.equal(fromLocal('2026-11-22T14:05', 'UTC')?.toISOString(), '2026-11-22T14:05:00.000Z')
  t.equal(fromLocal('2026-11-22T14:05', 'Europe/Zurich')?.toISOString(), '2026-11-22T13:05:00.000Z')
  t.equal(fromLocal('2026-07-22T14:05:59', 'Europe/Zurich')?.toISOString(), '2026-07-22T12:05:00.000Z', 'in summer too')
  t.equal(fromLocal('2026-01-01T00:30', 'Asia/Kolkata')?.toISOString(), '2025-12-31T19:00:00.000Z')
  t.equal(fromLocal('2026-03-29T02:30', 'Europe/Zurich')?.toISOString(), '2026-03-29T01:30:00.000Z', 'an hour that the clocks leave out is the one after it')
  for (const odd of ['', '2026-11-22', '2026-02-30T10:00', '2026-11-22T25:00', '22.11.2026 14:05', '2026-11-22T14:05Z', 'x'.repeat(99)]) t.equal(fromLocal(odd, 'UTC'), undefined, odd)
})

t.test('what a field is to hold comes back as it was typed', async t => {
  for (const zone of ['UTC', 'Europe/Zurich', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland']) {
    for (const typed of ['2026-01-15T00:00', '2026-07-15T23:59', '2026-10-25T04:00']) {
      const at = fromLocal(typed, zone)
      t.equal(at && toLocal(at, zone), typed, `${zone} ${typed}`)
    }
  }
})
