import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../../web/errors.ts'
import { blank, type FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { pageIn } from '../../web/paging.ts'
import { isUuid } from '../../web/submissions.ts'
import { mayOptions, roleOptions, sharedOptions, type CompanyForm, type MemberForm, type NewForm } from './forms.ts'
import { companiesAPage, findCompany, listCompanies, listMembers, type Company } from './store.ts'

export type Id = { Params: { id: string } }
export type MemberId = { Params: { id: string; member: string } }
export const admin = { config: { access: 'admin' } } as const

/** GET /desk/companies and /desk/companies/<id>. */
export const companyPages: FastifyPluginAsync = async app => {
  app.get<{ Querystring: { page?: unknown } }>('/companies', admin, async (request, reply) => showCompanies(app, reply, blank))
  app.get<Id>('/companies/:id', admin, async (request, reply) => showCompany(app, reply, await companyOr404(app, request)))

  // Addresses that are only posted to lead back.
  app.get<Id>('/companies/:id/members', admin, async ({ params }, reply) => goTo(reply, `/desk/companies/${params.id}`))
  for (const noun of ['', '/removal']) {
    app.get<MemberId>(`/companies/:id/members/:member${noun}`, admin, async ({ params }, reply) => goTo(reply, `/desk/companies/${params.id}`))
  }
}

/** The company that the address names. */
export async function companyOr404(app: FastifyInstance, { params: { id } }: FastifyRequest<Id>): Promise<Company> {
  const company = isUuid(id) ? await findCompany(app.db, id) : undefined
  if (company === undefined) throw notFound('companies.not-found')
  return company
}

export async function showCompanies(app: FastifyInstance, reply: FastifyReply, form: FormView<NewForm>): Promise<FastifyReply> {
  const page = pageIn((reply.request.query as { page?: unknown }).page)
  const found = await listCompanies(app.db, page)
  return reply.page('desk/companies/list', { form, page, companies: found.slice(0, companiesAPage), more: found.length > companiesAPage })
}

/** Forms as they were received, where they are shown again. */
interface Forms { settings?: FormView<CompanyForm>; member?: FormView<MemberForm> }

export async function showCompany(app: FastifyInstance, reply: FastifyReply, company: Company, forms: Forms = {}): Promise<FastifyReply> {
  const { name, shared_with: shared, may } = company
  return reply.page('desk/companies/company', {
    company, members: await listMembers(app.db, company.id),
    settings: forms.settings ?? { values: { name, shared, may }, errors: {} }, member: forms.member ?? blank,
    shared: sharedOptions(), mays: mayOptions(), roles: roleOptions(),
  })
}
