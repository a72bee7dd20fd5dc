import t from 'tap'
import { changeArticle, createArticle, renderArticle, type ArticleText } from '../../src/help/index.ts'
import { world } from '../support/world.ts'

const text = (changes: Partial<ArticleText> = {}): ArticleText => ({
  title: 'Pair a reader', slug: 'pair-a-reader', summary: 'In a minute', content: '## Before\n\nSwitch it **on**.', categoryId: null,
  status: 'published', visibility: 'everyone', language: 'en', publishAt: null, reviewedOn: '2026-11-22', ...changes,
})
const note = (words: string) => ({ authorId: null, note: words })

t.test('an article', async t => {
  const { db, services, grace } = await world(t)
  const { markdown } = services
  const render = (content: string) => renderArticle({ db, markdown }, content, 'test')
  const create = async (changes: Partial<ArticleText> = {}) => {
    const rendered = await render(text(changes).content)
    return db.transaction().execute(trx => createArticle(trx, text(changes), rendered, note('First')))
  }
  const change = async (id: string, version: number, changes: Partial<ArticleText>) => {
    const rendered = await render(text(changes).content)
    return db.transaction().execute(trx => changeArticle(trx, id, version, text(changes), rendered, { authorId: grace.id, note: 'Clearer' }))
  }
  const read = (id: string) => db.selectFrom('kb_articles').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const versions = (id: string) => db.selectFrom('article_versions').select(['number', 'content', 'note', 'author_id']).where('article_id', '=', id).orderBy('number').execute()

  await t.test('is rendered when it is written, and has a first version', async t => {
    const id = await create()
    t.match(await read(id), { html: /<strong>on<\/strong>/, headings: [{ level: 2, id: 's-before', text: 'Before' }], headings_text: 'Before', body_text: 'Switch it on.', words: 4, version: 1, published_at: Date, reviewed_on: '2026-11-22' })
    t.strictSame(await versions(id), [{ number: 1, content: text().content, note: 'First', author_id: null }])
  })

  await t.test('is never written over by somebody who saw an older one', async t => {
    const id = await create({ slug: 'two-editors' })
    t.equal(await change(id, 1, { slug: 'two-editors', content: 'Quicker' }), 2)
    t.equal(await change(id, 1, { slug: 'two-editors', content: 'Slower' }), undefined)
    t.equal((await read(id)).content, 'Quicker')
    t.strictSame((await versions(id)).map(({ number, note, author_id }) => [number, note, author_id]), [[1, 'First', null], [2, 'Clearer', grace.id]])

    const both = await Promise.all([change(id, 2, { slug: 'two-editors', content: 'A' }), change(id, 2, { slug: 'two-editors', content: 'B' })])
    t.strictSame(both.sort(), [3, undefined], 'at the same moment, one of the two')
  })

  await t.test('has changed for its readers only when its words did', async t => {
    const id = await create({ slug: 'quiet' })
    const { changed_at: before } = await read(id)
    await change(id, 1, { slug: 'quiet', reviewedOn: '2026-11-23' })
    t.equal((await versions(id)).length, 1, 'a review is no version')
    t.same((await read(id)).changed_at, before)
    await change(id, 2, { slug: 'quiet', title: 'Pair a card reader' })
    t.not((await read(id)).changed_at.getTime(), before.getTime())
  })

  await t.test('is published once: later changes leave the date alone', async t => {
    const id = await create({ slug: 'later', status: 'draft' })
    t.equal((await read(id)).published_at, null)
    await change(id, 1, { slug: 'later' })
    const { published_at } = await read(id)
    t.ok(published_at instanceof Date)
    await change(id, 2, { slug: 'later', status: 'archived' })
    await change(id, 3, { slug: 'later', content: 'Again' })
    t.same((await read(id)).published_at, published_at)
  })

  await t.test('keeps its former address and the files it names', async t => {
    const file = await db.insertInto('help_files').values({ sha256: 'x', name: 'till.png', media_type: 'image/png', bytes: 1, width: 6, height: 4, storage_key: 'k' }).returning('id').executeTakeFirstOrThrow()
    const id = await create({ slug: 'moved', content: `![Till](/help/files/${file.id}/till.png)` })
    t.match((await read(id)).html, /width="6" height="4"/)
    const files = () => db.selectFrom('article_files').select('file_id').where('article_id', '=', id).execute()
    t.strictSame(await files(), [{ file_id: file.id }])

    await change(id, 1, { slug: 'moved-here', content: 'No picture, but /help/files/00000000-0000-4000-8000-000000000000/gone.png' })
    t.strictSame(await files(), [], 'a file that is none is no file')
    t.strictSame(await db.selectFrom('former_slugs').selectAll().where('target_id', '=', id).execute(), [{ kind: 'article', slug: 'moved', target_id: id }])
  })
})
