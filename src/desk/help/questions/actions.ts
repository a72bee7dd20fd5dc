import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify'
import { changeQuestion, createQuestion, renderAnswer } from '../../../help/index.ts'
import { signedIn } from '../../../web/access.ts'
import { goTo } from '../../../web/htmx.ts'
import { t } from '../../../web/i18n.ts'
import { Changed, overNow, seenFields, seenVersion } from '../../../web/versions.ts'
import { writeOnce } from '../seen.ts'
import { checked, type Wanted } from './check.ts'
import { checkQuestion } from './forms.ts'
import { wanted } from './pages.ts'
import { asItIs, showQuestion } from './show.ts'
import type { Question } from './store.ts'

type Id = { Params: { id: string } }
const agent = { config: { access: 'agent' } } as const

/** POST /desk/help/questions and …/<id>/changes. */
export const actions: FastifyPluginAsync = async app => {
  app.post('/questions', agent, async (request, reply) => {
    if (request.form?.get('intent') === 'preview') return preview(app, reply, undefined)
    const text = await checked(app, request, undefined)
    if (!text.ok) return refuse(reply, undefined, text)
    const { id: person } = signedIn(request)
    const rendered = await renderAnswer(app, text.text.answer, person)
    const { state, result } = await writeOnce(app.db, request, trx => createQuestion(trx, text.text, rendered, person))
    if (state === 'taken') return refuse(reply, undefined, taken(text))
    // Back, changed, sent again: it is there already, and what is new goes into the form of that one.
    if (state === 'changed') return conflict(reply, await wanted(app, result))
    return finish(reply, result)
  })

  app.post<Id>('/questions/:id/changes', agent, async (request, reply) => {
    const question = await wanted(app, request.params.id)
    if (request.form?.get('intent') === 'preview') return preview(app, reply, question)
    const text = await checked(app, request, question.id)
    if (!text.ok) return refuse(reply, question, text)
    const { id: person } = signedIn(request)
    const rendered = await renderAnswer(app, text.text.answer, person)
    const { state } = await writeOnce(app.db, request, async trx => {
      if (await changeQuestion(trx, question.id, seenVersion(request), text.text, rendered, person) === undefined) throw new Changed()
      return question.id
    })
    if (state === 'taken') return refuse(reply, question, taken(text))
    if (state === 'changed') return conflict(reply, await wanted(app, question.id))
    return finish(reply, question.id)
  })

  function refuse(reply: FastifyReply, question: Question | undefined, { form }: Wanted): Promise<FastifyReply> {
    return showQuestion(app, reply.code(422), question, { form, version: seenVersion(reply.request) })
  }

  /** The editor sees what they typed over the question as it is now: saving again does it. */
  function conflict(reply: FastifyReply, question: Question): Promise<FastifyReply> {
    const { form } = reply.request
    const { values } = checkQuestion(form)
    const kept = overNow(values, seenFields(reply.request), asItIs(question))
    return showQuestion(app, reply.code(409), question, { form: { values: kept, errors: {} }, version: question.version, conflict: t('desk-questions.conflict') })
  }
}

/** What it will look like; nothing is checked or saved. */
async function preview(app: FastifyInstance, reply: FastifyReply, question: Question | undefined): Promise<FastifyReply> {
  const { request } = reply
  const { values } = checkQuestion(request.form)
  const { html } = await renderAnswer(app, values.answer ?? '', signedIn(request).id)
  return showQuestion(app, reply, question, { form: { values, errors: {} }, version: seenVersion(request), preview: html })
}

const finish = (reply: FastifyReply, id: string): FastifyReply => goTo(reply.toast('done', 'desk-questions.saved'), `/desk/help/questions/${id}`)

const taken = (text: Wanted): Wanted => ({ ok: false, form: { ...text.form, errors: { slug: t('desk-help.slug-just-taken') } } })
