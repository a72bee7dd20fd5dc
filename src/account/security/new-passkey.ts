import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import type { Trx } from '../../db/connect.ts'
import { notify } from '../../notifications/index.ts'
import { addPasskey, checkNewPasskey, creationOptions, findOffer, listKnown, madePasskey, makeOffer, passkeysAtMost, takeOffer, type NewPasskeyForm } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { blank, type FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { once, submissionOf } from '../../web/submissions.ts'
import { passwordProblem } from './confirm.ts'

const customer = { config: { access: 'customer' } } as const
const here = '/account/security/passkeys/new'

/** /account/security/passkeys/new: its name and the password first, then the browser makes it. */
export const newPasskey: FastifyPluginAsync = async app => {
  app.get('/security/passkeys/new', customer, async (request, reply) => {
    const person = signedIn(request)
    const offer = await findOffer(app.db, person)
    if (offer === undefined) return show(reply, blank)
    const options = creationOptions(app.config, person, offer, await listKnown(app.db, person.id))
    return reply.page('account/security-new-passkey', { form: blank, offer: { name: offer.name, options } })
  })

  app.post('/security/passkeys/new', customer, async (request, reply) => {
    const person = signedIn(request)
    const form = checkNewPasskey(request.form)
    const typed = { name: form.values.name ?? '' }
    if (!form.ok) return show(reply.code(422), { values: typed, errors: form.errors })
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return show(reply.code(422), { values: typed, errors: { password: wrong } })
    if ((await listKnown(app.db, person.id)).length >= passkeysAtMost) return show(reply.code(422), { values: typed, errors: { name: t('passkeys.too-many', { count: passkeysAtMost }) } })
    await makeOffer(app.db, person, form.values.name)
    return goTo(reply, here)
  })

  app.post('/security/passkeys', customer, async (request, reply) => {
    const { result } = await once(app.db, signedIn(request).id, submissionOf(request.form), '', trx => add(trx, request))
    if (result === 'added') return goTo(reply.toast('done', 'passkeys.added'), '/account/security')
    return goTo(reply.toast('problem', 'passkeys.not-added'), here)
  })

  /** What was offered is used up whatever comes of it: no answer is looked at twice. */
  async function add(trx: Trx, request: FastifyRequest): Promise<'added' | 'refused'> {
    const person = signedIn(request)
    const credential = request.form?.get('credential') ?? ''
    const offer = await takeOffer(trx, person)
    const passkey = offer && await madePasskey(app.config, person.id, offer, credential)
    if (passkey === undefined || !await addPasskey(trx, passkey)) return 'refused'
    await recordActivity(trx, person, 'security:passkey-added', { name: passkey.name })
    await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'passkey-added', details: { passkey: passkey.name } })
    return 'added'
  }

  function show(reply: FastifyReply, form: FormView<NewPasskeyForm>): FastifyReply {
    return reply.page('account/security-new-passkey', { form, offer: undefined })
  }
}
