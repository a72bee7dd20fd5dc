import { rm } from 'node:fs/promises'
import t from 'tap'
import { picture } from '../support/files.ts'
import { counts, importing } from './tree.ts'

t.test('folders become categories, files become articles', async t => {
  const { run, article, titles, category, visitor } = await importing(t, {
    'README.md': '# Welcome\n\nHello.\n',
    '02-getting_started/index.md': '---\ntitle: First steps\n---\nBegin here.\n',
    '02-getting_started/install.md': '# Install\n\nDo it.\n',
    '02-getting_started/Articles/deep/notes.markdown': 'No heading here.\n',
    '.git/config.md': '# Secret\n', 'node_modules/x/readme.md': '# Not ours\n', 'empty/only.png': await picture(),
  })
  const report = await run()
  t.match(counts(report), { created: 4, refused: 0, missing: 0 })
  t.strictSame(await titles(), ['First steps', 'Install', 'Notes', 'Welcome'])

  const top = await category('First steps')
  t.match(top, { slug: 'first-steps', parent_id: null, position: 2, takes_tickets: false })
  t.match(await category('Articles'), { slug: 'first-steps-articles', parent_id: top.id }, 'a category is never called like a page of ours')
  t.match(await article('Install'), { slug: 'install', category_id: top.id, content: 'Do it.', status: 'published', visibility: 'everyone', language: 'en' })
  t.match(await article('Welcome'), { category_id: null, source: 'docs/README.md' })
  const page = await visitor.get('/help/articles/install')
  t.equal(page.status, 200)
  t.match(page.$('main').text(), /Do it/)
})

t.test('front matter says what an article is', async t => {
  const { run, article } = await importing(t, {
    'a.md': '---\ntitle: "A: the first"\nslug: /guides/the-first\ndescription: What it is\nlang: de-CH\nvisibility: customers\nstatus: draft\ndate: 2024-02-29\nreviewed: 2025-01-31\ntags: [x]\n---\n# Another heading\n',
    'b.md': '+++\ntitle = "From TOML"\ndraft = true\n+++\nText\n',
    'c.md': '---\ntitle: Broken: here\nslug: [\n---\n# C\n\nStays.\n',
    'd.md': '---\n\nNo front matter\n\n---\n\n# D\n',
    'e.md': '---\ntitle: E\nvisibility: internal\nstatus: almost\n---\nText\n',
    'f.mdx': "import X from './x'\n\n# F\n\nText <X/>\n",
  })
  const report = await run()
  t.equal(report.created, 6)
  t.match(await article('A: the first'), { slug: 'the-first', summary: 'What it is', language: 'de', visibility: 'customers', status: 'draft', reviewed_on: '2025-01-31', created_at: new Date('2024-02-29'), content: '# Another heading' })
  t.match(await article('From TOML'), { status: 'draft', content: 'Text' })
  t.match(await article('Broken: here'), { content: '# C\n\nStays.' }, 'what can be read of broken front matter is')
  t.match(report.notes.map(({ path }) => path), ['c.md', 'e.md', 'e.md'])
  t.match(await article('D'), { content: '---\n\nNo front matter\n\n---' })
  t.match(await article('E'), { visibility: 'staff', status: 'draft' }, 'what is not understood is shown to nobody yet')
  t.match(await article('F'), { content: 'Text <X/>' })
})

t.test('titles come from the first heading, whatever it is written like', async t => {
  const { run, titles } = await importing(t, {
    'a.md': '[![build](https://x.example/b.svg)](https://x.example)\n\n# The `code` of *a* [link](x.md) &amp; **more** #\n',
    'b.md': 'Underlined\n==========\n\nText\n', 'c.md': '<h1 align="center">\n  <img src="https://x.example/l.png"> In HTML\n</h1>\n',
    'd.md': '```\n# no heading\n```\n', '05_long-name.md': 'text', 'g.md': `# ${'long '.repeat(200)}\n`,
  })
  await run()
  const [long, ...rest] = (await titles()).toSorted((one, other) => other.length - one.length)
  t.equal(long?.length, 200)
  t.strictSame(rest.sort(), ['D', 'In HTML', 'Long name', 'The code of a link & more', 'Underlined'])
})

