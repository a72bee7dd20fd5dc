import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { goTo } from '../../../web/htmx.ts'
import { t } from '../../../web/i18n.ts'
import { allOf } from '../../../web/lists.ts'
import { isUuid } from '../../../web/submissions.ts'
import { overNow, seenFields, seenVersion } from '../../../web/versions.ts'
import { readFields } from '../fields/index.ts'
import { writeOnce } from '../write-once.ts'
import { checked, type CheckedCategory } from './check.ts'
import { categoryOr404 } from './pages.ts'
import { asItIs, fresh, marksOf, showCategory } from './show.ts'
import { changeCategory, createCategory, findCategory, lockTree, removeCategory, type Category, type Held } from './store.ts'

type Id = { Params: { id: string } }
const agent = { config: { access: 'agent' } } as const

/** POST /desk/help/categories and …/<id>/changes and …/<id>/removal. */
export const actions: FastifyPluginAsync = async app => {
  app.post('/categories', agent, async (_request, reply) => save(reply, undefined))
  app.post<Id>('/categories/:id/changes', agent, async ({ params }, reply) => save(reply, await categoryOr404(app, params.id)))

  app.post<Id>('/categories/:id/removal', agent, async (request, reply) => {
    const { id } = request.params
    const category = isUuid(id) ? await findCategory(app.db, id) : undefined
    const held = category && await app.db.transaction().execute(trx => removeCategory(trx, category.id))
    if (category === undefined || held === undefined) return goTo(reply.toast('done', 'desk-help.category-removed'), '/desk/help/categories')
    return showCategory(app, reply.code(409), category, { ...fresh(category), conflict: t('desk-help.category-held', { name: category.name, held: inWords(held) }) })
  })

  async function save(reply: FastifyReply, category: Category | undefined): Promise<FastifyReply> {
    const { request } = reply
    const text = await checked(app, request, category)
    if (!text.ok) return refuse(reply, category, text)
    const { state, result } = await writeOnce(app.db, request, async trx => {
      await lockTree(trx)
      return category === undefined ? createCategory(trx, text.values) : changeCategory(trx, category.id, seenVersion(request), text.values)
    })
    if (state === 'taken') return refuse(reply, category, { ...text, form: { ...text.form, errors: { slug: t('desk-help.slug-just-taken') } } })
    // Back, changed, sent again: what was new is there already, and the form becomes one of that.
    if (state === 'changed') return conflict(reply, await categoryOr404(app, category?.id ?? result))
    return goTo(reply.toast('done', 'desk-help.category-saved'), '/desk/help/categories')
  }

  function refuse(reply: FastifyReply, category: Category | undefined, { form, fields }: CheckedCategory): Promise<FastifyReply> {
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

/** "3 articles and 12 tickets" */
function inWords({ articles, questions, categories, tickets }: Held): string {
  const counts = [['articles', articles], ['questions', questions], ['categories', categories], ['tickets', tickets]] as const
  return allOf(counts.filter(([, count]) => count > 0).map(([what, count]) => t(`desk-help.held-${what}`, { count })))
}
