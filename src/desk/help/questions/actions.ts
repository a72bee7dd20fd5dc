import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { changeQuestion, createQuestion, renderAnswer, type QuestionText } from '../../../help/index.ts'
import { signedIn } from '../../../web/access.ts'
import type { FormView } from '../../../web/forms.ts'
import { goTo } from '../../../web/htmx.ts'
import { t } from '../../../web/i18n.ts'
import { Changed, overNow, seenFields, seenVersion } from '../../../web/versions.ts'
import { writeOnce, type Written } from '../write-once.ts'
import { checked } from './check.ts'
import { checkQuestion, type QuestionForm } from './forms.ts'
import { questionOr404 } from './pages.ts'
import { asItIs, showQuestion } from './show.ts'
import type { Question } from './store.ts'

type Id = { Params: { id: string } }
const agent = { config: { access: 'agent' } } as const

/** POST /desk/help/questions and …/<id>/changes. */
export const actions: FastifyPluginAsync = async app => {
  app.post('/questions', agent, async (_request, reply) => handle(reply, undefined))
  app.post<Id>('/questions/:id/changes', agent, async ({ params }, reply) => handle(reply, await questionOr404(app, params.id)))

  async function handle(reply: FastifyReply, question: Question | undefined): Promise<FastifyReply> {
    const { request } = reply
    if (request.form?.get('intent') === 'preview') return preview(reply, question)
    const checkedForm = await checked(app, request, question?.id)
    if (!checkedForm.ok) return refuse(reply, question, checkedForm.form)
    const { state, result } = await write(request, question, checkedForm.text)
    if (state === 'taken') return refuse(reply, question, { ...checkedForm.form, errors: { slug: t('desk-help.slug-just-taken') } })
    // Back, changed, sent again: what was new is there already, and the form becomes one of that.
    if (state === 'changed') return conflict(reply, await questionOr404(app, question?.id ?? result))
    return goTo(reply.toast('done', 'desk-questions.saved'), `/desk/help/questions/${result}`)
  }

  async function write(request: FastifyRequest, question: Question | undefined, text: QuestionText): Promise<Written> {
    const { id: person } = signedIn(request)
    const rendered = await renderAnswer(app, text.answer, person)
    return writeOnce(app.db, request, async trx => {
      if (question === undefined) return createQuestion(trx, text, rendered, person)
      if (await changeQuestion(trx, question.id, seenVersion(request), text, rendered, person) === undefined) throw new Changed()
      return question.id
    })
  }

  function refuse(reply: FastifyReply, question: Question | undefined, form: FormView<QuestionForm>): Promise<FastifyReply> {
    return showQuestion(app, reply.code(422), question, { form, version: seenVersion(reply.request) })
  }

  /** The editor sees what they typed over the question as it is now: saving again does it. */
  function conflict(reply: FastifyReply, question: Question): Promise<FastifyReply> {
    const { values } = checkQuestion(reply.request.form)
    const kept = overNow(values, seenFields(reply.request), asItIs(question))
    return showQuestion(app, reply.code(409), question, { form: { values: kept, errors: {} }, version: question.version, conflict: t('desk-questions.conflict') })
  }

  /** What it will look like; nothing is checked or saved. */
  async function preview(reply: FastifyReply, question: Question | undefined): Promise<FastifyReply> {
    const { request } = reply
    const { values } = checkQuestion(request.form)
    const { html } = await renderAnswer(app, values.answer ?? '', signedIn(request).id)
    return showQuestion(app, reply, question, { form: { values, errors: {} }, version: seenVersion(request), preview: html })
  }
}
