import type { Role } from '../db/schema.ts'
import type { When } from './when.ts'

export type Who = 'ada' | 'carl' | 'grace' | 'mona'

interface Character { email: string; full_name: string; role: Role; company: string; phone: string | null; since: When }

/** Barrow makes a till and bookkeeping app for market stalls, with the card reader and receipt printer that go with it. */
export const people: Record<Who, Character> = {
  ada: { email: 'ada@example.com', full_name: 'Ada Okonkwo', role: 'customer', company: 'Okonkwo Honey', phone: '+44 7700 900142', since: '402d 18:20' },
  carl: { email: 'carl@example.com', full_name: 'Carl Lindqvist', role: 'customer', company: 'Lindqvist Bread', phone: '+44 7700 900867', since: '233d 05:55' },
  grace: { email: 'grace@example.com', full_name: 'Grace Hartley', role: 'agent', company: 'Barrow', phone: null, since: '610d 08:30' },
  mona: { email: 'mona@example.com', full_name: 'Mona Petrescu', role: 'admin', company: 'Barrow', phone: null, since: '731d 09:00' },
}

/** Shown where the demo runs, and only there. */
export const demoSignIns = {
  password: 'correct horse battery',
  people: Object.values(people).map(({ email, role }) => ({ email, who: role })),
}
