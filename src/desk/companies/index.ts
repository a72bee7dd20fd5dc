import type { FastifyPluginAsync } from 'fastify'
import { companyActions } from './actions.ts'
import { memberActions } from './members.ts'
import { companyPages } from './pages.ts'

/** /desk/companies: which customers belong together, and who of them sees the tickets of the others. For admins. */
export const companies: FastifyPluginAsync = async app => {
  await app.register(companyPages)
  await app.register(companyActions)
  await app.register(memberActions)
}
