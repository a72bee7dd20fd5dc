import { Type, type Static } from 'typebox'
import { formChecker } from '../../web/forms.ts'
import { t } from '../../web/i18n.ts'
import type { Option } from '../../web/views.ts'

const choice = <Value extends string>(values: readonly Value[]) => Type.Enum([...values], { missing: 'companies.choose', wrong: 'companies.choose' })

const sharedWith = ['nobody', 'everybody', 'managers'] as const
const mays = ['read', 'reply'] as const
const roles = ['member', 'manager'] as const

const NewForm = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200, pattern: String.raw`^[^\p{Cc}\p{Zl}\p{Zp}]*$`, missing: 'companies.name-missing', wrong: 'companies.name-wrong' }),
})
const CompanyForm = Type.Object({ ...NewForm.properties, shared: choice(sharedWith), may: choice(mays) })
const RoleForm = Type.Object({ role: choice(roles) })

export type NewForm = Static<typeof NewForm>
export type CompanyForm = Static<typeof CompanyForm>
export type RoleForm = Static<typeof RoleForm>
export interface MemberForm extends RoleForm { email: string }

export const checkNew = formChecker(NewForm)
export const checkCompany = formChecker(CompanyForm)
export const checkRole = formChecker(RoleForm)

export const sharedOptions = (): Option[] => sharedWith.map(value => ({ value, label: t(`companies.shared-${value}`) }))
export const mayOptions = (): Option[] => mays.map(value => ({ value, label: t(`companies.may-${value}`) }))
export const roleOptions = (): Option[] => roles.map(value => ({ value, label: t(`companies.role-${value}`) }))
