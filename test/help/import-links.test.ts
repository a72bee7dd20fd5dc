import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { picture } from '../support/files.ts'
import { counts, importing } from './tree.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><script>alert(1)</script><rect width="20" height="10" fill="red"/></svg>'

t.test('links between files lead to the articles, all else stays as it was', async t => {
  const text = [
    'See [b](sub/b.md#part "title"), [without ending](sub/b), ![up](<sub/b.md>), [dir](sub/), [ref][1] and <a class="x" href="./sub/b.md#y">html</a>.',
    'Elsewhere: [web](https://x.example/b.md), [here](#sub), [mail](mailto:a@b.example), [ask](/help/guide), `[code](sub/b.md)`, \\[no](sub/b.md)',
    '```md\n[fenced](sub/b.md)\n```', '    [indented](sub/b.md)', '- item\n\n  [in item](sub/b.html)\n\n      [code in item](sub/b.md)', '- code\n\n  ```\n  > quoted [in code](sub/b.md)\n  ```\n\n  after', '> [quoted](SUB/B.md)', '[1]: sub/b.md',
    '<!-- [comment](sub/b.md) -->', 'Odd  spacing\tstays,\nand  so on.',
  ].join('\n\n')
  const { run, article } = await importing(t, { 'a.md': `# A\n\n${text}\n`, 'sub/b.md': '# B\n\n[back](../a.md) [root](/a.md) [out](../../a.md)\n', 'sub/README.md': '# Sub\n' })
  const report = await run()
  t.match(report.missing, [{ path: 'sub/b.md', line: 3, reason: '../../a.md: it leads out of the folder' }])
  const expected = text
    .replace('(sub/b.md#part "title")', '(/help/articles/b#part "title")').replace('(sub/b),', '(/help/articles/b),').replace('(<sub/b.md>)', '(</help/articles/b>)')
    .replace('(sub/)', '(/help/articles/sub)').replace('"./sub/b.md#y"', '"/help/articles/b#y"').replace('(sub/b.html)', '(/help/articles/b)')
    .replace('(SUB/B.md)', '(/help/articles/b)').replace('[1]: sub/b.md', '[1]: /help/articles/b')
  t.equal((await article('A')).content, expected)
  t.equal((await article('B')).content, '[back](/help/articles/a) [root](/help/articles/a) [out](../../a.md)')
})

t.test('pictures and downloads are taken once, drawings as pictures', async t => {
  const png = await picture()
  const { run, article, db, visitor, add } = await importing(t, {
    'a.md': '# A\n\n![p](img/p.png) <img src="img/p.png" alt="again"> ![d](img/d%20(1).svg) [log](img/x.log)\n\n![gone](img/gone.png)\n[exe](img/x.bin) ![bad](img/bad.svg)\n',
    'b.md': '# B\n\n![p](img/p.png)\n', 'img/p.png': png, 'img/d (1).svg': svg, 'img/x.log': 'words', 'img/x.bin': Uint8Array.of(0, 1, 2, 3, 0), 'img/bad.svg': '<svg',
  })
  const report = await run()
  t.match(report.missing.map(({ line, reason }) => `${line} ${reason}`), ['5 img/gone.png: nothing is there', '6 img/x.bin: files of this kind are not taken', /^6 img\/bad\.svg: the drawing cannot be drawn/])
  const files = await db.selectFrom('help_files').selectAll().orderBy('name').execute()
  t.match(files, [{ name: 'd (1).png', media_type: 'image/png', width: 20, height: 10 }, { name: 'p.png', media_type: 'image/png' }, { name: 'x.log', media_type: 'text/plain' }])
  const { content, html } = await article('A')
  t.equal(content.match(new RegExp(`/help/files/${files[1]?.id}/p.png`, 'g'))?.length, 2)
  t.match(html, /<img [^>]*width="20" height="10"/)
  t.equal((await db.selectFrom('article_files').select('file_id').execute()).length, 4)
  for (const [, address = ''] of html.matchAll(/src="([^"]+)"/g)) {
    const { status, response } = await visitor.get(address)
    t.match({ status, type: response.headers['content-type'] }, { status: 200, type: 'image/png' }, address)
  }

  t.match(counts(await run()), { unchanged: 2 })
  await add({ 'img/p.png': await sharp({ create: { width: 3, height: 3, channels: 3, background: 'blue' } }).png().toBuffer() })
  t.match(counts(await run()), { changed: 2 }, 'another picture of the same name is taken')
})

t.test('nothing that is hidden or lies outside is taken', async t => {
  const { run, folder, add, db } = await importing(t, { 'a.md': '# A\n\n[env](.env) [key](.ssh/id) [out](out.txt) ![pic](.book/p.png) [alias](alias.md)\n', '.env': 'SECRET', '.ssh/id': 'KEY', '.book/p.png': await picture(), 'b.md': '# B\n' })
  await add({ '../secret.txt': 'SECRET' })
  await symlink('../secret.txt', join(folder, 'out.txt'))
  await symlink('..', join(folder, 'up'))
  await symlink('b.md', join(folder, 'alias.md'))
  await symlink('loop.md', join(folder, 'loop.md'))
  const report = await run()
  t.strictSame(report.missing.map(({ reason }) => reason.split(':')[0]), ['.env', '.ssh/id', 'out.txt'])
  t.strictSame((await db.selectFrom('help_files').select('name').execute()).map(({ name }) => name), ['p.png'])
  t.strictSame(report.notes.map(({ path }) => path).sort(), ['loop.md', 'out.txt', 'up'])
})

t.test('a link that begins with a slash begins at whichever folder it fits', async t => {
  const { run, article } = await importing(t, { 'site/content/guide/a.md': '# A\n\n[b](/guide/b) [c](/content/c.md) [c](/c)\n', 'site/content/guide/b.md': '# B\n', 'site/content/c.md': '# C\n', 'c.md': '# Other C\n' })
  t.strictSame((await run()).missing, [])
  t.equal((await article('A')).content, '[b](/help/articles/b) [c](/help/articles/c) [c](/help/articles/c)')
})
