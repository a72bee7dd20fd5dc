import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { exportFolder } from '../../src/help/export/index.ts'
import { importFolder } from '../../src/help/import/index.ts'
import { picture } from '../support/files.ts'
import { world, type World } from '../support/world.ts'
import { importing } from './tree.ts'

const files = {
  'orders/_category_.json': '{ "slug": "orders", "name": "Orders", "order": 1 }',
  'orders/parcels/_category_.json': JSON.stringify({ name: 'Parcels: "all"', slug: 'parcels', description: 'Where they are', order: 3, icon: 'box', takesTickets: true, fields: [{ key: 'number', label: 'Which order?', kind: 'text', required: true, hint: '', options: [] }] }),
  'orders/parcels/where.md': '---\ntitle: "Where is it? # really"\ndescription: "A summary: with a colon"\nvisibility: customers\nreviewed: 2025-01-31\ndate: 2024-05-06\n---\n# Where is it? # really\n\n## Part\n\n![p](p.png) [sibling](late.md#part) [up](../../intro.md)\n\n```\n[code](late.md)\n```\n',
  'orders/parcels/late.md': '---\nstatus: draft\npublish_at: 2099-01-01T00:00:00.000Z\nlang: de\n---\n# Zu spät\n\n    code first\n',
  'intro.md': '# Intro\n\n[parcels](orders/parcels/) and [orders](orders)\n',
  'orders/parcels/p.png': '', 'empty/_category_.json': '{ "slug": "empty", "name": "Empty" }',
  'questions.yaml': '- question: How long?\n  category: parcels\n  answer: |\n    Three days, see [where](orders/parcels/where.md).\n- question: Why?\n  slug: the-reason\n  status: draft\n  visibility: staff\n  language: fr\n  answer: Because.\n',
  'synonyms.yaml': '- [parcel, package]\n- [till, register, kasse]\n',
}

/** All that a reader or editor could find different, with names instead of ids. */
async function everything(db: World['db']) {
  const category = 'kb_categories.slug as category' as const
  const categories = await db.selectFrom('kb_categories').leftJoin('kb_categories as parent', 'parent.id', 'kb_categories.parent_id')
    .select(['kb_categories.slug', 'kb_categories.name', 'kb_categories.description', 'kb_categories.position', 'kb_categories.icon', 'kb_categories.takes_tickets', 'kb_categories.fields', 'parent.slug as parent']).orderBy('kb_categories.slug').execute()
  const articles = await db.selectFrom('kb_articles').leftJoin('kb_categories', 'kb_categories.id', 'category_id')
    .select([category, 'kb_articles.slug', 'title', 'summary', 'content', 'language', 'status', 'visibility', 'publish_at', 'published_at', 'reviewed_on']).orderBy('kb_articles.slug').execute()
  const questions = await db.selectFrom('kb_questions').leftJoin('kb_categories', 'kb_categories.id', 'category_id')
    .select([category, 'kb_questions.slug', 'question', 'answer', 'language', 'status', 'visibility']).orderBy('kb_questions.slug').execute()
  const synonyms = await db.selectFrom('synonyms').select('words').orderBy('words').execute()
  const pictures = await db.selectFrom('help_files').select(['sha256', 'name', 'media_type', 'width']).execute()
  const plain = (text: string) => text.replace(/\/help\/files\/[0-9a-f-]{36}/g, '/help/files/ID')
  return { categories, articles: articles.map(article => ({ ...article, content: plain(article.content) })), questions, synonyms, pictures }
}

