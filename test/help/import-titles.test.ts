import t from 'tap'
import { importing } from './tree.ts'

t.test('a heading in HTML that several files begin with is a banner: the heading under it names the page', async t => {
  const { run, article, titles, category } = await importing(t, {
    'guides/index.md': '<h1 align="center">Acme</h1>\n\n## Guides\n\nBegin [here](gone.md).\n',
    'guides/database.md': '<h1 align="center">\n  Acme\n</h1>\n\n## Database\n\nText\n\n## More\n',
    'guides/errors.md': '<h1>acme</h1>\n# Errors\n\nText\n',
    'guides/own.md': '---\ntitle: My own\n---\n<h1>Acme</h1>\n\n## Something\n\nText\n',
    'readme.md': '<h1>Acme</h1>\n\nWhat Acme is.\n\n## Install\n',
  })
  const { missing } = await run()
  t.strictSame(await titles(), ['Acme', 'Database', 'Errors', 'Guides', 'My own'])
  t.equal((await article('Database')).content, 'Text\n\n## More')
  t.equal((await article('My own')).content, '## Something\n\nText')
  t.equal((await article('Acme')).content, 'What Acme is.\n\n## Install')
  t.ok(await category('Guides'))
  t.match(missing, [{ path: 'guides/index.md', line: 5 }], 'lines are counted as in the file')
})

t.test('a heading in HTML that few files begin with, or the same file twice, names the page', async t => {
  const one = '<h1>One</h1>\n\n## Important\n\nText\n'
  const { run, titles } = await importing(t, { 'a.md': one, 'b/a.md': one, 'c/a.md': one, 'd/a.md': one, 'e.md': '<h1>Two</h1>\n\n## What it does\n', 'f.md': '<h1>Two</h1>\n\n## How it does it\n' })
  await run()
  t.strictSame(await titles(), ['One', 'One', 'One', 'One', 'Two', 'Two'])
})

t.test('a heading in HTML gives way to the only first-level heading, where that follows at once', async t => {
  const { run, article, titles } = await importing(t, { 'a.md': '<h1><img src="https://x.example/l.png" alt="Acme"></h1>\n\n# Pair a reader\n\nText\n', 'b.md': '<h1>Big</h1>\n\n# Install\n\nText\n\n# Use\n' })
  await run()
  t.strictSame(await titles(), ['Big', 'Pair a reader'])
  t.equal((await article('Pair a reader')).content, 'Text')
})
