import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { signedIn } from '../../web/access.ts'
import type { FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { once, submissionOf } from '../../web/submissions.ts'
import { seenVersion } from '../../web/versions.ts'
import { checkCompany, checkNew, type CompanyForm, type NewForm } from './forms.ts'
import { admin, companyOr404, showCompanies, showCompany, type Id } from './pages.ts'
import { addCompany, findCompany, saveCompany, type Company } from './store.ts'

/** POST /desk/companies and /desk/companies/<id>. */
export const companyActions: FastifyPluginAsync = async app => {
  app.post('/companies', admin, async (request, reply) => {
    const form = checkNew(request.form)
    if (!form.ok) return refuseNew(reply, form)
    const { result } = await once(app.db, signedIn(request).id, submissionOf(request.form), JSON.stringify(['company', form.values]), async trx => await addCompany(trx, form.values.name) ?? '')
    if (result === '') return refuseNew(reply, { ...form, errors: { name: t('companies.name-taken') } })
    return goTo(reply.toast('done', 'companies.added'), `/desk/companies/${result}`)
  })

  app.post<Id>('/companies/:id', admin, async (request, reply) => {
    const company = await companyOr404(app, request)
    const form = checkCompany(request.form)
    if (!form.ok) return showCompany(app, reply.code(422), company, { settings: form })
    const asked = { ...company, name: form.values.name, shared_with: form.values.shared, may: form.values.may, version: seenVersion(request) }
    const saved = isSame(company, asked) ? 'saved' : await saveCompany(app.db, asked)
    if (saved === 'taken') return showCompany(app, reply.code(422), company, { settings: { ...form, errors: { name: t('companies.name-taken') } } })
    if (saved === 'changed') return conflict(reply, company, form)
    return goTo(reply.toast('done', 'companies.saved'), `/desk/companies/${company.id}`)
  })

  const refuseNew = (reply: FastifyReply, form: FormView<NewForm>) => showCompanies(app, reply.code(422), form)

  /** Somebody was faster: what was typed stays in the form, which now knows the newer version. */
  async function conflict(reply: FastifyReply, { id }: Company, { values }: FormView<CompanyForm>): Promise<FastifyReply> {
    const now = await findCompany(app.db, id)
    if (now === undefined) return goTo(reply.toast('problem', 'companies.not-found'), '/desk/companies')
    return showCompany(app, reply.code(409), now, { settings: { values, errors: { name: t('companies.conflict') } } })
  }
}

/** The same form sent twice has nothing left to do. */
const isSame = (one: Company, other: Company): boolean => one.name === other.name && one.shared_with === other.shared_with && one.may === other.may
