import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import type { StoredBytes } from '../../attachments/index.ts'
import { signedIn } from '../../web/access.ts'
import type { FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { checkProfile, type ProfileForm } from './forms.ts'
import { receivePicture, type ArrivedPicture } from './picture.ts'
import { dropPicture, findProfile, saveProfile, setPicture, type Profile } from './store.ts'

const customer = { config: { access: 'customer' } } as const

/** GET and POST /account/profile. A picture that came is kept at once, so that it has not to be chosen anew where something else is wrong. */
export const profilePage: FastifyPluginAsync = async app => {
  app.get('/profile', customer, async (_request, reply) => show(reply))

  app.post('/profile', { config: { access: 'customer', files: true } }, async (request, reply) => {
    const arrived = await receivePicture(request)
    if (arrived.picture !== undefined) await change(request, arrived.picture)
    const checked = checkProfile(request.form)
    if (!checked.ok || arrived.problem !== undefined) return show(reply.code(422), { values: checked.values, errors: { ...checked.errors, ...problemOf(arrived) } })

    await save(request, checked.values)
    if (request.form?.get('intent') === 'remove-picture') await change(request, undefined)
    return goTo(reply.toast('done', 'profile.saved'), '/account/profile')
  })

  async function save(request: FastifyRequest, form: ProfileForm): Promise<void> {
    const person = signedIn(request)
    await app.db.transaction().execute(async trx => {
      const changed = await saveProfile(trx, person.id, { full_name: form.name, address_as: form['address-as'], phone: form.phone || null, company: form.company || null })
      if (changed) await recordActivity(trx, person, 'account:profile')
    })
  }

  /** What is no longer shown goes from the storage too; if that fails, the sweep does it. */
  async function change(request: FastifyRequest, picture: StoredBytes | undefined): Promise<void> {
    const person = signedIn(request)
    const before = await app.db.transaction().execute(async trx => {
      const old = picture === undefined ? await dropPicture(trx, person.id) : await setPicture(trx, person.id, picture)
      if (picture !== undefined || old !== undefined) await recordActivity(trx, person, 'account:profile')
      return old
    })
    if (before !== undefined) await app.storage.remove(before).catch((error: unknown) => request.log.warn({ err: error }, 'an old picture was not removed'))
  }

  async function show(reply: FastifyReply, refused?: FormView<ProfileForm & { picture: string }>): Promise<FastifyReply> {
    const { id } = signedIn(reply.request)
    const profile = await findProfile(app.db, id)
    return reply.page('account/profile', {
      form: refused ?? { values: valuesOf(profile), errors: {} },
      picture: profile.picture === null ? undefined : `/account/pictures/${id}?v=${profile.picture.slice(0, 12)}`,
      pending: profile.pending ?? undefined,
      refusal: profile.mail_refused_at === null ? undefined : { at: profile.mail_refused_at, words: profile.mail_refusal ?? '' },
      megabytes: app.uploads.megabytes,
    })
  }
}

const problemOf = ({ problem }: ArrivedPicture) => problem === undefined ? {} : { picture: problem }

function valuesOf({ full_name, address_as, phone, company }: Profile): ProfileForm {
  return { 'name': full_name, 'address-as': address_as, 'phone': phone ?? '', 'company': company ?? '' }
}
