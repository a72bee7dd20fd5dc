import { execFile } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { linksOf } from '../../src/help/import/links.ts'
import { counts, importing, type Files } from './tree.ts'

t.test('texts in any encoding are read, what is no text is refused', async t => {
  const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))
  const { run, article } = await importing(t, {
    'latin.md': new Uint8Array(Buffer.from('# Café\n\nDéjà', 'latin1')), 'utf16.md': utf16('# Zürich\n\nText'), 'utf16be.md': new Uint8Array(Buffer.from(utf16('# Genève\n\nText')).swap16()),
    'bom.md': '\ufeff---\ntitle: Bom\n---\nText', 'crlf.md': '---\r\ntitle: Crlf\r\n---\r\nOne\r\nTwo\r\n', 'nul.md': '# N\0ul\n\na\0b', 'yaml-nul.md': '---\ntitle: "a\\0b \\ud800"\n---\nText',
    'picture.md': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2), 'long.md': 'x'.repeat(1_000_001), 'empty.md': ' \n', 'arabic.md': '# مرحبا\n\nنص',
  })
  const report = await run()
  t.strictSame(report.refused.map(({ path, reason }) => `${path}: ${reason}`), ['empty.md: it is empty', 'long.md: it is longer than 1000000 characters', 'picture.md: it is not text'])
  t.match(report.notes, [{ path: 'latin.md', reason: 'not UTF-8: read as Windows-1252' }])
  t.equal((await article('Café')).content, 'Déjà')
  t.match(await article('Zürich'), { slug: 'zurich' })
  t.match(await article('Genève'), { content: 'Text' })
  t.match(await article('Crlf'), { content: 'One\nTwo' })
  t.match(await article('Nul'), { content: 'ab' })
  t.ok(await article('Bom'))
  t.match(await article('مرحبا'), { slug: 'مرحبا' })
  t.equal(report.created, 8)
})

t.test('nothing in a file can stop the run', async t => {
  const aliases = [...'bcdefghij'].map((name, at) => `${name}: &${name} [${`*${'abcdefghij'.charAt(at)},`.repeat(9)}]`).join('\n')
  const files: Files = {
    'bomb.md': `---\na: &a [x]\n${aliases}\ntitle: Bomb\n---\nText`, 'deep.md': `---\ntitle: ${'['.repeat(20_000)}\n---\nText`, 'long-title.md': `# ${'x'.repeat(100_000)}\n`,
    'slug.md': '---\ntitle: Slug\nslug: ../../etc/passwd\nweight: 1e99\ndate: 2024-13-45\n---\nText', 'html.md': `# Html\n\n<script>alert(1)</script><img src="https://x.example" onerror="alert(1)">${'<div>'.repeat(10_000)}`,
    'no-words.md': '---\ntitle: No words\nlanguage: { toString: 1 }\norder: { valueOf: 1, toString: 1 }\ndate: { toString: 1 }\n---\nText',
    'a b/Ü"<>.md': '# Odd name', [`${'d/'.repeat(40)}deep.md`]: '# Deep', 'fine.md': '# Fine\n\nText', '_category_.json': '{', 'questions.yaml': 'a: b: c', 'synonyms.yaml': '7',
  }
  const { run, folder, titles, article } = await importing(t, files)
  await promisify(execFile)('mkfifo', [join(folder, 'fifo.md')])
  await symlink('/etc/hosts', join(folder, 'hosts.md'))
  await symlink('.', join(folder, 'self'))
  const report = await run()
  t.equal(report.created, 9)
  t.strictSame(report.refused.map(({ path }) => path), ['questions.yaml'])
  t.ok((await titles()).includes('Fine'))
  t.equal((await article('Slug')).slug, 'passwd')
  t.notMatch((await article('Html')).html, /<script|<img|<div><div>/)
  t.match(counts(await run()), { created: 0, changed: 0, unchanged: 9 })
})

t.test('files beside the texts are read only while they are small enough to be understood', async t => {
  const { run, article, category, db } = await importing(t, {
    'a/b.md': '# Fine\n', 'a/_category_.yaml': `name: Named\n# ${'x'.repeat(1_000_001)}`, 'c/d.md': '# Also fine\n', 'c/_category_.yaml': `name: Called\n# ${'x'.repeat(900_000)}`,
    'questions.yaml': `- question: Why?\n  answer: So.\n# ${'x'.repeat(10_000_001)}`, 'synonyms.yaml': `- [a, b]\n# ${'x'.repeat(10_000_001)}`,
  })
  const { refused, notes, created } = await run()
  t.equal(created, 2)
  t.ok(await article('Fine'))
  t.ok(await category('A'))
  t.ok(await category('Called'))
  t.strictSame([...refused, ...notes].map(({ path, reason }) => `${path}: ${reason}`).sort(), [
    'a/_category_.yaml: it cannot be read: it is larger than 1 MB', 'questions.yaml: it cannot be read: it is larger than 10 MB', 'synonyms.yaml: it cannot be read: it is larger than 10 MB'])
  t.strictSame(await db.selectFrom('kb_questions').select('id').execute(), [])
  t.strictSame(await db.selectFrom('synonyms').select('id').execute(), [])
})

t.test('finding links in hostile text ends', async t => {
  const hostile = ['[', '[a](', '`a', '<a "', '<a b ', '<!--', '>', '- ', ' ', '[a](b "', '[a]:', '\\', '* ', '- - - a\n', '[a](((', '<a href="x" '].map(piece => piece.repeat(20_000))
  for (const text of hostile) t.ok(linksOf(text).every(({ start, end, address }) => text.slice(start, end) === address), JSON.stringify(text.slice(0, 8)))
})

t.test('an import that is stopped goes on where it was', async t => {
  const { run, folder } = await importing(t, {})
  await mkdir(join(folder, 'many'))
  await Promise.all(Array.from({ length: 120 }, (_, at) => writeFile(join(folder, 'many', `${at}.md`), `# Number ${at}\n\n[first](0.md)\n`)))
  const stop = new AbortController()
  const first = await run({ signal: stop.signal, progress: () => stop.abort() })
  t.match(first, { interrupted: true, created: 50, vanished: [] })
  const second = await run()
  t.match(second, { interrupted: false, created: 70, unchanged: 50, missing: [] })
  await rm(join(folder, 'many', '7.md'))
  t.equal((await run()).vanished.length, 1)
})

t.test('two imports of one tree at once bring each article in once', async t => {
  const { run, titles } = await importing(t, Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.md`, `# Number ${at}\n`])))
  const reports = await Promise.all([run(), run()])
  t.equal((await titles()).length, 20)
  t.equal(reports.reduce((sum, { created, refused, unchanged, conflicts }) => sum + created + refused.length + unchanged + conflicts.length, 0), 40)
})
