import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import type { Trx } from '../../db/connect.ts'
import { notify } from '../../notifications/index.ts'
import { checkConfirm, checkPasskey, findPasskey, removePasskey, renamePasskey, type ConfirmForm, type PasskeyForm } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound } from '../../web/errors.ts'
import { blank, type FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { isUuid, once, submissionOf } from '../../web/submissions.ts'
import { passwordProblem } from './confirm.ts'
import { newPasskey } from './new-passkey.ts'

type Id = { Params: { id: string } }
const customer = { config: { access: 'customer' } } as const
const security = '/account/security'

/** /account/security/passkeys: adding one, and /<id>, where it gets another name or is removed. */
export const passkeys: FastifyPluginAsync = async app => {
  await app.register(newPasskey)

  app.get<Id>('/security/passkeys/:id', customer, async (request, reply) => show(request, reply, request.params.id))

  app.post<Id>('/security/passkeys/:id', customer, async (request, reply) => {
    const form = checkPasskey(request.form)
    if (!form.ok) return show(request, reply.code(422), request.params.id, { rename: form })
    await load(request, request.params.id)
    await renamePasskey(app.db, signedIn(request).id, request.params.id, form.values.name)
    return goTo(reply.toast('done', 'passkeys.renamed'), security)
  })

  app.post<Id>('/security/passkeys/:id/removal', customer, async (request, reply) => {
    const { id } = request.params
    if (!isUuid(id)) throw notFound()
    const person = signedIn(request)
    const form = checkConfirm(request.form)
    if (!form.ok) return show(request, reply.code(422), id, { remove: { values: {}, errors: form.errors } })
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return show(request, reply.code(422), id, { remove: { values: {}, errors: { password: wrong } } })
    await once(app.db, person.id, submissionOf(request.form), id, trx => remove(trx, request, id))
    return goTo(reply.toast('done', 'passkeys.removed'), security)
  })

  async function remove(trx: Trx, request: FastifyRequest, id: string): Promise<string> {
    const person = signedIn(request)
    const name = await removePasskey(trx, person.id, id)
    if (name === undefined) throw notFound()
    await recordActivity(trx, person, 'security:passkey-removed', { name })
    await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'passkey-removed', details: { passkey: name } })
    return name
  }

  async function load(request: FastifyRequest, id: string) {
    const passkey = isUuid(id) ? await findPasskey(app.db, signedIn(request).id, id) : undefined
    if (passkey === undefined) throw notFound()
    return passkey
  }

  async function show(request: FastifyRequest, reply: FastifyReply, id: string, forms: { rename?: FormView<PasskeyForm>; remove?: FormView<ConfirmForm> } = {}): Promise<FastifyReply> {
    const passkey = await load(request, id)
    return reply.page('account/security-passkey', { passkey, rename: { values: { name: passkey.name }, errors: {} }, remove: blank, ...forms })
  }
}
