import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { goTo } from '../../../web/htmx.ts'
import { t } from '../../../web/i18n.ts'
import { allOf } from '../../../web/lists.ts'
import { isUuid } from '../../../web/submissions.ts'
import { overNow, seenFields, seenVersion } from '../../../web/versions.ts'
import { readFields } from '../fields/index.ts'
import { writeOnce } from '../seen.ts'
import { checked, type Wanted } from './check.ts'
import { wanted } from './pages.ts'
import { asItIs, fresh, marksOf, showCategory } from './show.ts'
import { changeCategory, createCategory, findCategory, lockTree, removeCategory, type Category, type Held } from './store.ts'

type Id = { Params: { id: string } }
const agent = { config: { access: 'agent' } } as const

/** POST /desk/help/categories and …/<id>/changes and …/<id>/removal. */
export const actions: FastifyPluginAsync = async app => {
  app.post('/categories', agent, async (request, reply) => {
    const text = await checked(app, request, undefined)
    if (!text.ok) return refuse(reply, undefined, text)
    const { state, result } = await writeOnce(app.db, request, async trx => {
      await lockTree(trx)
      return createCategory(trx, text.values)
    })
    if (state === 'taken') return refuse(reply, undefined, taken(text))
    // Back, changed, sent again: it is there already, and what is new goes into the form of that one.
    if (state === 'changed') return conflict(reply, await wanted(app, result))
    return finish(reply)
  })

  app.post<Id>('/categories/:id/changes', agent, async (request, reply) => {
    const category = await wanted(app, request.params.id)
    const text = await checked(app, request, category)
    if (!text.ok) return refuse(reply, category, text)
    const { state } = await writeOnce(app.db, request, async trx => {
      await lockTree(trx)
      await changeCategory(trx, category.id, seenVersion(request), text.values)
      return category.id
    })
    if (state === 'taken') return refuse(reply, category, taken(text))
    if (state === 'changed') return conflict(reply, await wanted(app, category.id))
    return finish(reply)
  })

  app.post<Id>('/categories/:id/removal', agent, async (request, reply) => {
    const { id } = request.params
    const category = isUuid(id) ? await findCategory(app.db, id) : undefined
    const held = category && await app.db.transaction().execute(trx => removeCategory(trx, category.id))
    if (category === undefined || held === undefined) return goTo(reply.toast('done', 'desk-help.category-removed'), '/desk/help/categories')
    return showCategory(app, reply.code(409), category, { ...fresh(category), conflict: t('desk-help.category-held', { name: category.name, held: inWords(held) }) })
  })

  function refuse(reply: FastifyReply, category: Category | undefined, { form, fields }: Wanted): Promise<FastifyReply> {
    return showCategory(app, reply.code(422), category, { form, fields, version: seenVersion(reply.request), was: seenFields(reply.request) })
  }

  /** The editor sees what they typed over the category as it is now: saving again does it. */
  function conflict(reply: FastifyReply, category: Category): Promise<FastifyReply> {
    const { form } = reply.request
    const was = seenFields(reply.request)
    const now = asItIs(category)
    const typed = Object.fromEntries(Object.keys(now).map(name => [name, (form?.get(name) ?? '').trim()]))
    const fields = readFields(form)
    return showCategory(app, reply.code(409), category, {
      ...fresh(category), conflict: t('desk-help.category-conflict'),
      form: { values: overNow(typed, was, now), errors: {} },
      ...(was['fields'] !== marksOf(fields) && { fields }),
    })
  }
}

const finish = (reply: FastifyReply): FastifyReply => goTo(reply.toast('done', 'desk-help.category-saved'), '/desk/help/categories')

const taken = (text: Wanted): Wanted => ({ ...text, form: { ...text.form, errors: { slug: t('desk-help.slug-just-taken') } } })

/** "3 articles and 12 tickets" */
function inWords({ articles, questions, categories, tickets }: Held): string {
  const counts = [['articles', articles], ['questions', questions], ['categories', categories], ['tickets', tickets]] as const
  return allOf(counts.filter(([, count]) => count > 0).map(([what, count]) => t(`desk-help.held-${what}`, { count })))
}
