import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { badRequest, notFound } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { t, type MessageKey } from '../../web/i18n.ts'
import { isUuid } from '../../web/submissions.ts'
import { checkMember, checkRole } from './forms.ts'
import { admin, companyOr404, showCompany, type Id, type MemberId } from './pages.ts'
import { addMember, removeMember, setRole, type Added, type Company } from './store.ts'

/** POST /desk/companies/<id>/members and what follows it. Done twice, they do no more than once. */
export const memberActions: FastifyPluginAsync = async app => {
  app.post<Id>('/companies/:id/members', admin, async (request, reply) => {
    const company = await companyOr404(app, request)
    const form = checkMember(request.form)
    if (!form.ok) return showCompany(app, reply.code(422), company, { member: form })
    const { email, role } = form.values
    const added = await app.db.transaction().execute(trx => addMember(trx, company.id, email, role))
    if (added.state !== 'added') return showCompany(app, reply.code(422), company, { member: { values: form.values, errors: { email: problemOf(added) } } })
    return finish(reply, company, 'companies.member-added')
  })

  app.post<MemberId>('/companies/:id/members/:member', admin, async (request, reply) => {
    const company = await companyOr404(app, request)
    const form = checkRole(request.form)
    if (!form.ok) throw badRequest()
    await app.db.transaction().execute(trx => setRole(trx, company.id, memberIn(request), form.values.role))
    return finish(reply, company, 'companies.member-changed')
  })

  app.post<MemberId>('/companies/:id/members/:member/removal', admin, async (request, reply) => {
    const company = await companyOr404(app, request)
    await app.db.transaction().execute(trx => removeMember(trx, company.id, memberIn(request)))
    return finish(reply, company, 'companies.member-removed')
  })

  const finish = (reply: FastifyReply, { id }: Company, key: MessageKey) => goTo(reply.toast('done', key), `/desk/companies/${id}`)
}

function memberIn({ params: { member } }: FastifyRequest<MemberId>): string {
  if (!isUuid(member)) throw notFound()
  return member
}

const problemOf = (added: Added): string => added.state === 'elsewhere' ? t('companies.elsewhere', { company: added.company }) : t('companies.no-account')