t.test('the same tree again changes nothing, a changed file becomes a new version', async t => {
  const { run, add, article, db, folder } = await importing(t, { 'a.md': '# A\n\nOne\n', 'b.md': '# B\n\nOne\n', 'x/c.md': '# C\n\nOne\n' })
  t.match(counts(await run()), { created: 3 })
  t.match(counts(await run()), { created: 0, changed: 0, unchanged: 3 })

  await add({ 'a.md': '# A\n\nTwo\n', 'b.md': '# B\n\nTwo\n' })
  const { id, version } = await article('B')
  await db.updateTable('kb_articles').set({ version: version + 1, content: 'by Grace' }).where('id', '=', id).execute()
  const report = await run()
  t.match(counts(report), { changed: 1, unchanged: 1, conflicts: 1 }, 'what staff wrote since is theirs')
  t.match(report.conflicts, [{ path: 'b.md' }])
  t.equal((await article('B')).content, 'by Grace')
  const versions = await db.selectFrom('article_versions').select(['number', 'content', 'note']).where('article_id', '=', (await article('A')).id).orderBy('number').execute()
  t.strictSame(versions, [{ number: 1, content: 'One', note: '' }, { number: 2, content: 'Two', note: '' }])

  t.match(counts(await run({ overwrite: true })), { changed: 1, unchanged: 2, conflicts: 0 })
  t.equal((await article('B')).content, 'Two')
  t.match(counts(await run()), { unchanged: 3 })
  t.equal((await db.selectFrom('kb_categories').select('id').where('source', 'is not', null).execute()).length, 1, folder)
})

t.test('files that vanished are told of, and archived where that is asked for', async t => {
  const { run, add, article, folder } = await importing(t, { 'a.md': '# A\n\nOne\n', 'b.md': '# B\n\nOne\n' })
  await run()
  await rm(`${folder}/b.md`)
  t.match((await run()).vanished, [{ path: 'docs/b.md' }])
  t.equal((await article('B')).status, 'published')
  t.equal((await run({ archive: true })).archived, 1)
  t.equal((await article('B')).status, 'archived')
  t.equal((await run({ archive: true })).vanished.length, 0)
  await add({ 'b.md': '# B\n\nOne\n' })
  t.match(counts(await run()), { changed: 1, unchanged: 1 }, 'a file that is back brings its article back')
  t.equal((await article('B')).status, 'published')
})

t.test('slugs that are taken get the parent’s name in front, or a number', async t => {
  const { run, db } = await importing(t, { 'a/i.md': '# Introduction\n', 'b/i.md': '# Introduction\n', 'b/j.md': '# introduction\n', 'orders/x.md': '# X\n', 'b/I.md': '# Other\n' })
  const report = await run({ into: 'manuals' })
  t.equal(report.created, 5)
  const slugs = (await db.selectFrom('kb_articles').select('slug').orderBy('slug').execute()).map(({ slug }) => slug)
  t.strictSame(slugs, ['b-introduction', 'b-introduction-2', 'introduction', 'other', 'x'])
  const categories = await db.selectFrom('kb_categories').select('slug').where('source', 'is not', null).orderBy('slug').execute()
  t.strictSame(categories.map(({ slug }) => slug), ['a', 'b', 'manuals-orders'])
})

t.test('an import whose name has signs beyond the usual ones knows its articles again', async t => {
  const { run } = await importing(t, { 'a/b.md': '# B\n\nOne\n' })
  t.match(counts(await run({ name: '📚 Docs' })), { created: 1 })
  t.match(counts(await run({ name: '📚 Docs' })), { created: 0, unchanged: 1, refused: 0 })
})

t.test('a category’s questions that nobody could answer are left out', async t => {
  const ask = (key: string, more: object = {}) => ({ key, label: key, kind: 'text', required: true, ...more })
  const fields = [ask('device'), ask('device'), ask('model', { kind: 'choice', options: ['One'] }), ask('colour', { kind: 'choice', options: ['Red', 'Blue'] })]
  const { run, category } = await importing(t, { 'a/_category_.json': JSON.stringify({ name: 'A', fields }), 'a/b.md': '# B\n\nOne\n' })
  await run()
  t.strictSame((await category('A')).fields.map(({ key }) => key), ['device', 'colour'])
})
