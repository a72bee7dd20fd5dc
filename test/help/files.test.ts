import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import t from 'tap'
import { sweepFiles } from '../../src/attachments/index.ts'
import { fileAddress, storeFile, sweepHelpFiles } from '../../src/help/index.ts'
import { picture } from '../support/files.ts'
import { storageSettings } from '../support/storage.ts'
import { world, type World } from '../support/world.ts'
import { changed } from './shelf.ts'
import { article, question } from './texts.ts'

/** Keeps a file and returns its address. */
async function kept({ db, services: { storage } }: World, name: string, content: Buffer): Promise<string> {
  const stored = await storeFile({ db, storage }, name, Readable.from([content]))
  if ('refused' in stored) throw new Error(stored.refused)
  return fileAddress(stored)
}

t.test('the files of articles', async t => {
  const w = await world(t, await storageSettings(t))
  const { visitor, ada, grace, db, app, services: { storage } } = w
  const png = await picture()
  const open = await kept(w, 'open.png', png)
  const members = await kept(w, 'members.png', Buffer.concat([png, Buffer.from('1')]))
  const ours = await kept(w, 'ours.png', Buffer.concat([png, Buffer.from('2')]))
  const loose = await kept(w, 'loose.png', Buffer.concat([png, Buffer.from('3')]))
  const page = await kept(w, 'page.txt', Buffer.from('<script>alert(1)</script>'))
  await article(w, { title: 'For all', content: `![The reader](${open})\n\n[A text](${page})` })
  await article(w, { title: 'For customers', visibility: 'customers', content: `![The reader](${members}) ![Again](${open})` })
  await article(w, { title: 'A draft', status: 'draft', content: `![The reader](${ours})` })
  await changed(w)
  const status = async (who: typeof visitor) => Promise.all([open, members, ours, loose].map(async address => (await who.get(address)).status))

  await t.test('are seen by who may read one of them', async t => {
    t.strictSame(await status(visitor), [200, 404, 404, 404])
    t.strictSame(await status(ada), [200, 200, 404, 404])
    t.strictSame(await status(grace), [200, 200, 200, 200])
    for (const address of ['/help/files/x/a.png', `/help/files/${randomUUID()}/a.png`, '/help/files/%00/a', open.replace('/help/files/', '/attachments/')]) t.not((await visitor.get(address)).status, 200, address)
  })

  await t.test('are seen by who may read a question whose answer names one', async t => {
    const answer = async (extra: string) => kept(w, `${extra}.png`, Buffer.concat([png, Buffer.from(extra)]))
    const [shown, hidden] = [await answer('shown'), await answer('hidden')]
    await question(w, { question: 'What does it look like?', answer: `![The reader](${shown})` })
    await question(w, { question: 'And inside?', answer: `![Inside](${hidden})`, visibility: 'customers' })
    const status = (who: typeof visitor) => Promise.all([shown, hidden].map(async address => (await who.get(address)).status))
    t.strictSame(await status(visitor), [200, 404])
    t.strictSame(await status(ada), [200, 200])
    t.match((await visitor.get(shown)).response.headers['cache-control'], /^public/)
    t.equal((await ada.get(hidden)).response.headers['cache-control'], 'private, no-cache')
  })

  await t.test('are kept by anybody in between only where everybody may see them', async t => {
    t.match((await visitor.get(open)).response.headers['cache-control'], /^public, max-age=\d+$/)
    t.equal((await ada.get(members)).response.headers['cache-control'], 'private, no-cache')
    t.equal((await grace.get(ours)).response.headers['cache-control'], 'private, no-cache')
    t.equal((await visitor.get(members)).response.headers['cache-control'], 'no-store')
  })

  await t.test('are pictures in the page, or downloads, and run nothing', async t => {
    const { headers, rawPayload } = (await visitor.get(open)).response
    t.ok(rawPayload.equals(png))
    t.match(headers, { 'content-type': 'image/png', 'content-disposition': /^inline;/, 'x-content-type-options': 'nosniff', 'content-security-policy': /default-src 'none';.*sandbox/ })
    t.match((await visitor.get(page)).response.headers, { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': /^attachment;/, 'content-security-policy': /sandbox/ })
    const known = await visitor.get(open, { 'if-none-match': String(headers.etag) })
    t.strictSame([known.status, known.body], [304, ''])
    t.equal((await visitor.get(members, { 'if-none-match': String((await ada.get(members)).response.headers.etag) })).status, 404, 'knowing the mark opens nothing')
    t.equal((await visitor.get(page, { range: 'bytes=1-6' })).body, 'script')
    t.match((await app.inject({ method: 'HEAD', url: open })).headers['content-length'], String(png.length))
  })

  await t.test('stand in their articles with their size, and load when they come into sight', async t => {
    const { $ } = await visitor.get('/help/articles/for-all')
    t.match($('.written img').attr(), { src: open, alt: 'The reader', loading: 'lazy', width: /^\d+$/, height: /^\d+$/ })
  })

  await t.test('are not swept away', async t => {
    await sweepHelpFiles(db)
    t.equal(await sweepFiles(db, storage, -1), 0)
    t.strictSame(await status(visitor), [200, 404, 404, 404])
  })
})
