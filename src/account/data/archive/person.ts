import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../../db/connect.ts'
import { t } from '../../../web/i18n.ts'
import type { Item } from '../views.ts'

/** Who somebody is. */
export async function findPerson(db: Db, id: string) {
  return db.selectFrom('profiles').where('profiles.id', '=', id)
    .leftJoin('profile_pictures', 'profile_id', 'profiles.id')
    .leftJoin('companies', 'companies.id', 'company_id')
    .select([
      'email', 'full_name', 'address_as', 'phone', 'company', 'companies.name as shares_with', 'company_role', 'role', 'spoken',
      'mail_refused_at', 'mail_refusal', 'profiles.created_at', 'updated_at', 'storage_key as picture',
    ])
    .select(it => jsonArrayFrom(it.selectFrom('participants').innerJoin('tickets', 'tickets.id', 'ticket_id')
      .select(['reference', 'may', 'invited_at']).where('participants.profile_id', '=', id).orderBy('reference')).as('takes_part_in'))
    .executeTakeFirstOrThrow()
}
type ExportedPerson = Awaited<ReturnType<typeof findPerson>>

export function personItem({ email, full_name, address_as, phone, company, created_at, picture }: ExportedPerson): Item {
  return {
    facts: [
      [t('sign-up.name'), full_name], [t('sign-in.email'), email], [t('profile.address-as'), address_as],
      [t('profile.phone'), phone], [t('profile.company'), company], [t('export.since'), created_at],
    ],
    ...(picture !== null && { links: [{ label: t('profile.picture'), address: 'picture.webp' }] }),
  }
}

/** How they sign in and where they are signed in; no secret is in it. */
export async function findSecurity(db: Db, id: string) {
  return db.selectFrom('profiles').where('profiles.id', '=', id).select(it => [
    jsonArrayFrom(it.selectFrom('sessions').select(['browser', 'address', 'created_at', 'seen_at']).where('profile_id', '=', id).orderBy('created_at')).as('sessions'),
    jsonArrayFrom(it.selectFrom('passkeys').select(['name', 'created_at', 'used_at']).where('profile_id', '=', id).orderBy('created_at')).as('passkeys'),
    jsonArrayFrom(it.selectFrom('known_browsers').select('seen_at').where('profile_id', '=', id).orderBy('seen_at')).as('known_browsers'),
    jsonArrayFrom(it.selectFrom('feeds').select('created_at').where('profile_id', '=', id)).as('feeds'),
    jsonArrayFrom(it.selectFrom('unsubscriptions').select(['what', 'before', 'created_at']).where('profile_id', '=', id)).as('unsubscriptions'),
    jsonArrayFrom(it.selectFrom('email_changes').select(['email', 'asked_at']).where('profile_id', '=', id)).as('address_asked_for'),
    jsonArrayFrom(it.selectFrom('email_undos').select(['email', 'changed_at']).where('profile_id', '=', id)).as('former_addresses'),
    jsonArrayFrom(it.selectFrom('archives').select(['asked_at', 'ready_at']).where('profile_id', '=', id).orderBy('asked_at')).as('copies_of_data'),
    jsonArrayFrom(it.selectFrom('deletions').select(['asked_at', 'due_at']).where('profile_id', '=', id)).as('deletion'),
    it.selectFrom('credentials').select('changed_at').where('profile_id', '=', id).as('password_changed_at'),
    it.selectFrom('authenticators').select('confirmed_at').where('profile_id', '=', id).as('second_step_since'),
    it.selectFrom('recovery_codes').select(sql<number>`count(*)::int`.as('count')).where('profile_id', '=', id).as('recovery_codes_left'),
  ]).executeTakeFirstOrThrow()
}
type ExportedSecurity = Awaited<ReturnType<typeof findSecurity>>

export function securityItems({ password_changed_at, second_step_since, sessions, passkeys, former_addresses: former }: ExportedSecurity): Item[] {
  return [
    { facts: [[t('export.password-changed'), password_changed_at], [t('second-step.title'), second_step_since], ...former.map(({ email }): [string, string] => [t('export.former-address'), email])] },
    ...passkeys.map(({ name, created_at }) => ({ title: t('export.passkey', { name }), at: new Date(created_at) })),
    ...sessions.map(({ browser, address, created_at, seen_at }) => ({
      title: t('export.session'), facts: [[t('activity.browser-label'), browser], [t('activity.address'), address], [t('export.begun'), new Date(created_at)], [t('export.seen'), new Date(seen_at)]] satisfies Item['facts'],
    })),
  ]
}
