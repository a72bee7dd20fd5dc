import { announce, changeArticle, createArticle, freeSlug, slugOf } from '../../src/help/index.ts'
import type { World } from '../support/world.ts'

/** A category below another; returns its id. */
export async function category({ db }: Pick<World, 'db'>, name: string, more: { slug?: string; parent_id?: string; description?: string } = {}): Promise<string> {
  return db.transaction().execute(async trx => {
    const { id } = await trx.insertInto('kb_categories').values({ name, slug: await freeSlug(trx, 'category', slugOf(name)), ...more }).returning('id').executeTakeFirstOrThrow()
    await announce(trx)
    return id
  })
}

/** Says that something was changed past the functions that say so themselves, and waits until it is heard. */
export async function changed({ db, services: { helpMemory } }: Pick<World, 'db' | 'services'>): Promise<void> {
  const age = helpMemory.age()
  await db.transaction().execute(announce)
  while (helpMemory.age() === age) await new Promise(resolve => setTimeout(resolve, 5))
}

const everything = `Begin here: [the site](https://example.com), [below](#after).

## Before

1. A cable
2. A phone

### What you need

\`\`\`sh
curl --request POST https://api.example.com/v1/readers/pair --header 'Authorization: Bearer 0123456789abcdef0123456789abcdef'
\`\`\`

## After

| Light | Means | What to do | How long it takes | Who can help |
|---|---|---|---|---|
| Green | All well | Nothing | No time | Nobody |

> A note

<details><summary>More</summary>Folded</details>
`

/** An article with all that one can have, and another beside it; returns the addresses of the pages that show them. */
export async function fullShelf(w: Pick<World, 'db' | 'services'>): Promise<string[]> {
  const { db, services: { markdown } } = w
  const top = await category(w, 'Devices', { description: 'All that has a plug' })
  const categoryId = await category(w, 'Readers', { parent_id: top })
  const by = (note: string) => ({ authorId: null, note })
  const text = { title: 'Pair a reader', slug: 'pair-a-reader', summary: 'Over Bluetooth', content: everything, categoryId, status: 'published', visibility: 'everyone', language: 'en', publishAt: null, reviewedOn: '2026-11-02' } as const
  const arabic = { ...text, title: 'كيف تعيد ضبط', slug: 'arabic', language: 'ar', content: '## أولا\n\nافتح.\n\n## ثانيا\n\nانتظر.\n\n## ثالثا\n\nتم.' }
  const rendered = await markdown.renderArticle(everything, {}, 'x')
  const renderedArabic = await markdown.renderArticle(arabic.content, {}, 'x')
  await db.transaction().execute(async trx => {
    const id = await createArticle(trx, text, rendered, by(''))
    await changeArticle(trx, id, 1, { ...text, content: `${everything}\n` }, rendered, by('The new model'))
    await createArticle(trx, { ...text, title: 'Charge a reader', slug: 'charge-a-reader' }, rendered, by(''))
    await createArticle(trx, arabic, renderedArabic, by(''))
  })
  await changed(w)
  return ['/help', '/help/devices', '/help/readers', '/help/articles/pair-a-reader', '/help/articles/arabic']
}
