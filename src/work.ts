import { deleteAccounts, emailChangeJob, makeArchive, sweepArchives, sweepEmailChanges } from './account/index.ts'
import { sweepFiles } from './attachments/index.ts'
import { tidy } from './db/tidy.ts'
import { makeUnmade, publishDue, sweepCounts, sweepGuides, sweepHelpFiles } from './help/index.ts'
import { eachOf } from './jobs/each.ts'
import type { Work } from './jobs/queue.ts'
import { sweepMailIn, takeMail } from './mail-in/index.ts'
import { queueDigests, sweepMails, sweepNotifications } from './notifications/index.ts'
import type { Services } from './services.ts'
import { forgottenPasswordJob, signInFailedJob, signUpJob, sweepSignIn } from './sign-in/index.ts'
import { closeResolved, sweepInvitations } from './tickets/index.ts'
import { sweepSubmissions } from './web/submissions.ts'

type Needs = Pick<Services, 'config' | 'connection' | 'markdown' | 'queue' | 'storage' | 'secret'>
type Step = (needs: Needs) => Promise<unknown>

/** What is done behind the pages, by the name of its job. Mails alone are sent many at a time, and so elsewhere. */
export function workOf(needs: Needs, log: (sentence: string) => void): Work {
  const { config, connection: { db }, queue, storage } = needs
  const all = (steps: Step[]) => eachOf(steps, step => step(needs))
  return {
    'take-mail': ({ mailId }) => takeMail(needs, mailId, log),
    'sign-up': ({ pendingId, next }) => signUpJob(db, queue, pendingId, next),
    'forgotten-password': ({ email }) => forgottenPasswordJob(db, queue, email),
    'sign-in-failed': ({ email, ...origin }) => signInFailedJob(db, email, origin),
    'change-email': ({ profileId }) => emailChangeJob(db, queue, profileId),
    'make-archive': ({ archiveId }) => makeArchive({ db, storage, config, queue }, archiveId),
    'delete-accounts': () => deleteAccounts(db),
    'digests': () => queueDigests(db, queue, config.TIME_ZONE),
    'close-resolved': () => closeResolved(db, queue, config.CLOSE_AFTER_DAYS),
    'publish-due': () => all(publications),
    'sweep': () => all(sweeps),
  }
}

const publications: Step[] = [
  ({ connection: { db } }) => publishDue(db),
  ({ connection: { db }, markdown }) => makeUnmade({ db, markdown }),
]

/** What is over goes: each by itself, so that one that fails keeps none of the others from it. */
const sweeps: Step[] = [
  ({ connection: { db } }) => sweepGuides(db),
  ({ connection: { db } }) => sweepInvitations(db),
  ({ connection: { db } }) => sweepSignIn(db),
  ({ connection: { db } }) => sweepEmailChanges(db),
  ({ connection: { db } }) => sweepArchives(db),
  ({ connection: { db } }) => sweepSubmissions(db),
  ({ connection: { db } }) => sweepMails(db),
  ({ connection: { db }, queue }) => sweepMailIn(db, queue),
  ({ connection: { db } }) => sweepNotifications(db),
  ({ connection: { db } }) => sweepCounts(db),
  ({ connection: { db } }) => sweepHelpFiles(db),
  ({ connection }) => tidy(connection),
  // Last: those of what was forgotten go too.
  ({ connection: { db }, storage }) => sweepFiles(db, storage),
]
