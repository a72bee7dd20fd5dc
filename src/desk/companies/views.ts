import type { FormView } from '../../web/forms.ts'
import type { Option } from '../../web/views.ts'
import type { CompanyForm, MemberForm, NewForm } from './forms.ts'
import type { Company, CompanyLine, Member } from './store.ts'

export interface CompanyView {
  company: Company
  members: Member[]
  settings: FormView<CompanyForm>
  member: FormView<MemberForm>
  shared: Option[]
  mays: Option[]
  roles: Option[]
}

declare module '../../web/views.ts' {
  interface Views {
    'desk/companies/list': { form: FormView<NewForm>; companies: CompanyLine[]; page: number; more: boolean }
    'desk/companies/company': CompanyView
    'desk/companies/_member': Pick<CompanyView, 'company' | 'roles'> & { member: Member }
  }
}