t.test('an export that is imported elsewhere gives the same help centre', async t => {
  const one = await importing(t, { ...files, 'orders/parcels/p.png': await picture() })
  const report = await one.run()
  t.strictSame([report.missing, report.refused, report.notes], [[], [], []])
  const before = await everything(one.db)
  t.equal(before.articles.length, 3)
  t.equal(before.questions.length, 2)
  t.match(before.questions, [{ category: 'parcels', answer: 'Three days, see [where](/help/articles/where-is-it-really).' }, { slug: 'the-reason', visibility: 'staff' }])
  t.match(before.articles.find(({ title }) => title === 'Intro'), { content: '[parcels](/help/parcels) and [orders](/help/orders)' })

  const folder = join(one.dataDir, 'exported')
  await exportFolder({ db: one.db, storage: one.services.storage }, folder)
  await t.rejects(exportFolder({ db: one.db, storage: one.services.storage }, folder), /is not empty/)
  t.match(await readFile(join(folder, 'orders/parcels/where-is-it-really.md'), 'utf8'), /^!\[p\]\(\.\.\/\.\.\/files\/[0-9a-f]{16}\/p\.png\) \[sibling\]\(zu-spat\.md#part\) \[up\]\(\.\.\/\.\.\/intro\.md\)$/m)

  const two = await world(t)
  const again = await importFolder({ db: two.db, markdown: two.services.markdown, storage: two.services.storage }, folder)
  t.strictSame([again.missing, again.refused, again.notes], [[], [], []])
  t.strictSame(await everything(two.db), before)
  t.strictSame((await readdir(folder)).sort(), ['account', 'billing', 'empty', 'files', 'intro.md', 'orders', 'other', 'problem', 'question', 'questions.yaml', 'synonyms.yaml'])
  await rm(folder, { recursive: true })
})

t.test('questions and synonyms of the same tree again are the same', async t => {
  const { run, add, db } = await importing(t, { ...files, 'orders/parcels/p.png': await picture() })
  await run()
  t.match(await run(), { questions: { created: 0, changed: 0, unchanged: 2 }, unchanged: 3 })
  t.equal((await db.selectFrom('synonyms').select('id').execute()).length, 2)
  await add({ 'questions.yaml': '- question: Why?\n  slug: the-reason\n  answer: Nobody knows.\n- question: No answer\n- 7\n' })
  const report = await run()
  t.match(report.questions, { changed: 1 })
  t.strictSame(report.refused.map(({ path }) => path), ['questions.yaml, number 2', 'questions.yaml, number 3'])
  const { answer, answer_html } = await db.selectFrom('kb_questions').selectAll().where('slug', '=', 'the-reason').executeTakeFirstOrThrow()
  t.strictSame([answer, answer_html.trim()], ['Nobody knows.', '<p>Nobody knows.</p>'])
})

t.test('nothing is written outside the folder, whatever things are called in the database', async t => {
  const { db, dataDir, services: { storage } } = await world(t)
  const { id } = await db.insertInto('kb_categories').values({ name: 'Up', slug: '..' }).returning('id').executeTakeFirstOrThrow()
  const text = { title: 'Outside', content: 'Words.', status: 'draft' } as const
  await db.insertInto('kb_articles').values([{ ...text, slug: '../outside' }, { ...text, slug: '../../outside', category_id: id }, { ...text, slug: '.hidden' }]).execute()
  await exportFolder({ db, storage }, join(dataDir, 'a', 'exported'))
  t.strictSame([await readdir(join(dataDir, 'a')), (await readdir(dataDir)).filter(name => name.includes('outside'))], [['exported'], []])
  const pages = (await readdir(join(dataDir, 'a', 'exported'), { recursive: true })).filter(path => path.endsWith('.md'))
  t.equal(pages.length, 3)
  t.notOk(pages.some(path => path.startsWith('.')), 'an import would not see it')
})

t.test('of a picture whose bytes are lost the report says so; where they only cannot be read, the export fails', async t => {
  const { run, db, dataDir, services: { storage } } = await importing(t, { ...files, 'orders/parcels/p.png': await picture() })
  await run()
  const { storage_key: key } = await db.selectFrom('help_files').select('storage_key').executeTakeFirstOrThrow()
  const bytes = join(dataDir, 'files', key.slice(0, 2), key)
  await rm(bytes)
  t.match((await exportFolder({ db, storage }, join(dataDir, 'lost'))).missing, [/^files\/[0-9a-f]{16}\/p\.png$/])

  await mkdir(bytes)
  const folder = join(dataDir, 'broken')
  await t.rejects(exportFolder({ db, storage }, folder), { code: 'EISDIR' })
  t.strictSame((await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()), [], 'and leaves no half file')
})

t.test('a question that somebody edits during the import is left as it is', async t => {
  const { add, run, db, folder, services: { markdown, storage } } = await importing(t, { 'questions.yaml': '- question: How long?\n  answer: Three days.\n' })
  await run()
  await add({ 'questions.yaml': '- question: How long?\n  answer: Four days.\n' })
  const renderArticle: typeof markdown.renderArticle = async (...wanted) => {
    await db.updateTable('kb_questions').set({ answer: 'Five days.', version: 2 }).execute()
    return markdown.renderArticle(...wanted)
  }
  const report = await importFolder({ db, storage, markdown: { ...markdown, renderArticle } }, folder)
  t.match([report.questions, report.conflicts], [{ changed: 0 }, [{ path: 'questions.yaml, number 1', reason: /edited here meanwhile/ }]])
  t.strictSame(await db.selectFrom('kb_questions').select('answer').execute(), [{ answer: 'Five days.' }])
})
