import type { FormView } from '../../web/forms.ts'
import type { Option } from '../../web/views.ts'
import type { Participant, SeenTicket, Sharing } from '../store/read.ts'
import type { InviteForm } from './forms.ts'
import type { Invitation } from './store.ts'

export interface ParticipantsView { ticket: SeenTicket; form: FormView<InviteForm>; mays: Option[] }
/** How somebody meets an invitation: it works no more, they have to sign in, it is for them or for somebody else, or they are staff. */
export interface InvitationView { invitation: Invitation | undefined; state: 'dead' | 'visitor' | 'staff' | 'other' | 'mine'; address: string }

declare module '../../web/views.ts' {
  interface Views {
    'tickets/participants': ParticipantsView
    'tickets/_participants': Pick<ParticipantsView, 'ticket' | 'mays'>
    'tickets/_participant': Pick<ParticipantsView, 'ticket' | 'mays'> & { participant: Participant }
    /** Folded away, the whole of it is one form: live news leave that alone while somebody is in it. */
    'tickets/_participant-form': ParticipantsView & { folded?: boolean }
    'tickets/_sharing': { sharing: Sharing; mine?: boolean }
    'tickets/invitation': InvitationView
  }
}
