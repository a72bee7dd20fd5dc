import { choice, emailField, field, formChecker, type FormOf } from '../../web/forms.ts'
import { t } from '../../web/i18n.ts'
import type { Option } from '../../web/views.ts'

const mays = ['reply', 'read'] as const
const may = field(choice(mays), { wrong: 'participants.may-missing' })

/** What a participant may do, said by a form. */
export const checkMay = formChecker({ may })
/** An address, and what its owner may do. */
export const checkInvite = formChecker({ email: emailField, may })
export type InviteForm = FormOf<typeof checkInvite>

export const mayOptions = (): Option[] => mays.map(value => ({ value, label: t(`participants.may-${value}`) }))
