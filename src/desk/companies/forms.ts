import { choice, emailField, field, formChecker, untabbed, type FormOf } from '../../web/forms.ts'
import { t } from '../../web/i18n.ts'
import type { Option } from '../../web/views.ts'

const sharedWith = ['nobody', 'everybody', 'managers'] as const
const mays = ['read', 'reply'] as const
const roles = ['member', 'manager'] as const

const wrong = 'companies.choose'
const name = field(untabbed(200), { missing: 'companies.name-missing', wrong: 'companies.name-wrong' })
const role = field(choice(roles), { wrong })

export const checkNew = formChecker({ name })
export const checkCompany = formChecker({ name, shared: field(choice(sharedWith), { wrong }), may: field(choice(mays), { wrong }) })
export const checkRole = formChecker({ role })
export const checkMember = formChecker({ email: emailField, role })

export type NewForm = FormOf<typeof checkNew>
export type CompanyForm = FormOf<typeof checkCompany>
export type MemberForm = FormOf<typeof checkMember>

export const sharedOptions = (): Option[] => sharedWith.map(value => ({ value, label: t(`companies.shared-${value}`) }))
export const mayOptions = (): Option[] => mays.map(value => ({ value, label: t(`companies.may-${value}`) }))
export const roleOptions = (): Option[] => roles.map(value => ({ value, label: t(`companies.role-${value}`) }))
